"""Which clients are wanted: the conditions of lists, totals, counts and digests."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, ScalarSelect, false, select

from domain.text import words
from domain.vocabulary import AccessLevel, AttentionLevel, ClientStatus, OnboardingStatus, SignalKind, WaitingOn
from loaders.reading import begins
from loaders.scope import COLLEAGUE, IS_FIRED, is_live, of_tenant
from store.tables import assignment, client, client_tag, client_word, month_figure, signal, team_client


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
