"""Reads of teams: by id, of a colleague, of a client, and the list."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, literal_column, select

from loaders.paging import Order, Page, Window, page
from loaders.reading import Reads, many_each, one_each
from loaders.scope import of_tenant, visible_clients
from store.tables import team, team_client, team_member

COLUMNS = (*team.c, literal_column("'Team'").label("typename"))
BY_NAME = Order("name", (team.c.name_key, team.c.id))


def _all(reads: Reads) -> Select[Any]:
    return select(*COLUMNS).where(of_tenant(reads, team))


async def team_by_id(reads: Reads, ids: Sequence[UUID]) -> list[Row[Any] | None]:
    """Teams of the firm."""
    return one_each(ids, await reads.rows(_all(reads).where(team.c.id.in_(ids))))


async def teams_by_colleague_id(reads: Reads, ids: Sequence[UUID]) -> list[list[Row[Any]]]:
    """The teams that colleagues are members of, by name."""
    return await _through(reads, team_member, "colleague_id", ids)


async def teams_by_client_id(reads: Reads, ids: Sequence[UUID]) -> list[list[Row[Any]]]:
    """The teams that work on visible clients, by name."""
    return await _through(reads, team_client, "client_id", ids)


async def teams(reads: Reads, window: Window) -> Page:
    """A page of the teams by name."""
    return await page(reads, _all(reads), BY_NAME, window)


async def _through(reads: Reads, link: Any, key: str, ids: Sequence[UUID]) -> list[list[Row[Any]]]:
    statement = (
        _all(reads)
        .add_columns(link.c[key])
        .join(link, (link.c.partner_id == team.c.partner_id) & (link.c.team_id == team.c.id))
        .where(link.c[key].in_(ids))
        .order_by(team.c.name_key, team.c.id)
    )
    if key == "client_id":
        statement = statement.where(visible_clients(reads, link.c.client_id))
    return many_each(ids, await reads.rows(statement), key)
