"""Processes that hear of one another through Redis, and find by themselves what it loses."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from uuid import UUID

import pytest
from prometheus_client import CollectorRegistry

from gateway.events import Hub
from gateway.events.counts import EventCounts
from gateway.events.doorbell import RedisDoorbell
from store.engine import Store, open_store
from store.outbox import START
from tests.events.following import Follower, Writer
from tests.servers.databases import Database
from tests.servers.valkey import Valkey
from tests.world import World

NEVER = 600.0


@asynccontextmanager
async def process(database: Database, redis: str) -> AsyncIterator[tuple[Store, Hub]]:
    """A store and a hub as a process of the gateway has them."""
    async with AsyncExitStack() as running:
        store = open_store(database.url, role=database.role)
        running.push_async_callback(store.close)
        hub = Hub(store)
        running.push_async_callback(hub.aclose)
        await hub.start()
        doorbell = RedisDoorbell(redis, hub.ring, EventCounts(CollectorRegistry()))
        running.push_async_callback(doorbell.aclose)
        await doorbell.start()
        store.committed.append(doorbell.ring)
        yield store, hub


@dataclass
class Pair:
    """One process that writes and one that follows."""

    writer: Writer
    follower: Follower
    firm: UUID
    patch: pytest.MonkeyPatch

    def polls(self, seconds: float) -> None:
        """How long a hub waits for a ring, from its next reading on."""
        self.patch.setattr("gateway.events.hub.POLL_SECONDS", seconds)

    async def say(self) -> None:
        """A commit by the one process is heard by the other, and nothing was lost before."""
        async with asyncio.timeout(5):
            objects = [*self.follower.objects, *await self.writer.write(self.firm)]
        assert await self.follower.until(len(objects), 5) == objects


@pytest.fixture
def patch(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Hubs read only when they are rung; a silent Redis is found out soon."""
    monkeypatch.setattr("gateway.events.hub.POLL_SECONDS", NEVER)
    monkeypatch.setattr("gateway.events.doorbell._QUIET_SECONDS", 0.2)
    return monkeypatch


@asynccontextmanager
async def paired(
    redis: str, database: Database, world: World, writer: Writer, patch: pytest.MonkeyPatch
) -> AsyncIterator[Pair]:
    """Two processes on one database and one Redis."""
    firm = (await world.partner()).id
    async with process(database, redis) as (store, _), process(database, redis) as (_, hub):
        writer.store = store
        follower = Follower(hub, firm, START)
        await follower.start()
        yield Pair(writer, follower, firm, patch)


async def test_a_commit_is_heard_by_the_other_processes(
    redis_url: str, database: Database, world: World, writer: Writer, patch: pytest.MonkeyPatch
) -> None:
    async with paired(redis_url, database, world, writer, patch) as pair:
        await pair.say()
        await pair.say()


@pytest.mark.parametrize("databases", ["postgres"], indirect=True)
@pytest.mark.parametrize("fault", ["killed", "frozen"])
async def test_without_redis_nothing_fails_and_nothing_is_lost_and_it_rings_again_when_it_is_back(
    valkey: Valkey, database: Database, world: World, writer: Writer, patch: pytest.MonkeyPatch, fault: str
) -> None:
    async with paired(valkey.url, database, world, writer, patch) as pair:
        await pair.say()
        pair.polls(0.1)
        pair.follower._hub.ring()
        (valkey.kill if fault == "killed" else valkey.freeze)()
        for _ in range(4):
            await pair.say()
        pair.polls(NEVER)
        await pair.say()
        (valkey.start if fault == "killed" else valkey.thaw)()
        await pair.say()
        await pair.say()


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
async def test_without_any_doorbell_the_log_is_looked_at_now_and_then(
    store: Store, writer: Writer, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gateway.events.hub.POLL_SECONDS", 0.1)
    firm, hub = (await world.partner()).id, Hub(store)
    await hub.start()
    follower = Follower(hub, firm, START)
    await follower.start()
    assert await writer.write(firm) == await follower.until(1, 5)
    await hub.aclose()
