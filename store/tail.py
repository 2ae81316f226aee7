"""Following the log of events as it grows: every event of every partner once, each partner's in order."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol, Self
from uuid import UUID

from sqlalchemy import ARRAY, BigInteger, ColumnElement, Integer, Select, Text, all_, any_, cast, func, or_, select

from store.engine import Store
from store.outbox import COLUMNS, PRUNED, Event, event_of
from store.reading import Reader, Rows
from store.statement import Row, bound
from store.tables import outbox_event
from store.tenancy import Keys

SIZE = 5_000


class Restored(Exception):
    """The log is another one: a state of the database from before what was read last has been restored."""


class Tail(Protocol):
    """Where one reader of the log stands; what was read stays read, also when the next reading fails."""

    async def read(self, rows: Rows) -> Sequence[Event]:
        """The next events; fewer than SIZE when the end is reached. Raises Restored, then only a new tail goes on."""


async def open_tail(store: Store) -> Tail:
    """A tail that starts now; raises StoreFault."""
    reader = tail_reader(store)
    try:
        found = await reader.fetch(_end, (), {})
        last = _Last(found[0].position, found[0].id) if found else _Last()
        return _OnPostgres(last, (await _look(reader, last))[0]) if store.is_postgres else _OnSqlite(last)
    finally:
        await reader.close()


def tail_reader(store: Store) -> Reader:
    """Reads the events of all partners."""
    return Reader(store, Keys(worker=True))


@dataclass(frozen=True, slots=True)
class _Last:
    """The event that was read last: a log in which it is not, or is another, does not go on where that one ended."""

    position: int = 0
    id: UUID | None = None

    @classmethod
    def of(cls, found: Sequence[Row], before: Self) -> Self:
        return cls(found[-1].position, found[-1].id) if found else before


class _OnSqlite:
    """Only one transaction writes at a time, so positions are the order of commits."""

    def __init__(self, last: _Last) -> None:
        self._last = last

    async def read(self, rows: Rows) -> Sequence[Event]:
        there = await rows.fetch(_there, (), {"position": self._last.position})
        if (there[0].id if there else None) != self._last.id:
            raise Restored
        found = await rows.fetch(_later, (), {"position": self._last.position, "size": SIZE})
        self._last = _Last.of(found, self._last)
        return [event_of(row) for row in found]


@dataclass(frozen=True, slots=True)
class _Seen:
    """The transactions that a snapshot of PostgreSQL sees: all before `end` that were not `running`."""

    end: int
    running: tuple[int, ...]

    @classmethod
    def read(cls, text: str) -> Self:
        """From the text of a pg_snapshot: the oldest that runs, the end, all that run."""
        _, end, running = text.split(":")
        return cls(int(end), tuple(map(int, running.split(","))) if running else ())


class _OnPostgres:
    """Reads what the newest snapshot sees and the one before did not: a transaction that stays open delays nobody."""

    def __init__(self, last: _Last, seen: _Seen) -> None:
        self._last = last
        self._before = self._now = seen
        self._position = 0

    async def read(self, rows: Rows) -> Sequence[Event]:
        if self._before == self._now:
            self._now, self._position = await self._seen_now(rows), 0
        if self._before == self._now:
            return []
        found = await rows.fetch(_between, (), self._given())
        if len(found) < SIZE:
            self._before = self._now
        else:
            self._position = found[-1].position
        self._last = _Last.of(found, self._last)
        return [event_of(row) for row in found]

    async def _seen_now(self, rows: Rows) -> _Seen:
        """What is to be seen by now; numbers of transactions that go back are those of another server."""
        seen, is_same = await _look(rows, self._last)
        if not is_same or seen.end < self._now.end:
            raise Restored
        return seen

    def _given(self) -> dict[str, Any]:
        before, now = self._before, self._now
        seen = {"before_end": before.end, "before_running": before.running}
        return seen | {"end": now.end, "running": now.running, "position": self._position, "size": SIZE}


async def _look(rows: Rows, last: _Last) -> tuple[_Seen, bool]:
    """What is to be seen, and whether the last event is among it."""
    (row,) = await rows.fetch(_snapshot, (), {"position": last.position})
    return _Seen.read(row.seen), row.id == last.id


def _end() -> Select[Any]:
    return select(outbox_event.c.position, outbox_event.c.id).order_by(outbox_event.c.position.desc()).limit(1)


def _there() -> Select[Any]:
    return select(outbox_event.c.id).where(outbox_event.c.position == bound("position", BigInteger()))


def _later() -> Select[Any]:
    later = outbox_event.c.position > bound("position", BigInteger())
    found = select(*COLUMNS).where(later, outbox_event.c.kind != PRUNED)
    return found.order_by(outbox_event.c.position).limit(bound("size", Integer()))


def _snapshot() -> Select[Any]:
    return select(cast(func.pg_current_snapshot(), Text).label("seen"), _there().scalar_subquery().label("id"))


def _between() -> Select[Any]:
    number = outbox_event.c.transaction_id
    appeared = or_(number >= bound("before_end", BigInteger()), number == any_(_numbers("before_running")))
    sees = (number < bound("end", BigInteger()), number != all_(_numbers("running")), outbox_event.c.kind != PRUNED)
    # Found by their transactions: with the limit in sight, the planner might walk all positions instead.
    rest = outbox_event.c.position > bound("position", BigInteger())
    new = select(*COLUMNS).where(appeared, *sees, rest).cte("new").prefix_with("MATERIALIZED")
    return select(new).order_by(new.c.position).limit(bound("size", Integer()))


def _numbers(name: str) -> ColumnElement[Any]:
    return bound(name, ARRAY(BigInteger()))
