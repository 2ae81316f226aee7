"""Inputs of colleagues: the order of their list, the role, leaving, coming back."""

import strawberry

from domain.vocabulary import Role
from loaders.colleague import ColleagueOrderField
from resolvers.inputs.order import OrderDirection


@strawberry.input(description="How colleagues are ordered, equal ones by name. ASC is the exact reverse of DESC.")
class ColleagueOrder:
    field: ColleagueOrderField = strawberry.field(description="What to order by.")
    direction: OrderDirection = strawberry.field(
        default=OrderDirection.ASC, description="Which end of the list comes first."
    )


COLLEAGUES_BY_NAME = ColleagueOrder(field=ColleagueOrderField.NAME)


@strawberry.input(description="Gives a colleague another role; the last owner or admin keeps theirs.")
class ChangeColleagueRoleInput:
    colleague_id: strawberry.ID = strawberry.field(description="The colleague, active or invited.")
    role: Role = strawberry.field(description="The new role; only an owner can make an owner.")
    if_version: int | None = strawberry.field(
        default=None, description="Only if the colleague still has this version; otherwise CONFLICT."
    )
    validate_only: bool = strawberry.field(default=False, description="Check everything, change nothing.")


@strawberry.input(description="Ends a colleague's membership: access, assignments and teams end with it.")
class DeactivateColleagueInput:
    colleague_id: strawberry.ID = strawberry.field(description="The colleague, active.")
    hand_over_to: list[strawberry.ID] = strawberry.field(
        default_factory=list, description="Who takes the clients over: one colleague, or several by turns."
    )
    reason: str | None = strawberry.field(default=None, description="Why; at most 500 characters.")
    if_version: int | None = strawberry.field(
        default=None, description="Only if the colleague still has this version; otherwise CONFLICT."
    )
    validate_only: bool = strawberry.field(
        default=False, description="A dry run: the answer tells what would end, go over to others, and be orphaned."
    )
    idempotency_key: str | None = strawberry.field(default=None, description="Makes a retry safe for 24 hours.")


@strawberry.input(description="Lets a colleague who was deactivated in again, with the role they had.")
class ReactivateColleagueInput:
    colleague_id: strawberry.ID = strawberry.field(description="The colleague, deactivated.")
    if_version: int | None = strawberry.field(
        default=None, description="Only if the colleague still has this version; otherwise CONFLICT."
    )
    validate_only: bool = strawberry.field(default=False, description="Check everything, change nothing.")
