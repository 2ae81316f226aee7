"""Reads of assignments and of the sources that keep them live."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, case, func, literal, select

from domain.vocabulary import AssignmentStatus
from loaders.columns import ASSIGNMENT, SOURCE, Asked
from loaders.order import Order
from loaders.paging import Page, Window, page
from loaders.reading import MOST, First, Reads, Scope, first_each, many_each, one_each
from loaders.scope import is_live, of_tenant, visible_clients
from store.statement import Row, any_of
from store.tables import assignment, assignment_source, client

BY_AGE = Order("age", (assignment.c.id,))


@dataclass(frozen=True, slots=True)
class AssignmentFilter:
    """Conditions that all hold; ids are the store's; live ones, or `ended` ones, or with None both."""

    client_id: UUID | None = None
    colleague_id: UUID | None = None
    ended: bool | None = False


async def assignment_by_id(reads: Reads, ids: Sequence[UUID]) -> list[Row | None]:
    """Visible assignments, live or ended."""
    return one_each(ids, await reads.rows(_by_id, reads.asked_of(ASSIGNMENT), keys=ids))


async def assignments_by_client_id(reads: Reads, ids: Sequence[UUID]) -> list[list[Row]]:
    """The live assignments of visible clients, oldest first."""
    return many_each(ids, await reads.rows(_by_client, reads.asked_of(ASSIGNMENT), keys=ids), "client_id")


async def sources_by_assignment_id(reads: Reads, ids: Sequence[UUID]) -> list[list[Row]]:
    """Every source of assignments, live or ended, oldest first."""
    return many_each(ids, await reads.rows(_sources, reads.asked_of(SOURCE), keys=ids), "assignment_id")


async def client_count_by_colleague_id(reads: Reads, ids: Sequence[UUID]) -> list[int]:
    """On how many visible clients colleagues work."""
    found = {row.colleague_id: row.clients for row in await reads.rows(_clients_of, keys=ids)}
    return [found.get(wanted, 0) for wanted in ids]


async def assignments(reads: Reads, wanted: AssignmentFilter, window: Window) -> Page:
    """A page of the visible assignments, oldest first."""
    return await page(reads, _listed, (wanted,), ASSIGNMENT, BY_AGE, window, wanted)


async def assignments_by_colleague_id(reads: Reads, keys: Sequence[First]) -> list[list[Row]]:
    """The first visible live assignments of each colleague, by the client's name; one statement for all of them."""
    return await first_each(reads, keys, _by_colleague, reads.asked_of(ASSIGNMENT), "colleague_id")


def _visible(scope: Scope, asked: Asked) -> Select[Any]:
    """Assignments to clients that exist for the viewer."""
    status = [_status(assignment)] if asked is None or "status" in asked else []
    visible = (of_tenant(assignment), visible_clients(scope, assignment.c.client_id))
    return select(*ASSIGNMENT.of(asked), *status).where(*visible)


def _status(table: Any) -> ColumnElement[str]:
    """A time-boxed assignment has ended when its end has passed, whether or not anything noted it."""
    live, ended = literal(AssignmentStatus.ACTIVE), literal(AssignmentStatus.ENDED)
    return case((is_live(table), live), else_=ended).label("status")


def _by_id(scope: Scope, asked: Asked) -> Select[Any]:
    return _visible(scope, asked).where(any_of(assignment.c.id))


def _by_client(scope: Scope, asked: Asked) -> Select[Any]:
    return _visible(scope, asked).where(any_of(assignment.c.client_id), is_live()).order_by(assignment.c.id)


def _sources(scope: Scope, asked: Asked) -> Select[Any]:
    return (
        select(*SOURCE.of(asked), _status(assignment_source))
        .where(of_tenant(assignment_source), any_of(assignment_source.c.assignment_id))
        .order_by(assignment_source.c.id)
    )


def _clients_of(scope: Scope) -> Select[Any]:
    return (
        select(assignment.c.colleague_id, func.count().label("clients"))
        .where(of_tenant(assignment), any_of(assignment.c.colleague_id), is_live())
        .where(visible_clients(scope, assignment.c.client_id))
        .group_by(assignment.c.colleague_id)
    )


def _listed(scope: Scope, asked: Asked, wanted: AssignmentFilter) -> Select[Any]:
    statement = _visible(scope, asked)
    for column, value in ((assignment.c.client_id, wanted.client_id), (assignment.c.colleague_id, wanted.colleague_id)):
        if value is not None:
            statement = statement.where(column == value)
    if wanted.ended is not None:
        statement = statement.where(~is_live() if wanted.ended else is_live())
    return statement


def _by_colleague(scope: Scope, asked: Asked) -> Select[Any]:
    place = func.row_number().over(partition_by=assignment.c.colleague_id, order_by=(client.c.name_key, client.c.id))
    numbered = (
        _visible(scope, asked)
        .add_columns(place.label("place"))
        .join(client, (client.c.partner_id == assignment.c.partner_id) & (client.c.id == assignment.c.client_id))
        .where(any_of(assignment.c.colleague_id), is_live())
        .subquery()
    )
    return select(numbered).where(numbered.c.place <= MOST).order_by(numbered.c.colleague_id, numbered.c.place)
