"""Queueing for connections: a queue that moves is waited in, one that stands still is refused."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from store.faults import Unavailable
from store.pulse import Pulse

# Who waits in vain is told so within a second.
PATIENCE_SECONDS = 0.9


class Turns:
    """At most `size` turns at a time, first come first served.

    Raises Unavailable once nobody ahead has finished for `patience` seconds: a busy moment delays, a database
    that hangs is told at once. By its `pulse`, who has waited learns of that, too, and does not begin to wait for it.
    """

    def __init__(self, size: int, patience: float = PATIENCE_SECONDS, pulse: Pulse | None = None) -> None:
        self._free = asyncio.Semaphore(size)
        self._patience = patience
        self._pulse = pulse or Pulse()
        self._moved = 0.0

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """A turn for the length of the block."""
        await self.take()
        try:
            yield
        finally:
            self.give_back()

    async def take(self) -> None:
        """Takes a turn; every one that is taken must be given back."""
        if not self._free.locked():
            await self._free.acquire()
            return
        waiting, now = asyncio.ensure_future(self._free.acquire()), asyncio.get_running_loop().time
        came = now()
        try:
            while not (await asyncio.wait({waiting}, timeout=self._left(came, now())))[0]:
                if self._left(came, now()) <= 0:
                    raise Unavailable("nobody has finished for a while")
            if self._pulse.is_lost:
                raise Unavailable("the database does not answer")
        except BaseException:
            self._withdraw(waiting)
            raise

    def give_back(self) -> None:
        """Ends a turn."""
        self._moved = asyncio.get_running_loop().time()
        self._free.release()

    def _left(self, came: float, now: float) -> float:
        """For how many seconds somebody who came then goes on waiting when nobody finishes."""
        return max(came, self._moved) + self._patience - now

    def _withdraw(self, waiting: asyncio.Future[Any]) -> None:
        """A turn that came in the same moment goes to the next."""
        if not waiting.cancel():
            self._free.release()
