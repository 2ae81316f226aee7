"""A subscription as a stream of server-sent events: what the connection of its request becomes."""

import asyncio
import os
import random
import socket
from datetime import datetime

import orjson

from gateway.http.taking import Line
from gateway.live.callers import Caller, Callers
from gateway.live.endings import ending_of, told_ending
from gateway.live.expiry import Expiry
from gateway.live.outlet import Outlet
from gateway.sse.events import COMPLETE, HEARTBEAT, LAST_CHUNK, chunk, comment, next_chunk, next_event, retry_after
from gateway.streams import Ending, EndingCode, Frame, OpenStream
from gateway.tokens import Verifier

HEARTBEAT_SECONDS = 15.0
# A peer that died acknowledges no heartbeat.
_UNACKNOWLEDGED_MILLISECONDS = 14_000
_RETRY_SECONDS = (1.0, 5.0)


class EventStream(Outlet):
    """The sink of one subscription, and its connection; counts for its caller while it lives."""

    __slots__ = ("_caller", "_callers", "_early", "_expires_at", "_expiry", "_heartbeat", "_stream", "_verifier")

    def __init__(self, callers: Callers, caller: Caller, verifier: Verifier, expires_at: datetime) -> None:
        super().__init__()
        self._callers = callers
        self._caller: Caller | None = caller
        self._verifier, self._expires_at = verifier, expires_at
        self._stream: OpenStream | None = None
        self._expiry: Expiry | None = None
        self._heartbeat: asyncio.TimerHandle | None = None
        # An end that came before the connection.
        self._early: Ending | None = None

    def follow(self, stream: OpenStream) -> None:
        """Learns what it is the sink of."""
        self._stream = stream

    def adopt(self, line: Line) -> None:
        """Sends what has come so far; the head of the answer is out already."""
        _watch_peer(line.transport)
        line.transport.write(chunk(_retry()))
        super().adopt(line)
        self._heartbeat = asyncio.get_running_loop().call_later(HEARTBEAT_SECONDS, self._beat)
        self._expiry = Expiry(self._verifier, self._expires_at, self._warn, self._expire)
        if self._early is not None:
            self.end(self._early)

    def data_received(self, data: bytes) -> None:
        """The connection is not given back; whatever else is asked for on it goes unanswered, as its answer said."""

    def shape(self, payload: bytes, cursor: str) -> bytes:
        """A result as an event."""
        return next_chunk(payload, cursor)

    def send(self, frame: Frame) -> None:
        """Sends one result."""
        self.deliver(self, frame)

    def end(self, ending: Ending) -> None:
        """Tells why there are no more; results that wait for a slow reader come after its cursor, if at all."""
        if self.line is None:
            self._early = ending
        else:
            self._close(_told(ending) + COMPLETE)

    def too_slow(self) -> None:
        """Cuts a reader off that does not read; it may come back, so nothing is complete."""
        self._close(_told(ending_of(EndingCode.SLOW_CONSUMER)) + _retry())

    def drain(self) -> None:
        """Cuts the reader off, which comes back somewhere else by itself."""
        self._close(comment(f"{EndingCode.DRAINING}: {EndingCode.DRAINING.meaning}") + _retry())

    def left(self) -> None:
        """Nobody listens any more."""
        self._cancel("_heartbeat")
        if self._expiry is not None:
            self._expiry.cancel()
            self._expiry = None
        if self._stream is not None:
            self._stream.close()
            self._stream = None
        if self._caller is not None:
            self._callers.leave(self._caller)
            self._caller = None

    def _close(self, last: bytes) -> None:
        if self._is_closing or self.line is None:
            return
        self.finish(chunk(last) + LAST_CHUNK)
        self.line.transport.close()
        self.left()

    def _beat(self) -> None:
        self.write(chunk(HEARTBEAT))
        self._heartbeat = asyncio.get_running_loop().call_later(HEARTBEAT_SECONDS, self._beat)

    def _warn(self) -> None:
        self.write(chunk(comment(f"the token expires at {self._expires_at.isoformat()}")))

    def _expire(self) -> None:
        self.end(ending_of(EndingCode.TOKEN_EXPIRED))


def _told(ending: Ending) -> bytes:
    return next_event(orjson.dumps({"errors": [told_ending(ending)]}))


def _retry() -> bytes:
    return retry_after(random.uniform(*_RETRY_SECONDS))  # noqa: S311


def _watch_peer(transport: asyncio.Transport) -> None:
    """Has the system give up on a peer that acknowledges nothing."""
    # A loop's own view of a socket does not let options be set.
    with socket.socket(fileno=os.dup(transport.get_extra_info("socket").fileno())) as same:
        same.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, _UNACKNOWLEDGED_MILLISECONDS)
