"""Connections that are written to without waiting: a slow reader costs bounded memory, and nobody else's time."""

import asyncio
import random
from abc import abstractmethod
from collections.abc import Callable
from typing import Protocol

from gateway.http.taking import Line
from gateway.live.backlog import Backlog
from gateway.streams import Frame

# Until the reader reads, so much waits in the connection, and so much more in the backlog.
BUFFER_BYTES = 65_536
BACKLOG_BYTES = 1_048_576
READER_SECONDS = 10.0
# How long a connection that was told its end may take to read that.
CLOSING_SECONDS = 5.0
DRAINING_SECONDS = (1.0, 10.0)


class Shaping(Protocol):
    """A stream on a connection."""

    def shape(self, payload: bytes, cursor: str) -> bytes:
        """A frame of the stream as it goes over the wire."""


class Outlet(asyncio.Protocol):
    """A connection that was taken over from HTTP; subclasses say how its end is told."""

    __slots__ = ("_backlog", "_drain", "_is_closing", "_room", "_stalled", "_way", "line")

    def __init__(self) -> None:
        self.line: Line | None = None
        # How bytes go out at once. None: they wait, for the reader or for the connection, or it is over.
        self._way: Callable[[bytes], None] | None = None
        self._is_closing = False
        self._backlog: Backlog | None = None
        self._room: asyncio.Event | None = None
        self._stalled: asyncio.TimerHandle | None = None
        self._drain: asyncio.TimerHandle | None = None

    def adopt(self, line: Line) -> None:
        """Takes the connection over, and writes what waits for it."""
        self.line = line
        line.connections.add(self)
        line.transport.set_write_buffer_limits(high=BUFFER_BYTES)
        self._flow()

    def connection_lost(self, exc: Exception | None) -> None:
        """Lets go of everything."""
        if self.line is not None:
            self.line.connections.discard(self)
        self._is_closing, self._way = True, None
        self._forget()
        self._cancel("_stalled", "_drain")
        self.left()

    def eof_received(self) -> None:
        """A client that says no more is gone."""

    def shutdown(self) -> None:
        """The server stops: connections end one after the other, for their clients come back elsewhere."""
        assert self.line is not None
        first, last = (min(each, self.line.grace / 2) for each in DRAINING_SECONDS)
        delay = random.uniform(first, last)  # noqa: S311
        self._drain = asyncio.get_running_loop().call_later(delay, self.drain)

    def write(self, data: bytes) -> None:
        """Sends bytes that are never dropped, after everything before them."""
        if self._way is not None:
            self._way(data)
        elif not self._is_closing:
            self._waiting().keep(data)
            self._bound()

    def deliver(self, stream: Shaping, frame: Frame) -> None:
        """Sends a frame of a stream, or keeps it for a reader that lags."""
        if self._way is not None:
            self._way(stream.shape(frame.payload, frame.cursor))
        elif not self._is_closing:
            self._waiting().put(stream, frame)
            self._bound()

    def finish(self, last: bytes) -> None:
        """Sends what ends the connection in place of everything that waits, and closes it."""
        if self._is_closing:
            return
        self._is_closing, self._way = True, None
        self._forget()
        if self.line is not None:
            self.line.transport.write(last)
            self._cancel("_stalled")
            self._stalled = asyncio.get_running_loop().call_later(CLOSING_SECONDS, self.line.transport.abort)

    async def room(self) -> None:
        """Returns once the reader keeps up, or is gone."""
        if self._is_closing or self._way is not None:
            return
        if self._room is None:
            self._room = asyncio.Event()
        await self._room.wait()

    def pause_writing(self) -> None:
        """The reader lags; what it asks for meanwhile waits as well."""
        self._way = None
        if self._is_closing or self.line is None:
            return
        self.line.transport.pause_reading()
        self._stalled = asyncio.get_running_loop().call_later(READER_SECONDS, self.too_slow)

    def resume_writing(self) -> None:
        """It reads again."""
        if self._is_closing or self.line is None:
            return
        self._cancel("_stalled")
        self.line.transport.resume_reading()
        self._flow()

    @abstractmethod
    def too_slow(self) -> None:
        """Ends the connection because its reader does not read."""

    @abstractmethod
    def drain(self) -> None:
        """Ends the connection because the server stops."""

    @abstractmethod
    def left(self) -> None:
        """The connection is gone: nothing can be sent any more."""

    def _flow(self) -> None:
        assert self.line is not None
        self._way = self.line.transport.write
        while self._backlog and self._way is not None:
            each = self._backlog.pop()
            self._way(each.data if each.stream is None else each.stream.shape(each.payload(), each.cursor))
        if self._way is not None:
            self._forget()

    def _waiting(self) -> Backlog:
        if self._backlog is None:
            self._backlog = Backlog()
        return self._backlog

    def _bound(self) -> None:
        if self._backlog is not None and self._backlog.size > BACKLOG_BYTES:
            self.too_slow()

    def _forget(self) -> None:
        self._backlog = None
        if self._room is not None:
            self._room.set()
            self._room = None

    def _cancel(self, *timers: str) -> None:
        for name in timers:
            timer: asyncio.TimerHandle | None = getattr(self, name)
            if timer is not None:
                timer.cancel()
                setattr(self, name, None)
