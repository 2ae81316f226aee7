"""Companies that come by themselves, and clients that go."""

import strawberry

import resolvers.connecting.disconnecting
import resolvers.connecting.inbound
from schema.cost import FREE
from schema.field import change
from schema.payloads.connecting import (
    AcceptInboundInvitePayload,
    DeclineInboundInvitePayload,
    DisconnectClientPayload,
)
from schema.rules import ADMINS_ONLY


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
