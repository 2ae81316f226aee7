"""Clients that leave: their work is cancelled; whoever gets an answer soon is not even watched."""

import asyncio
from types import TracebackType

from starlette.types import Receive

# Most requests are answered before; watching costs a task.
PATIENCE_SECONDS = 0.05


class ClientLeft(Exception):
    """The client has closed its connection; nobody waits for an answer."""


class UnlessLeft:
    """Within it the running task is cancelled once its client leaves, and ClientLeft is raised.

    What was cancelled has let go of its connection by then. After `finish()` a client may leave without effect.
    """

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self._left = False
        self._watch: asyncio.Task[None] | None = None

    async def __aenter__(self) -> "UnlessLeft":
        """Starts to wait."""
        self._task = asyncio.current_task()
        self._timer = asyncio.get_running_loop().call_later(PATIENCE_SECONDS, self._start)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Turns the cancellation that was for a client that left into ClientLeft."""
        self.finish()
        if self._left and self._task is not None and not self._task.uncancel() and kind is asyncio.CancelledError:
            raise ClientLeft from None

    def finish(self) -> None:
        """What follows is finished, whether the client stays or not."""
        self._timer.cancel()
        if self._watch is not None:
            self._watch.cancel()

    def _start(self) -> None:
        self._watch = asyncio.create_task(self._until_gone())

    async def _until_gone(self) -> None:
        while (await self._receive())["type"] != "http.disconnect":
            pass
        self._left = True
        if self._task is not None:
            self._task.cancel()
