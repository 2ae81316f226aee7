"""Reads of what a colleague reaches: the clients they work on, and whether anybody else does."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Uuid, and_, exists, func, select

from loaders.columns import REACH, Asked
from loaders.order import Order
from loaders.paging import Page, Window, page
from loaders.reading import Reads, Scope
from loaders.scope import is_live, of_tenant
from store.statement import any_of, bound
from store.tables import assignment, client

BY_CLIENT = Order("client", (client.c.name_key, client.c.id))
_WHO = bound("who", Uuid())


async def reached_clients(reads: Reads, colleague_id: UUID, *, only_orphaned: bool, window: Window) -> Page:
    """A page of a colleague's live assignments by the client's name, each with `is_orphaned`."""
    binding = (colleague_id, only_orphaned)
    return await page(reads, _listed, (only_orphaned,), REACH, BY_CLIENT, window, *binding, given={"who": colleague_id})


async def orphan_count_by_colleague_id(reads: Reads, ids: Sequence[UUID]) -> list[int]:
    """On how many clients nobody but each colleague works."""
    found = {row.colleague_id: row.clients for row in await reads.rows(_orphans, keys=ids)}
    return [found.get(wanted, 0) for wanted in ids]


def _listed(scope: Scope, asked: Asked, only_orphaned: bool) -> Select[Any]:
    found = select(*REACH.of(asked), _is_orphaned().label("is_orphaned")).select_from(_with_client())
    found = found.where(of_tenant(assignment), assignment.c.colleague_id == _WHO, is_live())
    return found.where(_is_orphaned()) if only_orphaned else found


def _with_client() -> Any:
    same = and_(client.c.partner_id == assignment.c.partner_id, client.c.id == assignment.c.client_id)
    return assignment.join(client, same)


def _orphans(scope: Scope) -> Select[Any]:
    who = assignment.c.colleague_id
    own = (of_tenant(assignment), any_of(who), is_live(), _is_orphaned())
    return select(who, func.count().label("clients")).where(*own).group_by(who)


def _is_orphaned() -> ColumnElement[bool]:
    """Nobody else works on the client now."""
    other = assignment.alias("other")
    same = and_(other.c.client_id == assignment.c.client_id, other.c.colleague_id != assignment.c.colleague_id)
    return ~exists(select(1).where(of_tenant(other), same, is_live(other)))
