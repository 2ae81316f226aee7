"""Inputs of grants: asking, answering, revoking."""

import strawberry

from domain.vocabulary import Grant
from resolvers.inputs.ids import id_of

_KEY = "Any text of 1 to 100 characters: a request repeated with it within 24 hours has one effect and one answer."
_DRY = "Check everything, change nothing."
_VERSION = "Only if it still has this version; otherwise CONFLICT."
_TOKEN = "The token in the link of the mail."  # noqa: S105
_REASON = "Why, at most 500 characters; the firm is told it."


@strawberry.input(description="The firm asks a client for a grant.")
class RequestGrantInput:
    client_id: strawberry.ID = strawberry.field(description=id_of("client"))
    grant: Grant = strawberry.field(description="What the firm wants to do beyond the level.")
    message: str | None = strawberry.field(default=None, description="For the client, at most 2000 characters.")
    idempotency_key: str | None = strawberry.field(default=None, description=_KEY)
    validate_only: bool = strawberry.field(default=False, description=_DRY)


@strawberry.input(description="The firm takes a request back.")
class CancelGrantRequestInput:
    grant_request_id: strawberry.ID = strawberry.field(description=id_of("request"))
    if_version: int | None = strawberry.field(default=None, description=_VERSION)
    idempotency_key: str | None = strawberry.field(default=None, description=_KEY)


@strawberry.input(description="The firm answers what a client offers.")
class AnswerGrantOfferInput:
    grant_request_id: strawberry.ID = strawberry.field(description=id_of("offer"))
    accept: bool = strawberry.field(description="True gives the firm the grant at once, false declines.")
    reason: str | None = strawberry.field(
        default=None, description="Why it is declined, at most 500 characters; the client is told it."
    )
    if_version: int | None = strawberry.field(default=None, description=_VERSION)
    idempotency_key: str | None = strawberry.field(default=None, description=_KEY)


@strawberry.input(description="The client's admin grants what the firm asks for.")
class AcceptGrantRequestInput:
    token: str = strawberry.field(description=_TOKEN)
    idempotency_key: str | None = strawberry.field(default=None, description=_KEY)


@strawberry.input(description="The client's admin declines what the firm asks for.")
class DeclineGrantRequestInput:
    token: str = strawberry.field(description=_TOKEN)
    reason: str | None = strawberry.field(default=None, description=_REASON)
    idempotency_key: str | None = strawberry.field(default=None, description=_KEY)


@strawberry.input(description="The client's admin takes a grant back.")
class RevokeGrantInput:
    token: str = strawberry.field(description=_TOKEN)
    reason: str | None = strawberry.field(default=None, description=_REASON)
    idempotency_key: str | None = strawberry.field(default=None, description=_KEY)
