"""Reads of clients: by id, and the list with its filters and orders."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, ScalarSelect, Select, and_, false, func, select

from domain.text import words
from domain.vocabulary import (
    AccessLevel,
    AttentionLevel,
    ClientStatus,
    OnboardingStatus,
    SignalKind,
    WaitingOn,
    Word,
)
from loaders.columns import CLIENT, Asked
from loaders.paging import Order, Page, Window, page
from loaders.reading import MOST, First, Reads, Scope, begins, first_each, one_each
from loaders.scope import COLLEAGUE, IS_FIRED, is_live, of_tenant, visible_clients
from store.statement import Row, any_of
from store.tables import (
    assignment,
    client,
    client_tag,
    client_word,
    integration_client,
    month_figure,
    signal,
    team_client,
)


class ClientOrderField(Word):
    """What clients can be ordered by; the SIGNAL_ ones take a signal kind."""

    NAME = "NAME"
    ATTENTION = "ATTENTION"
    BALANCE = "BALANCE"
    SIGNAL_COUNT = "SIGNAL_COUNT"
    SIGNAL_AMOUNT = "SIGNAL_AMOUNT"
    SIGNAL_AGE = "SIGNAL_AGE"


@dataclass(frozen=True, slots=True)
class ClientFilter:
    """Conditions that all hold; a list means any of its members; ids are the store's.

    `mine`: the viewer, a colleague, works on it (or does not).
    """

    search: str | None = None
    status: tuple[ClientStatus, ...] = ()
    level: tuple[AccessLevel, ...] = ()
    attention: tuple[AttentionLevel, ...] = ()
    signal: tuple[SignalKind, ...] = ()
    onboarding: tuple[OnboardingStatus, ...] = ()
    waiting_on: tuple[WaitingOn, ...] = ()
    assignee_id: UUID | None = None
    team_id: UUID | None = None
    unassigned: bool | None = None
    mine: bool | None = None
    month_behind: str | None = None
    tag: tuple[str, ...] = ()


NO_FILTER = ClientFilter()


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


def conditions(wanted: ClientFilter) -> list[ColumnElement[bool]]:
    """The filter as SQL."""
    listed = (
        (client.c.status, wanted.status),
        (client.c.level, wanted.level),
        (client.c.attention_level, wanted.attention),
        (client.c.onboarding_status, wanted.onboarding),
        (client.c.waiting_on, wanted.waiting_on),
    )
    found: list[ColumnElement[bool]] = [column.in_(values) for column, values in listed if values]
    found += [_has_word(word) for word in sorted(words(wanted.search))]
    if wanted.search and wanted.search.strip() and not words(wanted.search):
        found.append(false())
    return found + _related(wanted)


def _related(wanted: ClientFilter) -> list[ColumnElement[bool]]:
    found = []
    if wanted.signal:
        found.append(_exists(signal, signal.c.kind.in_(wanted.signal), IS_FIRED))
    if wanted.assignee_id:
        found.append(_exists(assignment, assignment.c.colleague_id == wanted.assignee_id, is_live()))
    if wanted.mine:
        found.append(_exists(assignment, _IS_MINE, is_live()))
    if wanted.mine is False:
        found.append(_somebody(_IS_MINE).is_(None))
    if wanted.team_id:
        found.append(_exists(team_client, team_client.c.team_id == wanted.team_id))
    if wanted.tag:
        found.append(_exists(client_tag, client_tag.c.tag_key.in_(wanted.tag)))
    if wanted.unassigned is not None:
        found.append(_somebody().is_(None) if wanted.unassigned else _somebody().is_not(None))
    if wanted.month_behind:
        behind = month_figure.c.exported_count < month_figure.c.submitted_count
        found.append(client.c.figures_hidden == 0)
        found.append(_exists(month_figure, month_figure.c.month == wanted.month_behind, behind))
    return found


def _exists(table: Any, *also: ColumnElement[bool]) -> ColumnElement[bool]:
    # Correlated by name: the statement around it may join the same table for its order or its sums.
    inside = select(1).where(of_tenant(table), table.c.client_id == client.c.id, *also)
    return inside.correlate(client).exists()


_IS_MINE = assignment.c.colleague_id == COLLEAGUE


def _somebody(*also: ColumnElement[bool]) -> ScalarSelect[Any]:
    """A probe per client, in the order of the list; an anti-join would read all clients to show twenty."""
    own = select(assignment.c.id).where(of_tenant(assignment), assignment.c.client_id == client.c.id)
    return own.where(is_live(), *also).limit(1).scalar_subquery()


def _has_word(word: str) -> ColumnElement[bool]:
    """A client has a word that starts so."""
    found = select(client_word.c.client_id).where(of_tenant(client_word), *begins(client_word.c.word, word))
    return client.c.id.in_(found)
