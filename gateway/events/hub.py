"""The hub of a process: reads the log of events once, and hands it to all who listen."""

import asyncio
import random
from collections.abc import AsyncIterator, Callable, Collection, Sequence
from contextlib import suppress
from typing import TypeAlias
from uuid import UUID

import structlog
from prometheus_client import CollectorRegistry

from gateway.events.counts import EventCounts
from gateway.events.outage import Outage
from store.engine import Store
from store.outbox import EVENTS, START, Event, Page, Place, after
from store.tail import SIZE, Restored, Tail, open_tail, tail_reader

POLL_SECONDS = 1.5
# Commits of the same moment are read together.
_GATHER_SECONDS = 0.005
# A database that takes longer hangs.
_READ_SECONDS = 3.0
_START_SECONDS = 1.0
_PAGE = 500
_LOG = structlog.get_logger(__name__)

Handler: TypeAlias = Callable[[Sequence[Event]], None]


class Listener:
    """Somebody who listens, until `close`."""

    def __init__(self, handler: Handler, restored: Callable[[], None], listeners: list["Listener"]) -> None:
        self.handler, self.restored = handler, restored
        self._listeners = listeners

    def close(self) -> None:
        """Stops listening, at once."""
        with suppress(ValueError):
            self._listeners.remove(self)


class Hub:
    """Every event of every partner once, each partner's in the order of its commits.

    Reads when it is rung, and every second or two anyway: a ring that is lost delays, it loses nothing.
    """

    def __init__(self, store: Store, counts: EventCounts | None = None) -> None:
        self._store = store
        self._counts = counts or EventCounts(CollectorRegistry())
        self._listeners: list[Listener] = []
        self._reached: dict[UUID, Place] = {}
        self._rung = asyncio.Event()
        self._started = asyncio.Event()
        self._outage = Outage("the log of events")
        self._tail: Tail | None = None
        self._running: asyncio.Task[None] | None = None
        self._end_seen = 0.0

    async def start(self) -> None:
        """Reads whatever is committed from now on; with the database away, from when it is there."""
        self._end_seen = asyncio.get_running_loop().time()
        self._running = asyncio.create_task(self._run())
        with suppress(TimeoutError):
            async with asyncio.timeout(_START_SECONDS):
                await self._started.wait()

    async def aclose(self) -> None:
        """Stops reading."""
        if self._running is not None:
            self._running.cancel()
            await asyncio.gather(self._running, return_exceptions=True)

    def ring(self, touched: Collection[str] = EVENTS) -> None:
        """Says that something may have been committed: to which tables, if that is known."""
        if not EVENTS.isdisjoint(touched):
            self._rung.set()

    def listen(self, handler: Handler, restored: Callable[[], None] = lambda: None) -> Listener:
        """Calls a handler with all events from now on, of all partners, batch by batch; it must be quick.

        `restored` is called when the database is another one by now, of an older state: whatever a listener had
        reached has to be looked for there, by `replay`; what is committed from now on is handed out.
        """
        listener = Listener(handler, restored, self._listeners)
        self._listeners.append(listener)
        return listener

    def reached(self, partner_id: UUID) -> Place:
        """The newest event of a partner that was handed to the listeners; START when there was none."""
        return self._reached.get(partner_id, START)

    async def replay(self, partner_id: UUID, place: Place) -> AsyncIterator[Page]:
        """A partner's events after a place, page by page, up to what the listeners get.

        When the iteration ends, every event handed to listeners by then is at or before the last place yielded
        (`place` itself when nothing was): who goes live before awaiting anything else, and leaves out what is
        not after that place, misses nothing and repeats nothing. Raises Gone and StoreFault.
        """
        await self._started.wait()
        while True:
            page = await after(self._store, partner_id, place, _PAGE)
            place = page.reached
            if page.events:
                yield page
            if not page.more and self.reached(partner_id) <= place:
                return

    async def _run(self) -> None:
        while True:
            self._rung.clear()
            seconds = await self._catch_up()
            with suppress(TimeoutError):
                async with asyncio.timeout(seconds):
                    await self._rung.wait()
            await asyncio.sleep(_GATHER_SECONDS)

    async def _catch_up(self) -> float:
        """Reads up to the end; returns the seconds after which to read again without a ring."""
        now = asyncio.get_running_loop().time
        try:
            while await self._read_some() == SIZE:
                pass
        except Exception as error:
            self._counts.behind.set(now() - self._end_seen)
            return self._outage.failed(error)
        self._outage.over()
        self._end_seen = now()
        self._counts.behind.set(0)
        return POLL_SECONDS * random.uniform(0.7, 1.3)  # noqa: S311

    async def _read_some(self) -> int:
        async with asyncio.timeout(_READ_SECONDS):
            if self._tail is None:
                self._tail = await open_tail(self._store)
                self._started.set()
            reader = tail_reader(self._store)
            try:
                events = await self._tail.read(reader)
            except Restored:
                self._tail = await open_tail(self._store)
                self._start_over()
                return 0
            finally:
                await reader.close()
        self._hand_out(events)
        return len(events)

    def _start_over(self) -> None:
        _LOG.warning("an older state of the database was restored", listeners=len(self._listeners))
        self._reached.clear()
        for listener in tuple(self._listeners):
            try:
                listener.restored()
            except Exception:
                _LOG.exception("a listener of events failed")

    def _hand_out(self, events: Sequence[Event]) -> None:
        # A restored dump keeps the numbers of other transactions: what was handed out is not new again.
        new = [event for event in events if event.place > self.reached(event.partner_id)]
        self._reached.update((event.partner_id, event.place) for event in new)
        self._counts.read.inc(len(new))
        for listener in tuple(self._listeners if new else ()):
            try:
                listener.handler(new)
            except Exception:
                _LOG.exception("a listener of events failed")
