"""Inputs of colleagues: the role."""

import strawberry

from domain.vocabulary import Role


@strawberry.input(description="Gives a colleague another role; the last owner or admin keeps theirs.")
class ChangeColleagueRoleInput:
    colleague_id: strawberry.ID = strawberry.field(description="The colleague, active or invited.")
    role: Role = strawberry.field(description="The new role; only an owner can make an owner.")
    if_version: int | None = strawberry.field(
        default=None, description="Only if the colleague still has this version; otherwise CONFLICT."
    )
    validate_only: bool = strawberry.field(default=False, description="Check everything, change nothing.")
