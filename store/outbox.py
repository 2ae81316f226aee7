"""The log of events: each partner's in the order in which they were committed."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Self
from uuid import UUID

from sqlalchemy import BigInteger, Integer, Select, Uuid, func, select

from store.engine import Store
from store.reading import Reader, Rows
from store.statement import Row, bound
from store.tables import outbox_event
from store.tables.base import Moment
from store.tenancy import Keys

# The table that has them, for whoever is told where something was written.
EVENTS = frozenset({outbox_event.name})
# The longest that a commit may take after its events were written: what takes longer is broken off.
COMMITTED_WITHIN = timedelta(seconds=10)
# The kind of the newest event of a partner that is no longer kept, which stays to mark where the log begins.
PRUNED = "outbox.pruned"


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A place in the log of one partner: whatever is committed there later has a later place.

    Places of different partners say nothing about one another. `mark` is of the event there: a log that was restored
    counts on from an older position, but its events have marks of their own. A place without one is not checked.
    """

    position: int
    mark: bytes = field(default=b"", compare=False)

    def __str__(self) -> str:
        return str(self.position)

    @classmethod
    def read(cls, text: str) -> Self:
        """The place that was written as a text; raises ValueError."""
        place = cls(int(text))
        if place.position < 0:
            raise ValueError("a place is not negative")
        return place


START = Place(0)


@dataclass(frozen=True, slots=True)
class Event:
    """What happened to one object of a partner; `client_id` is set where it concerns one client."""

    place: Place
    partner_id: UUID
    id: UUID
    kind: str
    object_kind: str
    object_id: UUID
    client_id: UUID | None
    payload: dict[str, Any]
    at: datetime


@dataclass(frozen=True, slots=True)
class Page:
    """Events of one partner in order; `reached` is where to go on, `more` whether there was more to read."""

    events: Sequence[Event]
    reached: Place
    more: bool


class Gone(Exception):
    """What came after the place asked for cannot be told: it is no longer kept, or the place is of another log."""


async def newest(store: Store, partner_id: UUID) -> Place:
    """A partner's "now": whatever is committed there later comes after it. Raises StoreFault."""
    reader = Reader(store, Keys(partner_id=partner_id))
    try:
        return await newest_in(reader, partner_id)
    finally:
        await reader.close()


async def newest_in(source: Rows, partner_id: UUID) -> Place:
    """The "now" of what is being read: whatever is not to be seen there comes after it."""
    rows = await source.fetch(_newest, (), {"partner_id": partner_id})
    return place_of(rows[0].position, rows[0].id) if rows else START


async def is_kept(source: Rows, partner_id: UUID, place: Place) -> bool:
    """Whether all that came after a place of a partner's log is there."""
    return not await source.fetch(_pruned, (), {"partner_id": partner_id, "after": place.position})


async def first_since(source: Rows, partner_id: UUID, at: datetime) -> Place | None:
    """The place before a partner's first event that can have been committed at a moment or later; None: there is none.

    An event is of the moment at which it was written: so it begins as much earlier as a commit may take.
    """
    rows = await source.fetch(_since, (), {"partner_id": partner_id, "at": at - COMMITTED_WITHIN})
    return None if rows[0].position is None else Place(rows[0].position - 1)


async def after(store: Store, partner_id: UUID, place: Place, size: int) -> Page:
    """The next events of a partner, at most `size`; raises Gone and StoreFault."""
    reader = Reader(store, Keys(partner_id=partner_id))
    try:
        given = {"partner_id": partner_id, "from": place.position, "size": size + 1}
        found = [event_of(row) for row in await reader.fetch(_from, (), given)]
    finally:
        await reader.close()
    here = found[0] if found and found[0].place == place else None
    events = found[1:] if here else found[:size]
    # The newest event is never removed, and leaves its mark: where it is another's, an older state was restored.
    is_lost = place != START and (not found or (bool(place.mark) and (here is None or here.place.mark != place.mark)))
    if is_lost or any(event.kind == PRUNED for event in events):
        raise Gone
    return Page(events, events[-1].place if events else place, len(events) == size)


def event_of(row: Row) -> Event:
    """The event of a row of `COLUMNS`."""
    return Event(place_of(row.position, row.id), *row[1:])


def place_of(position: int, id: UUID) -> Place:
    """The place of an event; the latter half of an event's id is of random bits, but for two, and marks it."""
    return Place(position, id.bytes[8:])


COLUMNS = tuple(
    outbox_event.c[name]
    for name in ("position", "partner_id", "id", "kind", "object_kind", "object_id", "client_id", "payload", "at")
)


def _newest() -> Select[Any]:
    own = outbox_event.c.partner_id == bound("partner_id", Uuid())
    return (
        select(outbox_event.c.position, outbox_event.c.id).where(own).order_by(outbox_event.c.position.desc()).limit(1)
    )


def _pruned() -> Select[Any]:
    own = outbox_event.c.partner_id == bound("partner_id", Uuid())
    later = outbox_event.c.position > bound("after", BigInteger())
    return select(outbox_event.c.position).where(own, later, outbox_event.c.kind == PRUNED).limit(1)


def _since() -> Select[Any]:
    own = outbox_event.c.partner_id == bound("partner_id", Uuid())
    later = outbox_event.c.at >= bound("at", Moment())
    return select(func.min(outbox_event.c.position).label("position")).where(own, later)


def _from() -> Select[Any]:
    own = outbox_event.c.partner_id == bound("partner_id", Uuid())
    later = outbox_event.c.position >= bound("from", BigInteger())
    found = select(*COLUMNS).where(own, later).order_by(outbox_event.c.position)
    return found.limit(bound("size", Integer()))
