"""A server that stops: connections end one after the other, and what was asked is answered first."""

import asyncio

import pytest

from gateway.live import outlet
from store.engine import Store
from tests.live.fakes import TICKS, ticking
from tests.live.sockets import socket_to
from tests.portal import Portal
from tests.world import Colleague


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    assert outlet.DRAINING_SECONDS == (1, 10)
    monkeypatch.setattr(outlet, "DRAINING_SECONDS", (0.05, 0.5))


async def test_sockets_are_told_1012_and_event_streams_end_without_being_complete(
    portal: Portal, store: Store, ada: Colleague
) -> None:
    server = ticking(portal, store, ada)
    live = await server.__aenter__()
    async with socket_to(live.port) as socket, live.events() as events:
        await socket.init(live.token())
        await socket.ask(TICKS)
        opened = [await live.streams.next() for _ in range(2)]
        ending = asyncio.create_task(server.__aexit__(None, None, None))
        assert await socket.ended() == (1012, "Service restart")
        assert [event async for event in events] == []
        assert any(comment.startswith(": DRAINING") for comment in events.comments)
        assert [each.closed.is_set() for each in opened] == [True, True]
    await ending


async def test_operations_under_way_are_answered_first(
    portal: Portal, store: Store, ada: Colleague, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, may_go_on = asyncio.Event(), asyncio.Event()
    server = ticking(portal, store, ada)
    live = await server.__aenter__()

    async def run(self: object, *_: object) -> dict[str, object]:
        asked.set()
        await may_go_on.wait()
        return {"data": {"partner": None}}

    monkeypatch.setattr("gateway.operations.Operations.run", run)
    async with socket_to(live.port) as socket, socket_to(live.port) as idle:
        for each in (socket, idle):
            await each.init(live.token())
        await socket.ask("{ partner { name } }", "q")
        await asyncio.wait_for(asked.wait(), 5)
        ending = asyncio.create_task(server.__aexit__(None, None, None))
        assert (await idle.ended())[0] == 1012
        may_go_on.set()
        assert await socket.hear() == {"id": "q", "type": "next", "payload": {"data": {"partner": None}}}
        assert await socket.hear() == {"id": "q", "type": "complete"}
        assert (await socket.ended())[0] == 1012
    await ending


async def test_readers_that_do_not_read_do_not_keep_it(
    portal: Portal, store: Store, ada: Colleague, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outlet, "CLOSING_SECONDS", 0.2)
    server = ticking(portal, store, ada)
    live = await server.__aenter__()
    async with socket_to(live.port) as socket:
        await socket.init(live.token())
        socket.connection.transport.pause_reading()
        await asyncio.wait_for(server.__aexit__(None, None, None), 10)
        socket.connection.transport.abort()
