"""What time it is: by this machine's clock, or by the database's where the two are far apart."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta

import structlog

from store.engine import Store
from store.examining import seconds_ahead

_EVERY_SECONDS = 30.0
# At the start; a database that is away is compared with later.
_PATIENCE_SECONDS = 1.0
# Less does no harm: tokens have a leeway of more. So much is also how exactly it can be told on a busy machine.
MOST_APART = timedelta(seconds=5)
_LOG = structlog.get_logger(__name__)


class RightTime:
    """Called, it gives the moment of now (aware, UTC).

    All processes share the database, so its clock is the one that they agree on: a replica whose machine is wrong takes
    tokens neither too long nor too early, and does what is due when it is.
    """

    def __init__(self) -> None:
        self._ahead = timedelta(0)

    def __call__(self) -> datetime:
        """Now."""
        return datetime.now(UTC) + self._ahead

    @asynccontextmanager
    async def kept(self, store: Store) -> AsyncIterator[None]:
        """Compares with the database before the block, and every half minute within it."""
        with suppress(TimeoutError):
            async with asyncio.timeout(_PATIENCE_SECONDS):
                await self.compare(store)
        keeping = asyncio.create_task(self._keep(store))
        try:
            yield
        finally:
            keeping.cancel()
            await asyncio.wait([keeping])

    async def compare(self, store: Store) -> None:
        """Goes by the database's clock from now on where it is far from this machine's."""
        # One that is away, or not yet migrated, tells nothing; others say what is wrong with it.
        with suppress(Exception):
            apart = timedelta(seconds=await seconds_ahead(store))
            self._believe(apart if abs(apart) > MOST_APART else timedelta(0))

    def _believe(self, ahead: timedelta) -> None:
        if abs(ahead - self._ahead) > MOST_APART:
            holds = "the database's clock holds, this machine's is far from it"
            _LOG.warning(holds if ahead else "this machine's clock holds again", seconds=round(ahead.total_seconds()))
        self._ahead = ahead

    async def _keep(self, store: Store) -> None:
        while True:
            await asyncio.sleep(_EVERY_SECONDS)
            await self.compare(store)
