"""The input that erases a person."""

import strawberry


@strawberry.input(description="Erases a person who has nothing to do with the firm any more; this cannot be undone.")
class ErasePersonInput:
    email: str = strawberry.field(description="The e-mail address by which the firm knows the person.")
    reason: str | None = strawberry.field(
        default=None, description="Why, without personal details; at most 500 characters. It stays in the audit trail."
    )
    validate_only: bool = strawberry.field(
        default=False, description="A dry run: the answer tells what would be erased, nothing is."
    )
    idempotency_key: str | None = strawberry.field(default=None, description="Makes a retry safe for 24 hours.")
