"""Contents page: everything that can be changed."""

import strawberry

import resolvers.assigning
import resolvers.change_role
import resolvers.handover
import resolvers.inviting.again
import resolvers.inviting.answer
import resolvers.inviting.client
import resolvers.inviting.colleague
import resolvers.teaming
from resolvers.assigning import MOST_PAIRS
from resolvers.inputs.invite import MOST_ROWS
from schema.cost import FREE, bulk
from schema.field import change
from schema.payloads.assignment import AssignColleaguesPayload, UnassignColleaguesPayload, UnassignMePayload
from schema.payloads.colleague import ChangeColleagueRolePayload
from schema.payloads.handover import OpenClientAccountPayload
from schema.payloads.invite import (
    AcceptClientInvitePayload,
    AcceptColleagueInvitePayload,
    CancelInvitePayload,
    DeclineClientInvitePayload,
    InviteClientPayload,
    InviteClientsPayload,
    InviteColleaguesPayload,
    ResendInvitePayload,
)
from schema.payloads.team import (
    CreateTeamPayload,
    DeleteTeamPayload,
    SetTeamClientsPayload,
    SetTeamMembersPayload,
    UpdateTeamPayload,
)
from schema.rules import ANYONE, INVITE_CLIENTS, MANAGE_INVITES, MANAGE_PEOPLE, PERSON, WORKERS_ONLY


@strawberry.type(description="Everything that can be changed.", directives=FREE)
class Mutation:
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
        size=bulk(most=MOST_ROWS),
    )
    accept_colleague_invite: AcceptColleagueInvitePayload | None = change(
        "The signed-in person joins the firm that invited them.",
        resolvers.inviting.answer.accept_colleague_invite,
        rule=PERSON,
    )
    change_colleague_role: ChangeColleagueRolePayload | None = change(
        "Gives a colleague another role; the last owner or admin keeps theirs.",
        resolvers.change_role.change_colleague_role,
        rule=MANAGE_PEOPLE,
    )
    assign_colleagues: AssignColleaguesPayload | None = change(
        "Assigns colleagues to clients; each pair stands or falls alone.",
        resolvers.assigning.assign_colleagues,
        rule=MANAGE_PEOPLE,
        size=bulk("clientIds", "colleagueIds", most=MOST_PAIRS),
    )
    unassign_colleagues: UnassignColleaguesPayload | None = change(
        "Ends direct assignments; each pair stands or falls alone. Assignments through teams stay.",
        resolvers.assigning.unassign_colleagues,
        rule=MANAGE_PEOPLE,
        size=bulk("clientIds", "colleagueIds", most=MOST_PAIRS),
    )
    unassign_me: UnassignMePayload | None = change(
        "Stops your own work on a client.", resolvers.assigning.unassign_me, rule=WORKERS_ONLY
    )
    create_team: CreateTeamPayload | None = change("A new team.", resolvers.teaming.create_team, rule=MANAGE_PEOPLE)
    update_team: UpdateTeamPayload | None = change(
        "Another name or description for a team.", resolvers.teaming.update_team, rule=MANAGE_PEOPLE
    )
    delete_team: DeleteTeamPayload | None = change(
        "Deletes a team; what it alone kept live ends.", resolvers.teaming.delete_team, rule=MANAGE_PEOPLE
    )
    set_team_members: SetTeamMembersPayload | None = change(
        "Replaces the members of a team; assignments follow.", resolvers.teaming.set_team_members, rule=MANAGE_PEOPLE
    )
    set_team_clients: SetTeamClientsPayload | None = change(
        "Replaces the clients of a team; assignments follow.", resolvers.teaming.set_team_clients, rule=MANAGE_PEOPLE
    )
    open_client_account: OpenClientAccountPayload | None = change(
        "A one-time link into a client's account, valid for 60 seconds.",
        resolvers.handover.open_client_account,
        rule=WORKERS_ONLY,
    )
