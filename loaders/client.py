"""Reads of clients: by id, and the list with its filters and orders."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, ScalarSelect, Select, and_, false, func, literal_column, select

from domain.text import words
from domain.vocabulary import (
    AccessLevel,
    AttentionLevel,
    ClientStatus,
    OnboardingStatus,
    SignalKind,
    Word,
)
from loaders.paging import MAX_SIZE, Order, Page, Window, page
from loaders.reading import Reads, begins, many_each, one_each
from loaders.scope import IS_FIRED, is_live, of_tenant, visible_clients
from store.tables import assignment, client, client_word, month_figure, signal, team_client

COLUMNS = (*client.c, literal_column("'Client'").label("typename"))


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
    """Conditions that all hold; a list means any of its members; ids are the store's."""

    search: str | None = None
    status: tuple[ClientStatus, ...] = ()
    level: tuple[AccessLevel, ...] = ()
    attention: tuple[AttentionLevel, ...] = ()
    signal: tuple[SignalKind, ...] = ()
    onboarding: tuple[OnboardingStatus, ...] = ()
    assignee_id: UUID | None = None
    team_id: UUID | None = None
    unassigned: bool | None = None
    month_behind: str | None = None


NO_FILTER = ClientFilter()


async def client_by_id(reads: Reads, ids: Sequence[UUID]) -> list[Row[Any] | None]:
    """Visible clients."""
    statement = visible(reads).where(client.c.id.in_(ids))
    return one_each(ids, await reads.rows(statement))


async def clients(
    reads: Reads, wanted: ClientFilter, field: ClientOrderField, kind: SignalKind, descending: bool, window: Window
) -> Page:
    """A page of the visible clients; `kind` matters for the SIGNAL_ orders only."""
    order, statement = ordered(visible(reads), field, kind, descending=descending)
    return await page(reads, statement.where(*conditions(reads, wanted)), order, window, wanted)


async def clients_by_team_id(reads: Reads, ids: Sequence[UUID]) -> list[list[Row[Any]]]:
    """The first 100 visible clients of each team, by name; one statement for all of them."""
    place = func.row_number().over(partition_by=team_client.c.team_id, order_by=(client.c.name_key, client.c.id))
    numbered = (
        visible(reads)
        .add_columns(team_client.c.team_id, place.label("place"))
        .join(team_client, (team_client.c.partner_id == client.c.partner_id) & (team_client.c.client_id == client.c.id))
        .where(team_client.c.team_id.in_(ids))
        .subquery()
    )
    statement = select(numbered).where(numbered.c.place <= MAX_SIZE).order_by(numbered.c.team_id, numbered.c.place)
    return many_each(ids, await reads.rows(statement), "team_id")


async def client_count_by_team_id(reads: Reads, ids: Sequence[UUID]) -> list[int]:
    """How many visible clients teams have."""
    statement = (
        select(team_client.c.team_id, func.count().label("clients"))
        .where(
            of_tenant(reads, team_client),
            team_client.c.team_id.in_(ids),
            visible_clients(reads, team_client.c.client_id),
        )
        .group_by(team_client.c.team_id)
    )
    found = {row.team_id: row.clients for row in await reads.rows(statement)}
    return [found.get(wanted, 0) for wanted in ids]


def visible(reads: Reads) -> Select[Any]:
    """All clients that exist for the viewer."""
    return select(*COLUMNS).where(of_tenant(reads, client), visible_clients(reads))


def ordered(
    statement: Select[Any], field: ClientOrderField, kind: SignalKind, *, descending: bool
) -> tuple[Order, Select[Any]]:
    """The order of a client list; DESC means most first, and each order is served by an index of its own."""
    by_name = (client.c.name_key, client.c.id)
    if field is ClientOrderField.NAME:
        return Order("name", by_name, descending), statement
    if field is ClientOrderField.ATTENTION:
        return Order("attention", (client.c.attention_order, *by_name), not descending), statement
    if field is ClientOrderField.BALANCE:
        balance = client.c.shown_balance_rank if descending else client.c.shown_balance_minor
        name = "richest" if descending else "poorest"
        return Order(name, (client.c.figures_hidden, client.c.currency, balance, *by_name)), statement
    joined = statement.join(signal, and_(signal.c.partner_id == client.c.partner_id, signal.c.client_id == client.c.id))
    keys = (*_SIGNAL_KEYS[field], signal.c.name_key, signal.c.client_id)
    return Order(f"{field}:{kind}", keys, not descending), joined.where(signal.c.kind == kind)


_SIGNAL_KEYS: dict[ClientOrderField, tuple[ColumnElement[Any], ...]] = {
    ClientOrderField.SIGNAL_COUNT: (signal.c.count_rank,),
    ClientOrderField.SIGNAL_AMOUNT: (signal.c.currency, signal.c.amount_rank),
    ClientOrderField.SIGNAL_AGE: (signal.c.since,),
}


def conditions(reads: Reads, wanted: ClientFilter) -> list[ColumnElement[bool]]:
    """The filter as SQL."""
    listed = (
        (client.c.status, wanted.status),
        (client.c.level, wanted.level),
        (client.c.attention_level, wanted.attention),
        (client.c.onboarding_status, wanted.onboarding),
    )
    found: list[ColumnElement[bool]] = [column.in_(values) for column, values in listed if values]
    found += [_has_word(reads, word) for word in sorted(words(wanted.search))]
    if wanted.search and wanted.search.strip() and not words(wanted.search):
        found.append(false())
    return found + _related(reads, wanted)


def _related(reads: Reads, wanted: ClientFilter) -> list[ColumnElement[bool]]:
    found = []
    if wanted.signal:
        found.append(_exists(reads, signal, signal.c.kind.in_(wanted.signal), IS_FIRED))
    if wanted.assignee_id:
        found.append(_exists(reads, assignment, assignment.c.colleague_id == wanted.assignee_id, is_live(reads)))
    if wanted.team_id:
        found.append(_exists(reads, team_client, team_client.c.team_id == wanted.team_id))
    if wanted.unassigned is not None:
        found.append(_somebody(reads).is_(None) if wanted.unassigned else _somebody(reads).is_not(None))
    if wanted.month_behind:
        behind = month_figure.c.exported_count < month_figure.c.submitted_count
        found.append(client.c.figures_hidden == 0)
        found.append(_exists(reads, month_figure, month_figure.c.month == wanted.month_behind, behind))
    return found


def _exists(reads: Reads, table: Any, *also: ColumnElement[bool]) -> ColumnElement[bool]:
    # Correlated by name: the statement around it may join the same table for its order or its sums.
    inside = select(1).where(of_tenant(reads, table), table.c.client_id == client.c.id, *also)
    return inside.correlate(client).exists()


def _somebody(reads: Reads) -> ScalarSelect[Any]:
    """A probe per client, in the order of the list; an anti-join would read all clients to show twenty."""
    own = select(assignment.c.id).where(of_tenant(reads, assignment), assignment.c.client_id == client.c.id)
    return own.where(is_live(reads)).limit(1).scalar_subquery()


def _has_word(reads: Reads, word: str) -> ColumnElement[bool]:
    """A client has a word that starts so."""
    found = select(client_word.c.client_id).where(of_tenant(reads, client_word), *begins(client_word.c.word, word))
    return client.c.id.in_(found)
