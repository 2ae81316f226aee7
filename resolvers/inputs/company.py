"""Inputs of what the firm says of itself."""

import strawberry

_KEY = "Any text of 1 to 100 characters: a request repeated with it within 24 hours has one effect and one answer."


@strawberry.input(description="Where the firm is, in its own country; what is left out stays, null removes it.")
class AddressInput:
    street: str | None = strawberry.field(
        default=strawberry.UNSET, description="Street and number, at most 200 characters."
    )
    postal_code: str | None = strawberry.field(
        default=strawberry.UNSET, description="Postal code, at most 20 characters."
    )
    city: str | None = strawberry.field(default=strawberry.UNSET, description="Town, at most 100 characters.")


@strawberry.input(description="What the firm says of itself; what is left out stays.")
class UpdateCompanyInput:
    name: str | None = strawberry.field(default=None, description="The name people use, at most 200 characters.")
    email: str | None = strawberry.field(default=strawberry.UNSET, description="Its e-mail address; null removes it.")
    phone: str | None = strawberry.field(default=strawberry.UNSET, description="Its telephone number; null removes it.")
    website: str | None = strawberry.field(
        default=strawberry.UNSET, description="Its website with http:// or https://; null removes it."
    )
    address: AddressInput | None = strawberry.field(default=None, description="Where it is.")
    cut_off_day: int | None = strawberry.field(
        default=None, description="The day of the month, 1 to 31, by which the month before should be exported."
    )
    bookkeepers_may_invite: bool | None = strawberry.field(
        default=None, description="Whether bookkeepers may invite clients."
    )
    if_version: int | None = strawberry.field(
        default=None, description="Only if the firm still has this version; otherwise CONFLICT."
    )
    idempotency_key: str | None = strawberry.field(default=None, description=_KEY)
    validate_only: bool = strawberry.field(default=False, description="Check everything, change nothing.")
