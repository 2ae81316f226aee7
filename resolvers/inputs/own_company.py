"""The input that asks for the firm's own account."""

import strawberry

_KEY = "Any text of 1 to 100 characters: a request repeated with it within 24 hours has one effect and one answer."


@strawberry.input(description="The account is opened for the firm as its register has it; there is nothing to fill in.")
class CreateOwnCompanyInput:
    idempotency_key: str | None = strawberry.field(default=None, description=_KEY)
    validate_only: bool = strawberry.field(default=False, description="Check everything, change nothing.")
