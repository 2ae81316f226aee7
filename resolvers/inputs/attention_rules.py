"""Inputs about attention: the limits of rules, and signals that are set aside."""

from datetime import datetime

import strawberry

from domain.vocabulary import AttentionLimit, SignalKind
from resolvers.inputs.ids import id_of

_KEY = "Any text of 1 to 100 characters: a request repeated with it within 24 hours has one effect and one answer."
_DRY = "Check everything, change nothing."
_WHOSE = "The client; left out, all clients of the firm that have no rule of their own."
_VERSION = "Only if the rule still has this version; otherwise CONFLICT."


@strawberry.input(description="One limit of a rule.")
class AttentionLimitInput:
    limit: AttentionLimit = strawberry.field(description="Which one, of the rule's kind.")
    value: int = strawberry.field(description="A whole number of its unit, within its bounds.")


@strawberry.input(description="Sets limits of the rule of one kind; limits that are not named are not set any more.")
class SetAttentionRuleInput:
    kind: SignalKind = strawberry.field(description="The kind of signal.")
    limits: list[AttentionLimitInput] = strawberry.field(description="1 to 14 limits of this kind, each once.")
    client_id: strawberry.ID | None = strawberry.field(default=None, description=_WHOSE)
    if_version: int | None = strawberry.field(default=None, description=_VERSION)
    idempotency_key: str | None = strawberry.field(default=None, description=_KEY)
    validate_only: bool = strawberry.field(default=False, description=_DRY)


@strawberry.input(description="Takes back what was set of the rule of one kind.")
class ClearAttentionRuleInput:
    kind: SignalKind = strawberry.field(description="The kind of signal.")
    client_id: strawberry.ID | None = strawberry.field(default=None, description=_WHOSE)
    if_version: int | None = strawberry.field(default=None, description=_VERSION)
    idempotency_key: str | None = strawberry.field(default=None, description=_KEY)
    validate_only: bool = strawberry.field(default=False, description=_DRY)


@strawberry.input(description="Sets a live signal aside for a while; it wakes when it gets worse.")
class SnoozeSignalInput:
    client_id: strawberry.ID = strawberry.field(description=id_of("client"))
    kind: SignalKind = strawberry.field(description="The kind of signal; not DATA_STALE.")
    until: datetime = strawberry.field(description="In the future, 90 days ahead at the most.")
    reason: str = strawberry.field(description="Why, at most 500 characters.")
    idempotency_key: str | None = strawberry.field(default=None, description=_KEY)
    validate_only: bool = strawberry.field(default=False, description=_DRY)


@strawberry.input(description="Ends a snooze before its time.")
class UnsnoozeSignalInput:
    client_id: strawberry.ID = strawberry.field(description=id_of("client"))
    kind: SignalKind = strawberry.field(description="The kind of signal.")
    idempotency_key: str | None = strawberry.field(default=None, description=_KEY)
    validate_only: bool = strawberry.field(default=False, description=_DRY)
