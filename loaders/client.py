"""Reads of clients: by id, and the list with its orders."""

from collections.abc import Sequence
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, select

from domain.vocabulary import SignalKind, Word
from loaders.client_filter import ClientFilter, conditions
from loaders.columns import CLIENT, Asked
from loaders.order import Order
from loaders.paging import Page, Window, page
from loaders.reading import MOST, First, Reads, Scope, first_each, one_each
from loaders.scope import of_tenant, visible_clients
from store.statement import Row, any_of
from store.tables import client, integration_client, signal, team_client


class ClientOrderField(Word):
    """What clients can be ordered by; the SIGNAL_ ones take a signal kind."""

    NAME = "NAME"
    ATTENTION = "ATTENTION"
    BALANCE = "BALANCE"
    SIGNAL_COUNT = "SIGNAL_COUNT"
    SIGNAL_AMOUNT = "SIGNAL_AMOUNT"
    SIGNAL_AGE = "SIGNAL_AGE"


async def client_by_id(reads: Reads, ids: Sequence[UUID]) -> list[Row | None]:
    """Visible clients."""
    return one_each(ids, await reads.rows(_by_id, reads.asked_of(CLIENT), keys=ids))


async def clients(
    reads: Reads, wanted: ClientFilter, field: ClientOrderField, kind: SignalKind, descending: bool, window: Window
) -> Page:
    """A page of the visible clients; `kind` matters for the SIGNAL_ orders only."""
    by_signal = kind if field in _SIGNAL_KEYS else None
    order = _order(field, by_signal, descending)
    return await page(reads, _listed, (by_signal, wanted), CLIENT, order, window, wanted)


async def clients_by_team_id(reads: Reads, keys: Sequence[First]) -> list[list[Row]]:
    """The first visible clients of each team, by name, so many of each; one statement for all of them."""
    return await first_each(reads, keys, _by_team, reads.asked_of(CLIENT), "team_id")


async def clients_by_integration_id(reads: Reads, keys: Sequence[First]) -> list[list[Row]]:
    """The first visible clients of those chosen for each integration, by name; one statement for all of them."""
    return await first_each(reads, keys, _by_integration, reads.asked_of(CLIENT), "integration_id")


async def client_count_by_team_id(reads: Reads, ids: Sequence[UUID]) -> list[int]:
    """How many visible clients teams have."""
    found = {row.team_id: row.clients for row in await reads.rows(_count_by_team, keys=ids)}
    return [found.get(wanted, 0) for wanted in ids]


_SIGNAL_KEYS: dict[ClientOrderField, tuple[ColumnElement[Any], ...]] = {
    ClientOrderField.SIGNAL_COUNT: (signal.c.count_rank,),
    ClientOrderField.SIGNAL_AMOUNT: (signal.c.currency, signal.c.amount_rank),
    ClientOrderField.SIGNAL_AGE: (signal.c.since,),
}


@cache
def _order(field: ClientOrderField, kind: SignalKind | None, descending: bool) -> Order:
    """The order of a client list; DESC means most first, and each order is served by an index of its own."""
    by_name = (client.c.name_key, client.c.id)
    if field is ClientOrderField.NAME:
        return Order("name", by_name, descending)
    if field is ClientOrderField.ATTENTION:
        return Order("attention", (client.c.attention_order, *by_name), not descending)
    if field is ClientOrderField.BALANCE:
        balance = client.c.shown_balance_rank if descending else client.c.shown_balance_minor
        name = "richest" if descending else "poorest"
        return Order(name, (client.c.figures_hidden, client.c.currency, balance, *by_name))
    keys = (*_SIGNAL_KEYS[field], signal.c.name_key, signal.c.client_id)
    return Order(f"{field}:{kind}", keys, not descending)


def _visible(scope: Scope, asked: Asked) -> Select[Any]:
    """All clients that exist for the viewer."""
    return select(*CLIENT.of(asked)).where(of_tenant(client), visible_clients(scope))


def _by_id(scope: Scope, asked: Asked) -> Select[Any]:
    return _visible(scope, asked).where(any_of(client.c.id))


def _listed(scope: Scope, asked: Asked, kind: SignalKind | None, wanted: ClientFilter) -> Select[Any]:
    """Joined with the signal of a kind when the order is one by signals."""
    statement = _visible(scope, asked).where(*conditions(wanted))
    if kind is None:
        return statement
    joined = statement.join(signal, and_(signal.c.partner_id == client.c.partner_id, signal.c.client_id == client.c.id))
    return joined.where(signal.c.kind == kind)


def _by_team(scope: Scope, asked: Asked) -> Select[Any]:
    return _first_of(scope, asked, team_client, "team_id")


def _by_integration(scope: Scope, asked: Asked) -> Select[Any]:
    return _first_of(scope, asked, integration_client, "integration_id")


def _first_of(scope: Scope, asked: Asked, link: Any, key: str) -> Select[Any]:
    """The first visible clients that a table links with each of the keys."""
    place = func.row_number().over(partition_by=link.c[key], order_by=(client.c.name_key, client.c.id))
    numbered = (
        _visible(scope, asked)
        .add_columns(link.c[key], place.label("place"))
        .join(link, (link.c.partner_id == client.c.partner_id) & (link.c.client_id == client.c.id))
        .where(any_of(link.c[key]))
        .subquery()
    )
    return select(numbered).where(numbered.c.place <= MOST).order_by(numbered.c[key], numbered.c.place)


def _count_by_team(scope: Scope) -> Select[Any]:
    return (
        select(team_client.c.team_id, func.count().label("clients"))
        .where(of_tenant(team_client), any_of(team_client.c.team_id))
        .where(visible_clients(scope, team_client.c.client_id))
        .group_by(team_client.c.team_id)
    )
