"""Goes from webhook to webhook: queues what is new, and sends what is due."""

import asyncio
from collections import Counter
from collections.abc import Coroutine, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
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
# Under way at a time, of one webhook, of one firm and of all: receivers that hang delay nobody else, nor another firm.
MOST_EACH, MOST_OF_FIRM, MOST_ALL = 4, 8, 32
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
        is_well = True
        while True:
            self._rung.clear()
            try:
                await self.round()
                is_well = True
            except StoreFault:
                if is_well:
                    _log.warning("webhooks wait: the database cannot be used; it is tried again")
                is_well = False
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
        share = max(1, (MOST_ALL - len(self._tasks)) // max(1, len({hook.partner_id for hook in hooks})))
        for hook in self._in_turn(hooks, now):
            begun += await self._set_off(hook, share)
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

    def _in_turn(self, hooks: Sequence[Row], now: datetime) -> list[Row]:
        """One webhook of each firm after another: the firm with the least under way, in it what is due longest."""
        passed: Counter[UUID] = Counter()
        turns: dict[UUID, tuple[int, int]] = {}
        oldest = sorted(hooks, key=lambda hook: hook.due_since or now)
        for hook in oldest:
            turns[hook.id] = passed[hook.partner_id], self._under_way[hook.partner_id]
            passed[hook.partner_id] += 1
        return sorted(oldest, key=lambda hook: turns[hook.id])

    async def _set_off(self, hook: Row, share: int) -> int:
        """Takes no more than a share of the free slots, so that every firm gets some; what is more goes on at once."""
        busy, of_firm = self._under_way[hook.id], self._under_way[hook.partner_id]
        room = min(MOST_EACH - busy, MOST_OF_FIRM - of_firm, MOST_ALL - len(self._tasks))
        asked = min(room, share)
        if asked <= 0:
            return 0
        taken = await take_due(self.deliverer.teller.store, hook, self.deliverer.clock(), LEASE, asked)
        for row in taken:
            self._start((hook.id, hook.partner_id), self.deliverer.deliver(hook, row))
        if share < room and len(taken) == share:
            self.ring()
        return len(taken)

    def _start(self, of: tuple[UUID, UUID], work: Coroutine[Any, Any, None]) -> None:
        self._under_way.update(of)
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(lambda done: self._done(of, done))

    def _done(self, of: tuple[UUID, UUID], task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        self._under_way.subtract(of)
        # None are kept that are at zero.
        self._under_way = +self._under_way
        # The next of its lane may go, and there is room for another one.
        self.ring()
