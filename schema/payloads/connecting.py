"""Payloads of connections: how they come and how they end."""

import strawberry

from loaders.client import client_by_id
from loaders.invite import invite_by_id
from resolvers.outcome import changed
from schema.client import Client
from schema.cost import FREE
from schema.field import field
from schema.invite import InboundInvite
from schema.payload import Payload
from schema.rules import ADMINS_ONLY, CLIENTS


def _invite() -> InboundInvite | None:
    found: InboundInvite | None = field(
        "The invite, as it is now.", changed(invite_by_id, "invite"), rule=ADMINS_ONLY, nullable=True
    )
    return found


def _client(description: str) -> Client | None:
    found: Client | None = field(description, changed(client_by_id, "client"), rule=CLIENTS, nullable=True)
    return found


@strawberry.type(description="The answer to `acceptInboundInvite`.", directives=FREE)
class AcceptInboundInvitePayload(Payload):
    invite: InboundInvite | None = _invite()
    client: Client | None = _client("The new client.")


@strawberry.type(description="The answer to `declineInboundInvite`.", directives=FREE)
class DeclineInboundInvitePayload(Payload):
    invite: InboundInvite | None = _invite()
