"""Connections that are written to without waiting: a slow reader costs bounded memory, and nobody else's time."""

import asyncio
import random
from abc import abstractmethod
from typing import Any

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


class Outlet(asyncio.Protocol):
    """A connection that was taken over from HTTP; subclasses say how frames look, and how the end is told."""

    __slots__ = ("_backlog", "_drain", "_is_closing", "_is_paused", "_room", "_stalled", "line")

    def __init__(self) -> None:
        self.line: Line | None = None
        # Before it has its connection, everything waits.
        self._is_paused = True
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
        self._is_closing = True
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
        if self._is_closing:
            return
        if self.line is not None and not self._is_paused and not self._backlog:
            self.line.transport.write(data)
        else:
            self._waiting().keep(data)
            self._bound()

    def deliver(self, stream: Any, frame: Frame) -> None:
        """Sends a frame of a stream, or keeps it for a reader that lags."""
        if self._is_closing:
            return
        if self.line is not None and not self._is_paused and not self._backlog:
            self.line.transport.write(self.shape(stream, frame.payload, frame.cursor))
        else:
            self._waiting().put(stream, frame)
            self._bound()

    def finish(self, last: bytes) -> None:
        """Sends what ends the connection in place of everything that waits, and closes it."""
        if self._is_closing:
            return
        self._is_closing = True
        self._forget()
        if self.line is not None:
            self.line.transport.write(last)
            self._cancel("_stalled")
            self._stalled = asyncio.get_running_loop().call_later(CLOSING_SECONDS, self.line.transport.abort)

    async def room(self) -> None:
        """Returns once the reader keeps up, or is gone."""
        if self._is_closing or not (self._is_paused or self._backlog):
            return
        if self._room is None:
            self._room = asyncio.Event()
        await self._room.wait()

    def pause_writing(self) -> None:
        """The reader lags; what it asks for meanwhile waits as well."""
        self._is_paused = True
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
    def shape(self, stream: Any, payload: bytes, cursor: str) -> bytes:
        """A frame of a stream as it goes over the wire."""

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
        self._is_paused = False
        while self._backlog and not self._is_paused:
            each = self._backlog.pop()
            data = each.data if each.stream is None else self.shape(each.stream, each.payload(), each.cursor)
            self.line.transport.write(data)
        if not self._is_paused:
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
