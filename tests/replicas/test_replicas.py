"""Whatever is killed or frozen: every commit is an event, and who follows from cursor to cursor sees each once."""

import asyncio
import itertools
import random
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from domain.ids import IdKind, encode
from domain.vocabulary import DueKind, Role
from gateway.settings import Settings
from gateway.tokens import local_issuer
from store.attention import file_due
from store.engine import Store, open_store
from store.tables import audit_entry, outbox_event
from store.vault import Vault
from store.writing import Actor, unit_of_work
from tests.cli.conftest import Gateway
from tests.http.faults import eventually
from tests.portal.portal import SECRET_KEY
from tests.replicas.replicas import Reader, Replica, Writers
from tests.servers.databases import Database, PostgresServer
from tests.servers.valkey import Valkey
from tests.world import World

CLIENTS, COLLEAGUES = 20, 15
TOTAL = CLIENTS * COLLEAGUES
STARTED = "assignment.started"


@dataclass
class Estate:
    """Two replicas on a database and a Redis, and a firm whose admin holds a token for them."""

    replicas: list[Replica]
    valkey: Valkey
    store: Store
    firm: UUID
    pairs: list[tuple[str, str]]
    token: str
    # Clients of whom nothing is known for long, which only the replicas' clocks will notice.
    silent: list[UUID]


@pytest.fixture
async def estate(postgres_server: PostgresServer, tmp_path: Path, now: datetime, vault: Vault) -> AsyncIterator[Estate]:
    async with AsyncExitStack() as running:
        database = running.enter_context(postgres_server.database())
        store = open_store(database.url)
        running.push_async_callback(store.close)
        valkey = Valkey(tmp_path)
        valkey.start()
        running.callback(valkey.kill)
        settings = environ(database, valkey, tmp_path)
        replicas = [Replica(Gateway(tmp_path, settings)) for _ in range(2)]
        for each in replicas:
            running.callback(each.kill)
        issuer = local_issuer(Settings.from_environment(settings))
        firm = await World(store, vault, now).partner()
        admin = await firm.colleague(role=Role.ADMIN, issuer=issuer.issuer, subject="admin")
        clients = [(await firm.client()).public_id for _ in range(CLIENTS)]
        colleagues = [(await firm.colleague()).public_id for _ in range(COLLEAGUES)]
        for each in replicas:
            await each.started()
        pairs = list(itertools.product(clients, colleagues))
        silent = [(await firm.client()).id for _ in range(CLIENTS)]
        token = issuer.mint("admin", email=admin.email)
        yield Estate(replicas, valkey, store, firm.id, pairs, token, silent)


def environ(database: Database, valkey: Valkey, folder: Path) -> dict[str, str]:
    """What both replicas are told."""
    return {
        "GATEWAY_DATA_DIR": str(folder),
        "GATEWAY_DATABASE_URL": database.url,
        "GATEWAY_DATABASE_ROLE": database.role,
        "GATEWAY_REDIS_URL": valkey.url,
        "GATEWAY_SECRET_KEYS": SECRET_KEY,
        "GATEWAY_PORT": "0",
        "GATEWAY_CLOCK_SECONDS": "0.1",
    }


async def test_a_killed_replica_and_a_frozen_redis_lose_nothing_and_repeat_nothing(
    estate: Estate, vault: Vault
) -> None:
    first, second = estate.replicas
    chance = random.Random(11)
    writers = Writers(estate.replicas, estate.token, chance)
    start = await begun(estate, writers)
    whole, cut = (Reader(each, estate.token, after=start["cursor"]) for each in ([first], [second, first]))
    rest = TOTAL - 1 - (await committed(estate.store, estate.firm))[0].index(start["assignmentId"])
    async with asyncio.timeout(120), asyncio.TaskGroup() as together:
        together.create_task(whole.read(rest, itertools.repeat(rest)))
        together.create_task(cut.read(rest, iter(lambda: chance.randint(1, 6), 0)))
        together.create_task(writers.assign(estate.pairs))
        await eventually(lambda: writers.done > TOTAL / 4, 60)
        await comes_due(estate, vault)
        second.kill()
        await second.restart()
        estate.valkey.freeze()
        await eventually(lambda: writers.done > TOTAL * 3 / 4, 60)
        estate.valkey.thaw()
    events, entries = await committed(estate.store, estate.firm)
    assert (len(events), events) == (TOTAL, entries)
    assert whole.assignments == cut.assignments == events[events.index(start["assignmentId"]) + 1 :]
    assert cut.cuts > TOTAL / 10
    # What a clock that was killed had taken is due again half a minute later.
    async with asyncio.timeout(60):
        while len(noticed := await gone_stale(estate)) < len(estate.silent):
            await asyncio.sleep(0.1)
    assert Counter(noticed) == Counter(estate.silent)


async def comes_due(estate: Estate, vault: Vault) -> None:
    """Has both clocks look at the silent clients."""
    now = datetime.now(UTC)
    async with unit_of_work(estate.store, estate.firm, Actor("CLOCK"), now, vault) as work:
        await file_due(work, DueKind.CLIENT, dict.fromkeys(estate.silent, now))


async def gone_stale(estate: Estate) -> list[UUID]:
    """The silent clients of whom the log tells that their data are stale, as often as it does."""
    event = outbox_event.c
    told = select(event.client_id, event.payload).where(event.kind == "attention.changed")
    async with estate.store.engine.connect() as connection:
        rows = (await connection.execute(told.where(event.client_id.in_(estate.silent)))).all()
    return [row.client_id for row in rows for each in row.payload["signals"] if each["kind"] == "DATA_STALE"]


async def begun(estate: Estate, writers: Writers) -> dict[str, Any]:
    """The first frame of a stream that begins with now; takes pairs until there is one."""
    reader = Reader(estate.replicas, estate.token)
    async with asyncio.TaskGroup() as together:
        together.create_task(reader.read(1, itertools.repeat(1)))
        while not reader.frames:
            await writers.assign([estate.pairs.pop()])
    return reader.frames[0]


async def committed(store: Store, partner_id: UUID) -> tuple[list[str], list[str]]:
    """The assignments that the log and the audit trail tell of, each in its order."""
    event, entry = outbox_event.c, audit_entry.c
    of_log = select(event.object_id).where(event.partner_id == partner_id, event.kind == STARTED)
    of_trail = select(entry.object_id).where(entry.partner_id == partner_id, entry.action == STARTED)
    async with store.engine.connect() as connection:
        events = (await connection.execute(of_log.order_by(event.position))).scalars().all()
        entries = (await connection.execute(of_trail.order_by(entry.position))).scalars().all()
    events_ids, entries_ids = ([encode(IdKind.ASSIGNMENT, each) for each in found] for found in (events, entries))
    return events_ids, entries_ids
