"""Goes from webhook to webhook: queues what is new, and sends what is due."""

import asyncio
from collections import Counter
from collections.abc import Coroutine
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

import structlog

from domain.vocabulary import WebhookStatus, WebhookStop
from execution.document import DocumentRefused
from gateway.problems import explain
from gateway.webhooks.delivering import Deliverer
from gateway.webhooks.gathering import Gatherer
from store.deliveries import take_due, webhooks_at_work
from store.faults import StoreFault
from store.reading import Row

# Longer than any attempt can take; when a process dies, its deliveries wait that long.
LEASE = timedelta(minutes=1)
# Under way at a time, of one webhook and of all: a receiver that hangs delays nobody else.
MOST_EACH, MOST_ALL = 4, 32
_POLL_SECONDS = 2.0
# What is committed in one moment is queued together.
_GATHER_SECONDS = 0.05
_GOING_SECONDS = 12.0
_log = structlog.get_logger(__name__)


@dataclass
class Courier:
    """Several may work at once, in one process or in many."""

    gatherer: Gatherer
    deliverer: Deliverer
    _rung: asyncio.Event = field(default_factory=asyncio.Event)
    _under_way: Counter[UUID] = field(default_factory=Counter)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    def ring(self, *_: object) -> None:
        """There may be something to do."""
        self._rung.set()

    async def run(self) -> None:
        """Works until cancelled; what is wrong with the store passes."""
        while True:
            self._rung.clear()
            try:
                await self.round()
            except StoreFault:
                _log.warning("webhooks wait: the database cannot be used")
            except Exception as error:
                explain(error)
            with suppress(TimeoutError):
                async with asyncio.timeout(_POLL_SECONDS):
                    await self._rung.wait()
            await asyncio.sleep(_GATHER_SECONDS)

    async def aclose(self) -> None:
        """Waits for what is under way, but not for long; what is broken off goes out again."""
        if self._tasks:
            _, late = await asyncio.wait(self._tasks, timeout=_GOING_SECONDS)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    async def round(self) -> int:
        """Queues, and sets off with what is due, as much as may be under way at a time; returns how much that was."""
        store, now = self.deliverer.teller.store, self.deliverer.clock()
        hooks, begun = await webhooks_at_work(store, now), 0
        waiting = [hook.waiting_since for hook in hooks if hook.waiting_since and hook.status == WebhookStatus.ACTIVE]
        self.deliverer.counts.lag.set(max(((now - since).total_seconds() for since in waiting), default=0))
        for hook in hooks:
            if hook.lags:
                await self._gather(hook)
            begun += await self._set_off(hook)
        return begun

    async def settled(self) -> None:
        """Waits until nothing is under way."""
        while self._tasks:
            await asyncio.wait(self._tasks)

    async def _gather(self, hook: Row) -> None:
        try:
            if await self.gatherer.gather(hook):
                self.ring()
        except DocumentRefused:
            await self.deliverer.stop(hook, WebhookStop.UNREADABLE)

    async def _set_off(self, hook: Row) -> int:
        room = min(MOST_EACH - self._under_way[hook.id], MOST_ALL - len(self._tasks))
        if room <= 0:
            return 0
        taken = await take_due(self.deliverer.teller.store, hook, self.deliverer.clock(), LEASE, room)
        for row in taken:
            self._start(hook.id, self.deliverer.deliver(hook, row))
        return len(taken)

    def _start(self, id: UUID, work: Coroutine[Any, Any, None]) -> None:
        self._under_way[id] += 1
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(lambda done: self._done(id, done))

    def _done(self, id: UUID, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        self._under_way[id] -= 1
        if not self._under_way[id]:
            del self._under_way[id]
        # The next of its lane may go, and there is room for another one.
        self.ring()
