"""Reads of colleagues: by id, and the list."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select

from domain.text import fold
from domain.vocabulary import ColleagueStatus, Role
from loaders.columns import COLLEAGUE, Asked
from loaders.order import Order
from loaders.paging import Page, Window, page
from loaders.reading import Reads, Scope, begins, many_each, one_each
from loaders.scope import of_tenant
from store.statement import Row, any_of
from store.tables import colleague, team_member

BY_NAME = Order("name", (colleague.c.name_key, colleague.c.id))


async def colleague_by_id(reads: Reads, ids: Sequence[UUID]) -> list[Row | None]:
    """Colleagues of the firm; their names and roles are visible to every colleague."""
    return one_each(ids, await reads.rows(_by_id, reads.asked_of(COLLEAGUE), keys=ids))


async def standing_by_colleague_id(reads: Reads, ids: Sequence[UUID]) -> list[Row | None]:
    """Roles and states of colleagues of the firm."""
    return one_each(ids, await reads.rows(_standing, keys=ids))


async def members_by_team_id(reads: Reads, ids: Sequence[UUID]) -> list[list[Row]]:
    """The members of teams, by name."""
    return many_each(ids, await reads.rows(_members, reads.asked_of(COLLEAGUE), keys=ids), "team_id")


async def colleagues(
    reads: Reads,
    search: str | None,
    roles: tuple[Role, ...],
    statuses: tuple[ColleagueStatus, ...],
    window: Window,
) -> Page:
    """A page of the colleagues by name; `search` is the beginning of a name."""
    start = fold(search) if search else ""
    return await page(reads, _listed, (start, roles, statuses), COLLEAGUE, BY_NAME, window, search, roles, statuses)


def _all(asked: Asked) -> Select[Any]:
    return select(*COLLEAGUE.of(asked)).where(of_tenant(colleague))


def _by_id(scope: Scope, asked: Asked) -> Select[Any]:
    return _all(asked).where(any_of(colleague.c.id))


def _standing(scope: Scope) -> Select[Any]:
    found = select(colleague.c.id, colleague.c.role, colleague.c.status)
    return found.where(of_tenant(colleague), any_of(colleague.c.id))


def _members(scope: Scope, asked: Asked) -> Select[Any]:
    own = (team_member.c.partner_id == colleague.c.partner_id) & (team_member.c.colleague_id == colleague.c.id)
    return (
        _all(asked)
        .add_columns(team_member.c.team_id)
        .join(team_member, own)
        .where(any_of(team_member.c.team_id))
        .order_by(colleague.c.name_key, colleague.c.id)
    )


def _listed(
    scope: Scope, asked: Asked, start: str, roles: tuple[Role, ...], statuses: tuple[ColleagueStatus, ...]
) -> Select[Any]:
    statement = _all(asked)
    if roles:
        statement = statement.where(colleague.c.role.in_(roles))
    if statuses:
        statement = statement.where(colleague.c.status.in_(statuses))
    return statement.where(*begins(colleague.c.name_key, start)) if start else statement
