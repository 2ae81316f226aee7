"""Old events go, in the background."""

import asyncio
import random
from collections.abc import Callable
from datetime import datetime, timedelta

from gateway.events.outage import Outage
from store.engine import Store
from store.pruning import prune

_EVERY_SECONDS = 600
# What was written by a clock that is late must not go too early.
_MARGIN = timedelta(minutes=10)


async def keep_pruning(store: Store, clock: Callable[[], datetime], kept: timedelta, most: int) -> None:
    """Prunes every few minutes until it is cancelled, several processes at different times."""
    outage, seconds = Outage("the pruning of events"), 60.0
    while True:
        await asyncio.sleep(seconds * random.uniform(0.5, 1.0))  # noqa: S311
        try:
            await prune(store, clock() - kept - _MARGIN, most)
        except Exception as error:
            outage.failed(error)
        else:
            outage.over()
        seconds = _EVERY_SECONDS
