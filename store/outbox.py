"""The log of events: each partner's in the order in which they were committed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self
from uuid import UUID

from sqlalchemy import BigInteger, Integer, Select, Uuid, func, select

from store.engine import Store
from store.reading import Reader, Rows
from store.statement import Row, bound
from store.tables import outbox_event
from store.tenancy import Keys

# The kind of the newest event of a partner that is no longer kept, which stays to mark where the log begins.
PRUNED = "outbox.pruned"


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A place in the log of one partner: whatever is committed there later has a later place.

    Places of different partners say nothing about one another.
    """

    position: int

    @property
    def before(self) -> "Place":
        """A place behind everything that comes before this one."""
        return Place(self.position - 1)

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
    return Place(rows[0].position or 0)


async def after(store: Store, partner_id: UUID, place: Place, size: int) -> Page:
    """The next events of a partner, at most `size`; raises Gone and StoreFault."""
    reader = Reader(store, Keys(partner_id=partner_id))
    try:
        given = {"partner_id": partner_id, "after": place.position, "size": size}
        events = [event_of(row) for row in await reader.fetch(_after, (), given)]
        # The newest event is never removed: a place behind it is from before an older state was restored.
        is_lost = not events and place > await newest_in(reader, partner_id)
    finally:
        await reader.close()
    if is_lost or any(event.kind == PRUNED for event in events):
        raise Gone
    return Page(events, events[-1].place if events else place, len(events) == size)


def event_of(row: Row) -> Event:
    """The event of a row of `COLUMNS`."""
    return Event(Place(row.position), *row[1:])


COLUMNS = tuple(
    outbox_event.c[name]
    for name in ("position", "partner_id", "id", "kind", "object_kind", "object_id", "client_id", "payload", "at")
)


def _newest() -> Select[Any]:
    own = outbox_event.c.partner_id == bound("partner_id", Uuid())
    return select(func.max(outbox_event.c.position).label("position")).where(own)


def _after() -> Select[Any]:
    own = outbox_event.c.partner_id == bound("partner_id", Uuid())
    later = outbox_event.c.position > bound("after", BigInteger())
    found = select(*COLUMNS).where(own, later).order_by(outbox_event.c.position)
    return found.limit(bound("size", Integer()))
