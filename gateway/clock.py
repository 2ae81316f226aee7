"""The clock of a running gateway: goes its rounds in the background, as long as the gateway serves."""

import asyncio
import random
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime

import structlog

from resolvers.clock import MOST, Rounds
from resolvers.facts.retrying import Retrial
from store.faults import StoreFault

# After a failure, for example while the database is away.
_REST_SECONDS = 5.0

_log = structlog.get_logger(__name__)


@asynccontextmanager
async def ticking(
    rounds: Rounds, kept: Retrial, now: Callable[[], datetime], every_seconds: float
) -> AsyncIterator[None]:
    """A clock that goes its rounds meanwhile, after facts that were kept are taken in; none at 0 seconds.

    At the end, the round that it is on is left.
    """
    task = asyncio.create_task(_tick(rounds, kept, now, every_seconds)) if every_seconds else None
    try:
        yield
    finally:
        if task is not None:
            task.cancel()
            await asyncio.wait([task])


async def _tick(rounds: Rounds, kept: Retrial, now: Callable[[], datetime], every_seconds: float) -> None:
    is_well, is_new = True, True
    while True:
        # Several clocks do not go at the same moment.
        pause = every_seconds * random.uniform(0.9, 1.1)  # noqa: S311
        try:
            # A new version may know what an older one has kept.
            if is_new:
                await kept.go()
                is_new = False
            while await rounds.go(now()) == MOST:
                pass
            is_well = True
        except StoreFault:
            if is_well:
                _log.warning("the clock stands still: the database cannot be used; it is tried again")
            is_well, pause = False, max(pause, _REST_SECONDS)
        except Exception:
            if is_well:
                _log.exception("the clock stands still; it is tried again")
            is_well, pause = False, max(pause, _REST_SECONDS)
        await asyncio.sleep(pause)
