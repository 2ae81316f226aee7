"""Reads of colleagues: by id, and the list."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, case, cast, false, func, literal, or_, select

from domain.text import words
from domain.vocabulary import ColleagueStatus, Role, Word
from loaders.columns import COLLEAGUE, Asked
from loaders.order import Order
from loaders.paging import Page, Window, page
from loaders.reading import Reads, Scope, begins, many_each, one_each
from loaders.scope import of_tenant
from store.statement import Row, any_of
from store.tables import colleague, team_member
from store.tables.base import SORTED_TEXT, Moment

_NEVER = literal(datetime(1970, 1, 1, tzinfo=UTC), Moment())


class ColleagueOrderField(Word):
    """What colleagues can be ordered by."""

    NAME = "NAME"
    ROLE = "ROLE"
    LAST_SEEN_AT = "LAST_SEEN_AT"


@dataclass(frozen=True, slots=True)
class ColleagueFilter:
    """Conditions that all hold; `by_email`: the search looks at addresses, too."""

    search: str | None = None
    by_email: bool = False
    role: tuple[Role, ...] = ()
    status: tuple[ColleagueStatus, ...] = ()


_BY_NAME = (colleague.c.name_key, colleague.c.id)
_RANK = case({role: place for place, role in enumerate(Role)}, value=colleague.c.role)
_KEYS: dict[ColleagueOrderField, tuple[ColumnElement[Any], ...]] = {
    ColleagueOrderField.NAME: _BY_NAME,
    ColleagueOrderField.ROLE: (_RANK, *_BY_NAME),
    ColleagueOrderField.LAST_SEEN_AT: (func.coalesce(colleague.c.last_seen_at, _NEVER), *_BY_NAME),
}
_ORDERS = {
    (field, down): Order(field.value.lower(), keys, descending=down)
    for field, keys in _KEYS.items()
    for down in (False, True)
}


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
    wanted: ColleagueFilter,
    window: Window,
    field: ColleagueOrderField = ColleagueOrderField.NAME,
    *,
    descending: bool = False,
) -> Page:
    """A page of the colleagues; those whom `field` leaves alike are by name."""
    return await page(reads, _listed, (wanted,), COLLEAGUE, _ORDERS[field, descending], window, wanted)


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


def _listed(scope: Scope, asked: Asked, wanted: ColleagueFilter) -> Select[Any]:
    statement = _all(asked)
    if wanted.role:
        statement = statement.where(colleague.c.role.in_(wanted.role))
    if wanted.status:
        statement = statement.where(colleague.c.status.in_(wanted.status))
    text = (wanted.search or "").strip()
    return statement.where(or_(*_found(text, by_email=wanted.by_email))) if text else statement


def _found(text: str, *, by_email: bool) -> Iterator[ColumnElement[bool]]:
    """Every word of the text begins one of the name, or the text begins the address."""
    spaced = literal(" ") + func.replace(colleague.c.name_key, "-", " ")
    asked = words(text)
    yield and_(*(spaced.contains(f" {word}") for word in sorted(asked))) if asked else false()
    if by_email:
        yield and_(*begins(cast(colleague.c.email, SORTED_TEXT), text.lower()))
