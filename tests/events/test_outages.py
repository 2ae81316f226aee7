"""A database that goes away delays events, and loses none."""

import asyncio
from datetime import datetime

import pytest
import structlog

from gateway.events import Hub
from store.engine import open_store
from store.outbox import START
from store.vault import Vault
from tests.events.following import Follower, Writer
from tests.http.faults import cable, eventually
from tests.servers.databases import PostgresServer
from tests.world import World


@pytest.mark.parametrize("fault", ["cut", "hang"])
async def test_a_database_that_returns_has_all_that_was_committed_meanwhile(
    postgres_server: PostgresServer, now: datetime, vault: Vault, fault: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gateway.events.hub.POLL_SECONDS", 0.05)
    with postgres_server.database() as database:
        async with cable(database.url) as wire:
            near = open_store(database.url, role=database.role)
            far = open_store(wire.url, role=database.role)
            firm = (await World(near, vault, now).partner()).id
            writer, hubs = Writer(near, vault, now), [Hub(far), Hub(far)]
            await hubs[0].start()
            early = Follower(hubs[0], firm, START)
            await early.start()
            with structlog.testing.capture_logs() as told:
                await (wire.cut() if fault == "cut" else asyncio.sleep(0, wire.hang()))
                await hubs[1].start()
                late = Follower(hubs[1], firm, START)
                starting = asyncio.create_task(late.start())
                objects = [(await writer.write(firm))[0] for _ in range(3)]
                await eventually(lambda: len(told) == 2, 10)
                assert (early.objects, starting.done()) == ([], False)
                await wire.mend()
                assert [await each.until(3, 5) for each in (early, late)] == [objects] * 2
                await asyncio.wait_for(starting, 5)
            for each in hubs:
                await each.aclose()
            for store in (far, near):
                await store.close()
    assert [entry["event"] for entry in told[:3]] == ["away", "away", "back"]
