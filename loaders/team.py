"""Reads of teams: by id, of a colleague, of a client, and the list."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select

from loaders.columns import TEAM, Asked
from loaders.order import Order
from loaders.paging import Page, Window, page
from loaders.reading import Reads, Scope, many_each, one_each
from loaders.scope import of_tenant, visible_clients
from store.statement import Row, any_of
from store.tables import team, team_client, team_member

BY_NAME = Order("name", (team.c.name_key, team.c.id))


async def team_by_id(reads: Reads, ids: Sequence[UUID]) -> list[Row | None]:
    """Teams of the firm."""
    return one_each(ids, await reads.rows(_by_id, reads.asked_of(TEAM), keys=ids))


async def teams_by_colleague_id(reads: Reads, ids: Sequence[UUID]) -> list[list[Row]]:
    """The teams that colleagues are members of, by name."""
    return many_each(ids, await reads.rows(_of_colleagues, reads.asked_of(TEAM), keys=ids), "colleague_id")


async def teams_by_client_id(reads: Reads, ids: Sequence[UUID]) -> list[list[Row]]:
    """The teams that work on visible clients, by name."""
    return many_each(ids, await reads.rows(_of_clients, reads.asked_of(TEAM), keys=ids), "client_id")


async def teams(reads: Reads, window: Window) -> Page:
    """A page of the teams by name."""
    return await page(reads, _listed, (), TEAM, BY_NAME, window)


def _listed(scope: Scope, asked: Asked) -> Select[Any]:
    return select(*TEAM.of(asked)).where(of_tenant(team))


def _by_id(scope: Scope, asked: Asked) -> Select[Any]:
    return _listed(scope, asked).where(any_of(team.c.id))


def _of_colleagues(scope: Scope, asked: Asked) -> Select[Any]:
    return _through(scope, asked, team_member, team_member.c.colleague_id)


def _of_clients(scope: Scope, asked: Asked) -> Select[Any]:
    linked = _through(scope, asked, team_client, team_client.c.client_id)
    return linked.where(visible_clients(scope, team_client.c.client_id))


def _through(scope: Scope, asked: Asked, link: Any, key: Any) -> Select[Any]:
    return (
        _listed(scope, asked)
        .add_columns(key)
        .join(link, (link.c.partner_id == team.c.partner_id) & (link.c.team_id == team.c.id))
        .where(any_of(key))
        .order_by(team.c.name_key, team.c.id)
    )
