"""Old events, deliveries and answers of idempotency keys go, parts of totals are folded: in the background."""

import asyncio
import random
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import datetime, timedelta

from gateway.events.outage import Outage
from gateway.settings import Settings
from resolvers.repeating import KEPT
from store.answers import prune_answers
from store.deliveries import prune_deliveries
from store.engine import Store
from store.pruning import prune
from store.totals import fold_totals

_FIRST_SECONDS, _EVERY_SECONDS = 60.0, 600.0
# What was written by a clock that is late must not go too early.
_MARGIN = timedelta(minutes=10)


@asynccontextmanager
async def pruning(settings: Settings, store: Store, clock: Callable[[], datetime]) -> AsyncIterator[None]:
    """Prunes for the length of the block; several processes may, for who comes later finds nothing left."""
    kept = timedelta(hours=settings.events_kept_hours)
    running = asyncio.create_task(keep_pruning(store, clock, kept, settings.events_kept_most))
    try:
        yield
    finally:
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running


async def keep_pruning(store: Store, clock: Callable[[], datetime], kept: timedelta, most: int) -> None:
    """Prunes every few minutes until it is cancelled, several processes at different times."""
    outage, seconds = Outage("the pruning of events"), _FIRST_SECONDS
    while True:
        await asyncio.sleep(seconds * random.uniform(0.5, 1.0))  # noqa: S311
        try:
            await prune(store, clock() - kept - _MARGIN, most)
            await prune_deliveries(store, clock() - kept - _MARGIN)
            await prune_answers(store, clock() - KEPT - _MARGIN)
            await fold_totals(store)
        except Exception as error:
            outage.failed(error)
        else:
            outage.over()
        seconds = _EVERY_SECONDS
