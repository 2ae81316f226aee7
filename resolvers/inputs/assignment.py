"""Inputs of assignments: who works on which client, and who no longer does."""

from datetime import datetime

import strawberry

from resolvers.inputs.ids import id_of

_KEY = "Any text of 1 to 100 characters: a request repeated with it within 24 hours has one effect and one answer."
_DRY = "Check everything, change nothing."
_REASON = "Why, at most 500 characters."


@strawberry.input(description="Assigns each of some colleagues to each of some clients; 1000 pairs at the most.")
class AssignColleaguesInput:
    client_ids: list[strawberry.ID] = strawberry.field(description="1 to 250 clients, each once.")
    colleague_ids: list[strawberry.ID] = strawberry.field(description="1 to 250 active colleagues, each once.")
    reason: str | None = strawberry.field(default=None, description=_REASON)
    ends_at: datetime | None = strawberry.field(default=None, description="In the future; it ends by itself then.")
    idempotency_key: str | None = strawberry.field(default=None, description=_KEY)
    validate_only: bool = strawberry.field(default=False, description=_DRY)


@strawberry.input(description="Ends the direct assignment of each of some colleagues to each of some clients.")
class UnassignColleaguesInput:
    client_ids: list[strawberry.ID] = strawberry.field(description="1 to 250 clients, each once.")
    colleague_ids: list[strawberry.ID] = strawberry.field(description="1 to 250 colleagues, each once.")
    reason: str | None = strawberry.field(default=None, description=_REASON)
    idempotency_key: str | None = strawberry.field(default=None, description=_KEY)
    validate_only: bool = strawberry.field(default=False, description=_DRY)


@strawberry.input(description="The viewer stops working on a client.")
class UnassignMeInput:
    client_id: strawberry.ID = strawberry.field(description=id_of("client"))
    reason: str | None = strawberry.field(default=None, description=_REASON)
