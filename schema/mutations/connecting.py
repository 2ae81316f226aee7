"""Companies that come by themselves, their onboarding, and clients that go."""

import strawberry

import resolvers.connecting.disconnecting
import resolvers.connecting.inbound
import resolvers.connecting.links
import resolvers.connecting.onboarding
from schema.cost import FREE
from schema.field import change
from schema.payloads.connecting import (
    AbandonOnboardingPayload,
    AcceptInboundInvitePayload,
    ConnectFirmPayload,
    CreateConnectLinkPayload,
    DeclineInboundInvitePayload,
    DisconnectClientPayload,
    RestartOnboardingPayload,
    SubmitOnboardingPayload,
)
from schema.rules import ADMINS_ONLY, ANYONE, INVITE_CLIENTS, WORKERS_ONLY


@strawberry.type(directives=FREE)
class ConnectingMutations:
    accept_inbound_invite: AcceptInboundInvitePayload | None = change(
        "Takes a company on that came by itself, with the access that it offered.",
        resolvers.connecting.inbound.accept_inbound_invite,
        rule=ADMINS_ONLY,
    )
    decline_inbound_invite: DeclineInboundInvitePayload | None = change(
        "Turns a company down that came by itself.",
        resolvers.connecting.inbound.decline_inbound_invite,
        rule=ADMINS_ONLY,
    )
    disconnect_client: DisconnectClientPayload | None = change(
        "Ends the connection to a client for good; `validateOnly` lists what would end.",
        resolvers.connecting.disconnecting.disconnect_client,
        rule=ADMINS_ONLY,
    )
    create_connect_link: CreateConnectLinkPayload | None = change(
        "A link for a company that is on the platform already, whose admin lets the firm in with it.",
        resolvers.connecting.links.create_connect_link,
        rule=INVITE_CLIENTS,
    )
    connect_firm: ConnectFirmPayload | None = change(
        "The admin of a company on the platform offers the firm access; the firm's admins answer.",
        resolvers.connecting.links.connect_firm,
        rule=ANYONE,
    )
    submit_onboarding: SubmitOnboardingPayload | None = change(
        "Helps a client with its verification: hands in details, or the answer to what the reviewer asked.",
        resolvers.connecting.onboarding.submit_onboarding,
        rule=WORKERS_ONLY,
    )
    restart_onboarding: RestartOnboardingPayload | None = change(
        "Starts a rejected onboarding again.", resolvers.connecting.onboarding.restart_onboarding, rule=WORKERS_ONLY
    )
    abandon_onboarding: AbandonOnboardingPayload | None = change(
        "Gives an onboarding up.", resolvers.connecting.onboarding.abandon_onboarding, rule=ADMINS_ONLY
    )
