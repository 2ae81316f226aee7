"""Inputs of what the firm itself says of a client: reference, tags, notes."""

import strawberry

from resolvers.inputs.ids import id_of

_KEY = "Any text of 1 to 100 characters: a request repeated with it within 24 hours has one effect and one answer."
_DRY = "Check everything, change nothing."
_VERSION = "Only if the client still has this version; otherwise CONFLICT."


@strawberry.input(description="The firm's own words for a client; what is left out stays.")
class UpdateClientInput:
    client_id: strawberry.ID = strawberry.field(description=id_of("client"))
    external_reference: str | None = strawberry.field(
        default=strawberry.UNSET,
        description="Its name or number in the firm's books, at most 100 characters; null removes it.",
    )
    tags: list[str] | None = strawberry.field(
        default=None, description="All tags it is to have: at most 20 of at most 50 characters each."
    )
    if_version: int | None = strawberry.field(default=None, description=_VERSION)
    idempotency_key: str | None = strawberry.field(default=None, description=_KEY)
    validate_only: bool = strawberry.field(default=False, description=_DRY)


@strawberry.input(description="A note on a client, for everybody in the firm who sees the client.")
class AddClientNoteInput:
    client_id: strawberry.ID = strawberry.field(description=id_of("client"))
    text: str = strawberry.field(description="At most 2000 characters.")
    idempotency_key: str | None = strawberry.field(default=None, description=_KEY)


@strawberry.input(description="Removes a note: one's own, or as an admin anybody's.")
class RemoveClientNoteInput:
    note_id: strawberry.ID = strawberry.field(description=id_of("note"))
