"""Companies that come by themselves."""

import strawberry

import resolvers.connecting.inbound
from schema.cost import FREE
from schema.field import change
from schema.payloads.connecting import AcceptInboundInvitePayload, DeclineInboundInvitePayload
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
