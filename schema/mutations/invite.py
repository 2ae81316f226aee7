"""Inviting clients and colleagues, and answering invites."""

import strawberry

import resolvers.assigning
import resolvers.change_role
import resolvers.handover
import resolvers.inviting.again
import resolvers.inviting.answer
import resolvers.inviting.client
import resolvers.inviting.colleague
import resolvers.inviting.snoozing
import resolvers.teaming
from resolvers.inputs.invite import MOST_ROWS
from schema.cost import FREE, bulk
from schema.field import change
from schema.payloads.invite import (
    AcceptClientInvitePayload,
    AcceptColleagueInvitePayload,
    CancelInvitePayload,
    DeclineClientInvitePayload,
    InviteClientPayload,
    InviteClientsPayload,
    InviteColleaguesPayload,
    ResendInvitePayload,
    SnoozeInvitePayload,
    UnsnoozeInvitePayload,
)
from schema.rules import ANYONE, INVITE_CLIENTS, MANAGE_INVITES, MANAGE_PEOPLE, PERSON, WORKERS_ONLY


@strawberry.type(directives=FREE)
class InviteMutations:
    invite_client: InviteClientPayload | None = change(
        "Invites a company to become a client.", resolvers.inviting.client.invite_client, rule=INVITE_CLIENTS
    )
    invite_clients: InviteClientsPayload | None = change(
        "Invites up to 250 companies; each row stands or falls alone.",
        resolvers.inviting.client.invite_clients,
        rule=INVITE_CLIENTS,
        size=bulk("invites", most=MOST_ROWS),
    )
    resend_invite: ResendInvitePayload | None = change(
        "Sends an invite to a client or a colleague again, with a new link.",
        resolvers.inviting.again.resend_invite,
        rule=MANAGE_INVITES,
    )
    snooze_invite: SnoozeInvitePayload | None = change(
        "Sets aside for a while that an open invite asks for attention.",
        resolvers.inviting.snoozing.snooze_invite,
        rule=WORKERS_ONLY,
    )
    unsnooze_invite: UnsnoozeInvitePayload | None = change(
        "Ends an invite's snooze before its time.", resolvers.inviting.snoozing.unsnooze_invite, rule=WORKERS_ONLY
    )
    cancel_invite: CancelInvitePayload | None = change(
        "Takes an invite to a client or a colleague back.", resolvers.inviting.again.cancel_invite, rule=MANAGE_INVITES
    )
    accept_client_invite: AcceptClientInvitePayload | None = change(
        "The company's admin lets the firm in.", resolvers.inviting.answer.accept_client_invite, rule=ANYONE
    )
    decline_client_invite: DeclineClientInvitePayload | None = change(
        "The company's admin says no.", resolvers.inviting.answer.decline_client_invite, rule=ANYONE
    )
    invite_colleagues: InviteColleaguesPayload | None = change(
        "Invites up to 250 colleagues, listed or pasted; each row stands or falls alone.",
        resolvers.inviting.colleague.invite_colleagues,
        rule=MANAGE_PEOPLE,
        size=bulk("colleagues", "text", most=MOST_ROWS),
    )
    accept_colleague_invite: AcceptColleagueInvitePayload | None = change(
        "The signed-in person joins the firm that invited them.",
        resolvers.inviting.answer.accept_colleague_invite,
        rule=PERSON,
    )
