"""Reads of colleagues: by id, and the list."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, literal_column, select

from domain.text import fold
from domain.vocabulary import ColleagueStatus, Role
from loaders.paging import Order, Page, Window, page
from loaders.reading import Reads, begins, many_each, one_each
from loaders.scope import of_tenant
from store.tables import colleague, team_member

COLUMNS = (*colleague.c, literal_column("'Colleague'").label("typename"))
BY_NAME = Order("name", (colleague.c.name_key, colleague.c.id))


def _all(reads: Reads) -> Select[Any]:
    return select(*COLUMNS).where(of_tenant(reads, colleague))


async def colleague_by_id(reads: Reads, ids: Sequence[UUID]) -> list[Row[Any] | None]:
    """Colleagues of the firm; their names and roles are visible to every colleague."""
    return one_each(ids, await reads.rows(_all(reads).where(colleague.c.id.in_(ids))))


async def members_by_team_id(reads: Reads, ids: Sequence[UUID]) -> list[list[Row[Any]]]:
    """The members of teams, by name."""
    statement = (
        _all(reads)
        .add_columns(team_member.c.team_id)
        .join(
            team_member,
            (team_member.c.partner_id == colleague.c.partner_id) & (team_member.c.colleague_id == colleague.c.id),
        )
        .where(team_member.c.team_id.in_(ids))
        .order_by(colleague.c.name_key, colleague.c.id)
    )
    return many_each(ids, await reads.rows(statement), "team_id")


async def colleagues(
    reads: Reads,
    search: str | None,
    roles: tuple[Role, ...],
    statuses: tuple[ColleagueStatus, ...],
    window: Window,
) -> Page:
    """A page of the colleagues by name; `search` is the beginning of a name."""
    statement = _all(reads)
    if roles:
        statement = statement.where(colleague.c.role.in_(roles))
    if statuses:
        statement = statement.where(colleague.c.status.in_(statuses))
    if search and (start := fold(search)):
        statement = statement.where(*begins(colleague.c.name_key, start))
    return await page(reads, statement, BY_NAME, window, search, roles, statuses)
