"""Subscriptions whose results a test sends itself, on the gateway's own transports."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field, fields, replace
from typing import Any
from uuid import UUID

import orjson
from graphql import OperationDefinitionNode, build_schema
from starlette.applications import Starlette
from starlette.routing import Route

from domain.errors import ErrorCode, RequestError
from execution.document import Documents, Prepared
from execution.limits import Limits
from gateway.app import endpoint_of
from gateway.asked import Asked
from gateway.metrics import Metrics
from gateway.operations import Operations
from gateway.signing_in import SignedIn
from gateway.streams import Ending, Frame, Sink
from gateway.tokens.trust import trusting
from gateway.wiring import operations_of
from store.engine import Store
from tests.http.sockets import Port, served
from tests.live.sse import Events, events_from
from tests.portal import Portal
from tests.world import Colleague

TICKS = "subscription { ticks }"
_TICKING = build_schema("type Query { ticks: Int } type Subscription { ticks: Int }")


class FakeStream:
    """One open subscription."""

    def __init__(self, sink: Sink, asked: Asked, after: str | None) -> None:
        self.sink, self.asked, self.after = sink, asked, after
        self.closed = asyncio.Event()

    def close(self) -> None:
        """Nobody listens any more."""
        self.closed.set()


@dataclass
class FakeStreams:
    """All of them, in the order in which they were opened."""

    open_streams: list[FakeStream] = field(default_factory=list)
    opened: asyncio.Queue[FakeStream] = field(default_factory=asyncio.Queue)

    async def open(
        self, prepared: Prepared, asked: Asked, signed_in: SignedIn, sink: Sink, *, after: str | None = None
    ) -> FakeStream:
        """Opens one; a cursor `foreign` is refused."""
        if after == "foreign":
            raise RequestError(ErrorCode.BAD_CURSOR, "Not yours.")
        stream = FakeStream(sink, asked, after)
        self.open_streams.append(stream)
        self.opened.put_nowait(stream)
        return stream

    async def aclose(self, ending: Ending) -> None:
        """Not called here."""

    async def next(self) -> FakeStream:
        """The next one that opens."""
        return await asyncio.wait_for(self.opened.get(), 10)

    def tell(self, number: int, about: UUID | None = None, filling: str = "") -> None:
        """Sends a result to every open one, whose cursor is its number."""
        payload = orjson.dumps({"data": {"ticks": number}, "extensions": {"cursor": str(number), "filling": filling}})
        for each in self.open_streams:
            if not each.closed.is_set():
                each.sink.send(Frame(payload, str(number), about))


class TickingOperations(Operations):
    """Those of the gateway, and `ticks`."""

    def document(self, asked: Asked, signed_in: SignedIn) -> Prepared:
        """The document asked for."""
        if asked.query.startswith("subscription"):
            return Documents(_TICKING, Limits(), introspection=False).prepare(asked.query)
        return super().document(asked, signed_in)

    def admit(self, prepared: Prepared, operation: OperationDefinitionNode, signed_in: SignedIn) -> None:
        """Anybody with a token may have ticks."""
        if operation.operation.value != "subscription":
            super().admit(prepared, operation, signed_in)


@dataclass
class Ticking:
    """A listening gateway with ticks."""

    port: Port
    streams: FakeStreams
    portal: Portal
    ada: Colleague

    def token(self, **claims: Any) -> str:
        """Ada's token."""
        return self.portal.token_of(self.ada, **claims)

    def events(
        self, headers: Mapping[str, str] = {}, token: str = "", **members: Any
    ) -> AbstractAsyncContextManager[Events]:
        """Ticks as a stream of events."""
        return events_from(self.port, TICKS, token or self.token(), headers, **members)


@asynccontextmanager
async def ticking(portal: Portal, store: Store, ada: Colleague, **settings: Any) -> AsyncIterator[Ticking]:
    """Serves it, without any leeway for tokens."""
    changed = replace(portal.settings, token_leeway_seconds=0, **settings)
    streams = FakeStreams()
    own = operations_of(changed, store, trusting=[trusting(portal.issuer)])
    operations = TickingOperations(
        **{each.name: getattr(own, each.name) for each in fields(own)} | {"streams": streams}
    )
    app = Starlette(routes=[Route("/graphql", endpoint_of(changed, operations, Metrics()), methods=["GET", "POST"])])
    async with served(app) as port:
        yield Ticking(port, streams, portal, ada)
