"""Inputs of onboarding: what the firm may do on a client's way to verification."""

import strawberry

from resolvers.inputs.ids import id_of

_KEY = "Any text of 1 to 100 characters: a request repeated with it within 24 hours has one effect and one answer."
_DRY = "Check everything, change nothing."
_VERSION = "Only if the client still has this version; otherwise CONFLICT."


@strawberry.input(description="Hands in what is missing for the verification of a company.")
class SubmitOnboardingInput:
    client_id: strawberry.ID = strawberry.field(description=id_of("client"))
    answer: str = strawberry.field(description="The details, or the answer to the reviewer; at most 2000 characters.")
    if_version: int | None = strawberry.field(default=None, description=_VERSION)
    idempotency_key: str | None = strawberry.field(default=None, description=_KEY)
    validate_only: bool = strawberry.field(default=False, description=_DRY)


@strawberry.input(description="Starts an onboarding again that was rejected.")
class RestartOnboardingInput:
    client_id: strawberry.ID = strawberry.field(description=id_of("client"))
    if_version: int | None = strawberry.field(default=None, description=_VERSION)
    idempotency_key: str | None = strawberry.field(default=None, description=_KEY)
    validate_only: bool = strawberry.field(default=False, description=_DRY)


@strawberry.input(description="Gives an onboarding up.")
class AbandonOnboardingInput:
    client_id: strawberry.ID = strawberry.field(description=id_of("client"))
    reason: str | None = strawberry.field(
        default=None, description="Why, at most 500 characters; the client is told it."
    )
    if_version: int | None = strawberry.field(default=None, description=_VERSION)
    idempotency_key: str | None = strawberry.field(default=None, description=_KEY)
    validate_only: bool = strawberry.field(default=False, description=_DRY)
