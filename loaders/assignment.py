"""Reads of assignments and of the sources that keep them live."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, case, func, literal, literal_column, select

from domain.vocabulary import AssignmentStatus
from loaders.paging import MAX_SIZE, Order, Page, Window, page
from loaders.reading import Reads, many_each, one_each
from loaders.scope import is_live, of_tenant, visible_clients
from store.tables import assignment, assignment_source, client

_STORED = [column for column in assignment.c if column.name != "status"]
BY_AGE = Order("age", (assignment.c.id,))


@dataclass(frozen=True, slots=True)
class AssignmentFilter:
    """Conditions that all hold; ids are the store's; live ones only unless `ended` is asked for."""

    client_id: UUID | None = None
    colleague_id: UUID | None = None
    ended: bool | None = False


def _status(reads: Reads, table: Any) -> ColumnElement[str]:
    """A time-boxed assignment has ended when its end has passed, whether or not anything noted it."""
    return case((is_live(reads, table), literal(AssignmentStatus.ACTIVE)), else_=literal(AssignmentStatus.ENDED))


def visible(reads: Reads) -> Select[Any]:
    """Assignments to clients that exist for the viewer."""
    return select(
        *_STORED,
        _status(reads, assignment).label("status"),
        literal_column("'Assignment'").label("typename"),
    ).where(of_tenant(reads, assignment), visible_clients(reads, assignment.c.client_id))


async def assignment_by_id(reads: Reads, ids: Sequence[UUID]) -> list[Row[Any] | None]:
    """Visible assignments, live or ended."""
    return one_each(ids, await reads.rows(visible(reads).where(assignment.c.id.in_(ids))))


async def assignments_by_client_id(reads: Reads, ids: Sequence[UUID]) -> list[list[Row[Any]]]:
    """The live assignments of visible clients, oldest first."""
    statement = visible(reads).where(assignment.c.client_id.in_(ids), is_live(reads)).order_by(assignment.c.id)
    return many_each(ids, await reads.rows(statement), "client_id")


async def sources_by_assignment_id(reads: Reads, ids: Sequence[UUID]) -> list[list[Row[Any]]]:
    """Every source of assignments, live or ended, oldest first."""
    stored = [column for column in assignment_source.c if column.name != "status"]
    statement = (
        select(*stored, _status(reads, assignment_source).label("status"))
        .where(of_tenant(reads, assignment_source), assignment_source.c.assignment_id.in_(ids))
        .order_by(assignment_source.c.id)
    )
    return many_each(ids, await reads.rows(statement), "assignment_id")


async def client_count_by_colleague_id(reads: Reads, ids: Sequence[UUID]) -> list[int]:
    """On how many visible clients colleagues work."""
    statement = (
        select(assignment.c.colleague_id, func.count().label("clients"))
        .where(
            of_tenant(reads, assignment),
            assignment.c.colleague_id.in_(ids),
            is_live(reads),
            visible_clients(reads, assignment.c.client_id),
        )
        .group_by(assignment.c.colleague_id)
    )
    found = {row.colleague_id: row.clients for row in await reads.rows(statement)}
    return [found.get(wanted, 0) for wanted in ids]


async def assignments(reads: Reads, wanted: AssignmentFilter, window: Window) -> Page:
    """A page of the visible assignments, oldest first."""
    statement = visible(reads)
    for column, value in ((assignment.c.client_id, wanted.client_id), (assignment.c.colleague_id, wanted.colleague_id)):
        if value is not None:
            statement = statement.where(column == value)
    if wanted.ended is not None:
        statement = statement.where(~is_live(reads) if wanted.ended else is_live(reads))
    return await page(reads, statement, BY_AGE, window, wanted)


async def assignments_by_colleague_id(reads: Reads, ids: Sequence[UUID]) -> list[list[Row[Any]]]:
    """The first 100 visible live assignments of each colleague, by the client's name; one statement for all of them."""
    place = func.row_number().over(partition_by=assignment.c.colleague_id, order_by=(client.c.name_key, client.c.id))
    numbered = (
        visible(reads)
        .add_columns(place.label("place"))
        .join(client, (client.c.partner_id == assignment.c.partner_id) & (client.c.id == assignment.c.client_id))
        .where(assignment.c.colleague_id.in_(ids), is_live(reads))
        .subquery()
    )
    statement = select(numbered).where(numbered.c.place <= MAX_SIZE).order_by(numbered.c.colleague_id, numbered.c.place)
    return many_each(ids, await reads.rows(statement), "colleague_id")
