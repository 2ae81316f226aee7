"""What the mutations about attention answer."""

import strawberry

from loaders.client import client_by_id
from loaders.partner import partner_by_id
from resolvers.outcome import changed
from schema.client import Client
from schema.cost import FREE
from schema.field import field
from schema.partner import Partner
from schema.payload import Payload
from schema.rules import CLIENTS, PARTNER


def _client(description: str) -> Client | None:
    found: Client | None = field(description, changed(client_by_id, "client"), rule=CLIENTS, nullable=True)
    return found


def _partner() -> Partner | None:
    description = "The firm, with the rules that hold for all its clients."
    found: Partner | None = field(description, changed(partner_by_id, "partner"), rule=PARTNER, nullable=True)
    return found


@strawberry.type(description="The answer to `setAttentionRule`.", directives=FREE)
class SetAttentionRulePayload(Payload):
    client: Client | None = _client("The client, with its rules and its attention, where one was named.")
    partner: Partner | None = _partner()


@strawberry.type(description="The answer to `clearAttentionRule`.", directives=FREE)
class ClearAttentionRulePayload(Payload):
    client: Client | None = _client("The client, with its rules and its attention, where one was named.")
    partner: Partner | None = _partner()


@strawberry.type(description="The answer to `snoozeSignal`.", directives=FREE)
class SnoozeSignalPayload(Payload):
    client: Client | None = _client("The client, with its attention as it is now.")


@strawberry.type(description="The answer to `unsnoozeSignal`.", directives=FREE)
class UnsnoozeSignalPayload(Payload):
    client: Client | None = _client("The client, with its attention as it is now.")
