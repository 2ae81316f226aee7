"""How long a change takes from its commit to its subscribers: two replicas, PostgreSQL and a Redis of their own."""

import asyncio
import json
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager, ExitStack
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from prometheus_client import CollectorRegistry
from sqlalchemy import select

from bench.helpers import answer, order
from bench.measuring import Failed
from bench.processes import Cores, Started
from bench.servers import GATEWAY, OURS, bearer, start
from bench.streams import Source, crowd, somebody, source_of
from bench.world import Owner
from gateway.events.counts import EventCounts
from gateway.events.doorbell import RedisDoorbell
from store.engine import Store, open_store
from store.tables import client
from store.vault import Vault
from store.writing import Actor, UnitOfWork, unit_of_work
from tests.servers.databases import Database
from tests.servers.valkey import Valkey

REPLICAS, SUBSCRIBERS, PER_SECOND = 2, 500, 100
_SECONDS, _WARM_UP = 10, 2
_SETTLING_SECONDS = 3.0
_CLIENTS = 50
WATCHING, CHANGES = 50, 100
_QUERY = "subscription { clientAttentionChanged { committedAt cause clientId level { before after } } }"
_ACCESS = "subscription { accessChanged { change } }"
_TOLD = {
    "level": ["NONE", "WARNING"],
    "signals": [{"kind": "LOW_BALANCE", "level": ["NONE", "WARNING"]}],
    "why": "FACTS",
}


@dataclass(frozen=True, slots=True)
class Latency:
    """Milliseconds from before the commit until a subscriber has the result; `cpu` is percent of a core, of a replica.

    `coalesced` are the percent of results that gave way to later ones about the same client: the readers lagged.
    `rights` are from the answer to a change of somebody's role until all their sockets at the other replica know.
    """

    p50: float
    p99: float
    most: float
    cpu: float
    coalesced: float
    rights: list[float]


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes events about a firm's clients, one transaction each, and rings the replicas."""

    store: Store
    vault: Vault
    doorbell: RedisDoorbell
    owner: Owner

    async def write(self, count: int) -> None:
        """So many, as evenly as they go; what is late is not waited for."""
        ids = await self._clients()
        begun, writing = time.monotonic(), set[asyncio.Task[None]]()
        for number in range(count):
            await asyncio.sleep(begun + number / PER_SECOND - time.monotonic())
            writing.add(asyncio.create_task(self._one(ids[number % len(ids)])))
        await asyncio.gather(*writing)

    async def _clients(self) -> list[UUID]:
        async with self._work() as work:
            own = client.c.partner_id == self.owner.partner_id
            return [row.id for row in await work.rows(select(client.c.id).where(own).limit(_CLIENTS))]

    async def _one(self, id: UUID) -> None:
        async with self._work() as work:
            await work.announce("attention.changed", "CLIENT", id, client_id=id, payload=_TOLD)
        self.doorbell.ring()

    def _work(self) -> AbstractAsyncContextManager[UnitOfWork]:
        return unit_of_work(self.store, self.owner.partner_id, Actor("PLATFORM"), datetime.now(UTC), self.vault)


def latency(database: Database, owner: Owner, cores: Cores, folder: Path, tell: Callable[[str], None]) -> Latency:
    """Measures it, on all cores together; raises Failed."""
    every = cores.server | cores.load
    cores = Cores(every, every, cores.database)
    with ExitStack() as stack:
        redis = Valkey(folder)
        redis.start()
        stack.callback(redis.kill)
        replicas = [
            start(stack, GATEWAY, database.url, owner, cores, folder, f"replica {number}", GATEWAY_REDIS_URL=redis.url)
            for number in range(REPLICAS)
        ]
        each = SUBSCRIBERS // REPLICAS
        crowds = [
            stack.enter_context(
                crowd(Source(server, dict(server.headers), lambda _: None), each, cores, _QUERY, "lags")
            )
            for server in replicas
        ]
        # Asked for is not begun: a stream tells of what is committed after it has begun.
        time.sleep(_SETTLING_SECONDS)
        total = 0
        for seconds in (_WARM_UP, _SECONDS):
            total += seconds * PER_SECOND
            for listeners in crowds:
                order(listeners, each * total)
            spent = sum(server.cpu_seconds() for server in replicas)
            asyncio.run(_write(database, owner, redis.url, seconds * PER_SECOND))
            seen = [answer(listeners) for listeners in crowds]
        cpu = (sum(server.cpu_seconds() for server in replicas) - spent) / REPLICAS / _SECONDS * 100
        rights = _rights(replicas, database, owner, cores, folder)
    if missing := SUBSCRIBERS * total - sum(one["seen"] for one in seen):
        raise Failed(f"{missing} results of {SUBSCRIBERS * total} did not come")
    lags = sorted(lag for one in seen for lag in one["lags"])
    coalesced = sum(one["coalesced"] for one in seen) / (SUBSCRIBERS * total) * 100
    found = Latency(lags[len(lags) // 2], lags[int(len(lags) * 0.99)], lags[-1], cpu, coalesced, rights)
    tell(f"  commit to client: p50 {found.p50:.0f} ms, p99 {found.p99:.0f} ms; {found.cpu:.0f} % of a core a replica")
    return found


def _rights(replicas: Sequence[Started], database: Database, owner: Owner, cores: Cores, folder: Path) -> list[float]:
    first, second = replicas
    headers = bearer(database.url, folder, replace(owner, email=somebody(first)["email"]))
    source, lags = Source(second, headers, source_of(replace(first, name=OURS)).change), []
    source.change(0)
    with crowd(source, WATCHING, cores, _ACCESS) as watching:
        time.sleep(_SETTLING_SECONDS)
        for number in range(1, CHANGES + 1):
            order(watching, WATCHING * number)
            source.change(number)
            answered, seen = time.monotonic(), answer(watching)
            if seen["seen"] < WATCHING * number:
                raise Failed(f"of change {number} of a role, not all were told")
            lags.append(max(0.0, seen["last"] - answered) * 1e3)
    return sorted(lags)


async def _write(database: Database, owner: Owner, redis_url: str, count: int) -> None:
    store = open_store(database.url, role=database.role)
    doorbell = RedisDoorbell(redis_url, lambda: None, EventCounts(CollectorRegistry()))
    await doorbell.start()
    try:
        await Writer(store, Vault([json.dumps(redis_url)]), doorbell, owner).write(count)
    finally:
        await asyncio.sleep(0.1)
        await doorbell.aclose()
        await store.close()
