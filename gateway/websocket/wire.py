"""A WebSocket connection: frames in, messages to whoever understands them; pings, floods and the closing handshake."""

import asyncio
import logging
from abc import abstractmethod

from websockets.exceptions import PayloadTooBig
from websockets.frames import Frame, Opcode
from websockets.protocol import Protocol, Side

from gateway.http.taking import Line
from gateway.live.outlet import Outlet
from gateway.websocket.close_codes import CloseCode
from gateway.websocket.frames import PING, close_frame

# A peer that died is found between one and two of them later.
PING_SECONDS = 12.0
MOST_FRAMES_A_SECOND = 200
_SLICE_BYTES = 4096

_quiet = logging.getLogger("gateway.websocket.frames")
_quiet.addHandler(logging.NullHandler())
_quiet.propagate = False
_quiet.setLevel(logging.CRITICAL)


class Wire(Outlet):
    """One socket; a subclass understands its messages, which are text of at most `message_bytes` each."""

    __slots__ = ("_accepted", "_frames", "_heard", "_in_second", "_is_deaf", "_parts", "_second", "_tick")

    def __init__(self, accepted: bytes, message_bytes: int) -> None:
        super().__init__()
        # The answer to the handshake goes first.
        self._accepted = accepted
        self._frames = Protocol(Side.SERVER, max_size=message_bytes, logger=_quiet)
        self._parts: list[bytes] = []
        self._heard = True
        # Once its bytes cannot be read as frames, or are too many, they are passed over.
        self._is_deaf = False
        self._second = self._in_second = 0
        self._tick: asyncio.TimerHandle | None = None

    def adopt(self, line: Line) -> None:
        """Opens the socket."""
        line.transport.write(self._accepted)
        self._accepted = b""
        super().adopt(line)
        self._tick = asyncio.get_running_loop().call_later(PING_SECONDS, self._ping)

    def connection_lost(self, exc: Exception | None) -> None:
        """Lets go of everything."""
        self._cancel("_tick")
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Takes messages out of the bytes; in slices, for thousands of tiny frames are a flood, not a turn's work."""
        self._heard = True
        for start in range(0, len(data), _SLICE_BYTES):
            self._feed(data[start : start + _SLICE_BYTES])

    def close(self, code: CloseCode, reason: str = "") -> None:
        """Closes the socket; `reason` is what the code's own words do not say."""
        if self._is_closing or self.line is None:
            return
        self._cancel("_tick")
        self.finish(close_frame(code, reason or code.reason))
        # The client's own close frame may wait unread.
        self.line.transport.resume_reading()
        if self._is_deaf:
            # Nothing but the end of its bytes can be waited for.
            self.line.transport.write_eof()
        self.closing()

    def too_slow(self) -> None:
        """Ends it because its reader does not read."""
        self.close(CloseCode.SLOW_CONSUMER)

    @abstractmethod
    def heard(self, message: bytes) -> None:
        """A message has arrived."""

    @abstractmethod
    def closing(self) -> None:
        """Nothing is sent any more: the socket is closed, or about to be."""

    def left(self) -> None:
        """The connection is gone."""
        self.closing()

    def _feed(self, data: bytes) -> None:
        if self._is_deaf:
            return
        self._frames.receive_data(data)
        for frame in self._frames.events_received():
            assert isinstance(frame, Frame)
            self._take(frame)
        if isinstance(self._frames.parser_exc, PayloadTooBig):
            self._turn_away(CloseCode.TOO_LARGE)
        elif self._frames.parser_exc is not None:
            self._turn_away(CloseCode.BAD_REQUEST, "The frame is malformed.")
        # Pongs; those of a socket that closes are not sent.
        elif output := b"".join(self._frames.data_to_send()):
            self.write(output)

    def _take(self, frame: Frame) -> None:
        if frame.opcode is Opcode.CLOSE:
            self._leave()
        elif self._is_closing or self._is_flooded():
            return
        elif frame.opcode is Opcode.BINARY:
            self.close(CloseCode.BAD_REQUEST, "Send text frames.")
        elif frame.opcode in {Opcode.TEXT, Opcode.CONT}:
            self._join(frame)

    def _join(self, frame: Frame) -> None:
        if frame.fin and not self._parts:
            self.heard(bytes(frame.data))
            return
        self._parts.append(bytes(frame.data))
        if frame.fin:
            whole, self._parts = b"".join(self._parts), []
            self.heard(whole)

    def _leave(self) -> None:
        """The client closes the socket, or answers to our closing it."""
        assert self.line is not None
        if not self._is_closing:
            self.finish(b"".join(self._frames.data_to_send()))
            self.closing()
        self.line.transport.close()

    def _is_flooded(self) -> bool:
        second = int(asyncio.get_running_loop().time())
        if second != self._second:
            self._second, self._in_second = second, 0
        self._in_second += 1
        if self._in_second > MOST_FRAMES_A_SECOND:
            self._turn_away(CloseCode.TOO_MANY_MESSAGES)
        return self._is_closing

    def _turn_away(self, code: CloseCode, reason: str = "") -> None:
        self._is_deaf = True
        self.close(code, reason)

    def _ping(self) -> None:
        assert self.line is not None
        if not self._heard:
            self.line.transport.abort()
            return
        self._heard = False
        self.write(PING)
        self._tick = asyncio.get_running_loop().call_later(PING_SECONDS, self._ping)
