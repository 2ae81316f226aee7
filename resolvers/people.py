"""Lists of the People page: colleagues, teams, assignments."""

import strawberry

from domain.ids import IdKind
from domain.vocabulary import AssignmentStatus, ColleagueStatus, Role
from loaders.assignment import AssignmentFilter, assignments
from loaders.colleague import ColleagueFilter, colleagues
from loaders.paging import Page, Window
from loaders.team import teams
from resolvers.asking import may_order, may_see_email
from resolvers.context import Context, Info
from resolvers.inputs.colleague import COLLEAGUES_BY_NAME, ColleagueOrder
from resolvers.inputs.ids import optional_id
from resolvers.inputs.order import OrderDirection
from resolvers.inputs.search import checked_search
from resolvers.relation import computed, contextual, in_turn
from store.reading import Row


@in_turn
async def colleague_connection(
    info: Info,
    search: str | None = None,
    role: list[Role] | None = None,
    status: list[ColleagueStatus] | None = None,
    order_by: ColleagueOrder = COLLEAGUES_BY_NAME,
    first: int | None = None,
    after: str | None = None,
    last: int | None = None,
    before: str | None = None,
) -> Page | None:
    """A page of the firm's colleagues; None when the viewer may not ask by this order."""
    if not may_order(info, order_by):
        return None
    wanted = ColleagueFilter(
        checked_search(search), may_see_email(info.context.viewer), tuple(role or ()), tuple(status or ())
    )
    window, down = Window(first, after, last, before), order_by.direction is OrderDirection.DESC
    return await colleagues(info.context.reads, wanted, window, order_by.field, descending=down)


@in_turn
async def team_connection(
    info: Info, first: int | None = None, after: str | None = None, last: int | None = None, before: str | None = None
) -> Page:
    """A page of the firm's teams, by name."""
    return await teams(info.context.reads, Window(first, after, last, before))


@in_turn
async def assignment_connection(
    info: Info,
    client_id: strawberry.ID | None = None,
    colleague_id: strawberry.ID | None = None,
    status: list[AssignmentStatus] | None = None,
    first: int | None = None,
    after: str | None = None,
    last: int | None = None,
    before: str | None = None,
) -> Page:
    """A page of the assignments to visible clients, oldest first; live ones unless a status is asked for."""
    asked = set(status or (AssignmentStatus.ACTIVE,))
    ended = None if asked == set(AssignmentStatus) else AssignmentStatus.ENDED in asked
    wanted = AssignmentFilter(optional_id(IdKind.CLIENT, client_id), optional_id(IdKind.COLLEAGUE, colleague_id), ended)
    return await assignments(info.context.reads, wanted, Window(first, after, last, before))


@contextual("id")
def is_viewer(root: Row, context: Context) -> bool:
    """Whether a colleague is the viewer."""
    return bool(root.id == context.viewer.colleague_id)


@computed("status")
def is_live(root: Row) -> bool:
    """Whether an assignment (or a source of one) counts now."""
    return bool(root.status == "ACTIVE")
