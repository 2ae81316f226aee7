"""Whoever is gone without a word is found within half a minute."""

import asyncio
import os
import socket as sockets

import pytest

from gateway.sse import stream as sse
from gateway.websocket import wire
from tests.live.fakes import TICKS, Ticking
from tests.live.sockets import socket_to


async def test_a_socket_that_answers_no_ping_is_cut_and_one_that_does_stays(
    live: Ticking, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert 2 * wire.PING_SECONDS < 30
    monkeypatch.setattr(wire, "PING_SECONDS", 0.1)
    async with socket_to(live.port) as dead, socket_to(live.port) as well:
        opened = []
        for each in (dead, well):
            await each.init(live.token())
            await each.ask(TICKS)
            opened.append(await live.streams.next())
        # What does not read does not answer either.
        dead.connection.transport.pause_reading()
        await asyncio.wait_for(opened[0].closed.wait(), 10)
        live.streams.tell(1)
        assert (await well.hear())["payload"]["data"] == {"ticks": 1}
        dead.connection.transport.abort()


async def test_the_system_gives_up_on_an_event_stream_whose_peer_acknowledges_nothing(live: Ticking) -> None:
    async with live.events() as events:
        opened = await live.streams.next()
        assert await events.line()
        ours = opened.sink.line.transport.get_extra_info("socket")  # type: ignore[attr-defined]
        with sockets.socket(fileno=os.dup(ours.fileno())) as same:
            patience = same.getsockopt(sockets.IPPROTO_TCP, sockets.TCP_USER_TIMEOUT) / 1_000
    assert patience > 0
    assert sse.HEARTBEAT_SECONDS + patience < 30
