"""One running subscription."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import TYPE_CHECKING

from gateway.problems import explain
from gateway.streams.ask import Ask
from gateway.streams.interface import Ending, EndingCode, Frame, Sink
from store.outbox import START

if TYPE_CHECKING:
    from gateway.streams.firm import Firm
    from gateway.streams.group import Group
    from gateway.streams.rights import Principal


class Stream:
    """Who is told what, through which sink, and how far they have come; thousands are held at a time."""

    __slots__ = ("ask", "binding", "catching_up", "firm", "group", "is_open", "principal", "reached", "sink")

    def __init__(self, firm: Firm, principal: Principal, ask: Ask, binding: bytes, sink: Sink) -> None:
        self.firm = firm
        self.principal = principal
        self.ask = ask
        self.binding = binding
        self.sink = sink
        self.reached = START
        self.is_open = True
        self.group: Group | None = None
        self.catching_up: asyncio.Task[None] | None = None

    def send(self, frame: Frame) -> None:
        """Hands a frame to the sink, unless the stream is over."""
        if self.is_open:
            self.sink.send(frame)

    def end(self, ending: Ending) -> None:
        """Ends it, and says so."""
        if self.is_open:
            self.close()
            self.sink.end(ending)

    def close(self) -> None:
        """Stops it without a word."""
        if not self.is_open:
            return
        self.is_open = False
        self.firm.leave(self)
        if self.catching_up is not None and self.catching_up is not asyncio.current_task():
            self.catching_up.cancel()


def fail(streams: Iterable[Stream], error: Exception) -> None:
    """Ends streams for a failure of ours, or of their document's making."""
    _, message, extensions = explain(error)
    reference = extensions.get("reference")
    for stream in tuple(streams):
        stream.end(Ending(EndingCode.INTERNAL, message, reference))
