"""How long the wire waits: heads that come slowly or grow too long, and readers that do not read, are cut off."""

import asyncio
from functools import partial
from typing import Any
from weakref import ref

from starlette.responses import PlainTextResponse
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from gateway.http.taking import Line, Successor, offer

HEAD_BYTES = 16_384
HEAD_SECONDS = 10.0
READER_SECONDS = 10.0
_TOO_LARGE = f"The headers are larger than {HEAD_BYTES} bytes.\n"


class PatientProtocol(HttpToolsProtocol):
    """uvicorn's HTTP/1.1 connection with the deadlines and the bound that it lacks."""

    _deadline: asyncio.TimerHandle | None = None
    _stalled: asyncio.TimerHandle | None = None
    _head_bytes = 0
    _in_head = True

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """A connection that says nothing is closed as one that stops half-way."""
        super().connection_made(transport)
        self._await_head()

    def connection_lost(self, exc: Exception | None) -> None:
        """Lets go of the timers."""
        self._head_done()
        self._unstall()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Parses; a head that is not complete yet may grow only so far."""
        super().data_received(data)
        if self._in_head and not self.transport.is_closing():
            self._head_bytes += len(data)
            if self._head_bytes > HEAD_BYTES:
                self.transport.write(b"HTTP/1.1 431 Request Header Fields Too Large\r\nconnection: close\r\n")
                self.transport.write(f"content-length: {len(_TOO_LARGE)}\r\n\r\n{_TOO_LARGE}".encode())
                self.transport.close()

    def on_message_begin(self) -> None:
        """A further request on the connection has its own deadline."""
        super().on_message_begin()
        self._await_head()

    def on_headers_complete(self) -> None:
        """The head is there; one that came at once, but too long, is refused as well."""
        self._head_done()
        if sum(len(name) + len(value) for name, value in self.headers) + len(self.url) > HEAD_BYTES:
            self.app: Any = PlainTextResponse(_TOO_LARGE, 431, {"Connection": "close"})
        super().on_headers_complete()
        # Not the cycle itself: it holds the scope.
        offer(self.scope, partial(self._give_away, ref(self.cycle)))

    def pause_writing(self) -> None:
        """The client does not read what is written to it."""
        super().pause_writing()
        self._stalled = self.loop.call_later(READER_SECONDS, self.transport.abort)

    def resume_writing(self) -> None:
        """It does again."""
        self._unstall()
        super().resume_writing()

    def timeout_keep_alive_handler(self) -> None:
        """An idle connection is closed; what nobody reads is not waited for."""
        super().timeout_keep_alive_handler()
        if self.transport.get_write_buffer_size():
            self.transport.abort()

    def _unsupported_upgrade_warning(self) -> None:
        """What follows a request to upgrade waits for whoever takes the connection; else its answer is the last."""
        self.cycle.keep_alive = False
        self.flow.pause_reading()

    def _give_away(self, of: ref[RequestResponseCycle], successor: Successor) -> None:
        cycle = of()
        if cycle is None or self.transport.is_closing():
            successor.connection_lost(None)
            return
        # Nothing more is sent by the request, and nobody misses the rest of its answer.
        cycle.disconnected = True
        self._head_done()
        self._unstall()
        self._unset_keepalive_if_required()
        self.connections.discard(self)
        # They hold each other.
        self.parser: Any = None
        self.transport.set_protocol(successor)  # type: ignore[arg-type]
        grace = float(self.config.timeout_graceful_shutdown or 0)
        successor.adopt(Line(self.transport, self.connections, self.tasks, grace))
        self.flow.resume_reading()

    def _await_head(self) -> None:
        self._head_done()
        self._in_head, self._head_bytes = True, 0
        self._deadline = self.loop.call_later(HEAD_SECONDS, self.transport.abort)

    def _head_done(self) -> None:
        self._in_head = False
        if self._deadline is not None:
            self._deadline.cancel()

    def _unstall(self) -> None:
        if self._stalled is not None:
            self._stalled.cancel()
