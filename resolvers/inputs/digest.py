"""Inputs about digests."""

import strawberry

from domain.vocabulary import DigestFrequency
from resolvers.inputs.ids import id_of

_KEY = "Any text of 1 to 100 characters: a request repeated with it within 24 hours has one effect and one answer."
_DRY = "Check everything, change nothing."
_OFTEN = "How often; OFF ends it."


@strawberry.input(description="Chooses your digest of all clients that you see.")
class SetDigestInput:
    frequency: DigestFrequency = strawberry.field(description=_OFTEN)
    idempotency_key: str | None = strawberry.field(default=None, description=_KEY)
    validate_only: bool = strawberry.field(default=False, description=_DRY)


@strawberry.input(description="Chooses your digest of one client.")
class SetClientDigestInput:
    client_id: strawberry.ID = strawberry.field(description=id_of("client"))
    frequency: DigestFrequency = strawberry.field(description=_OFTEN)
    idempotency_key: str | None = strawberry.field(default=None, description=_KEY)
    validate_only: bool = strawberry.field(default=False, description=_DRY)
