"""Connections that outlive their request: an endpoint takes them over from HTTP, and leaves no task behind."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from starlette.types import Scope

from gateway.http.refusals import HttpError

_EXTENSION = "gateway.take"


@dataclass(frozen=True, slots=True)
class Line:
    """A connection, and what the server keeps of it.

    While it is among `connections` or has `tasks`, the server waits for it before it ends, for `grace` seconds.
    """

    transport: asyncio.Transport
    connections: set[Any]
    tasks: set[asyncio.Task[None]]
    grace: float


class Successor(Protocol):
    """What a connection speaks after HTTP."""

    def adopt(self, line: Line) -> None:
        """Begins; from now on the connection is its own."""

    def connection_lost(self, exc: Exception | None) -> None:
        """The connection is gone; it may be before it began."""


Take = Callable[[Successor], None]


def offer(scope: Any, take: Take) -> None:
    """Lets whoever answers a request have its connection."""
    scope["extensions"] = {_EXTENSION: take}


def take_of(scope: Scope) -> Take:
    """How to have the connection of a request; raises HttpError (501) where a server does not give it away."""
    take: Take | None = scope.get("extensions", {}).get(_EXTENSION)
    if take is None:
        raise HttpError(501, "Streams are not served here.")
    return take
