"""Whatever is killed, stopped, frozen or wrong: each commit is an event, and who follows by cursors sees it once."""

import asyncio
import itertools
import random
from collections import Counter
from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path

import pytest

from store.vault import Vault
from tests.cli.conftest import PROGRAM
from tests.http.faults import eventually
from tests.replicas.clocks import Silent
from tests.replicas.estate import Estate, estate
from tests.replicas.following import Reader, begun
from tests.replicas.shifted import program
from tests.replicas.writing import Writers
from tests.servers.databases import PostgresServer

CLIENTS, COLLEAGUES = 20, 15
TOTAL = CLIENTS * COLLEAGUES
# Seconds by which the clock of one of them is wrong.
AHEAD = 90
# Sockets are closed over half of it.
HURRIED = {"GATEWAY_SHUTDOWN_GRACE_SECONDS": "1"}


@pytest.fixture
async def two(postgres_server: PostgresServer, tmp_path: Path, now: datetime, vault: Vault) -> AsyncIterator[Estate]:
    with postgres_server.database() as database:
        async with estate(database, tmp_path, now, vault, (PROGRAM, program(AHEAD)), **HURRIED) as running:
            yield running


async def test_a_replica_killed_and_stopped_with_a_wrong_clock_and_a_frozen_redis_lose_and_repeat_nothing(
    two: Estate,
) -> None:
    first, second = two.replicas
    chance = random.Random(11)
    pairs, silent = await two.pairs(CLIENTS, COLLEAGUES), await Silent.of(two, CLIENTS)
    writers = Writers(two.replicas, two.token, chance, patient=True)
    start = await begun(two.replicas, two.token, lambda: writers.assign(iter([pairs.pop()])))
    whole, cut = (Reader(each, two.token, after=start["cursor"]) for each in ([first], [second, first]))
    rest = TOTAL - 1 - (await two.committed())[0].index(start["assignmentId"])
    async with asyncio.timeout(120), asyncio.TaskGroup() as together:
        together.create_task(whole.read(rest, itertools.repeat(rest)))
        together.create_task(cut.read(rest, iter(lambda: chance.randint(1, 6), 0)))
        together.create_task(writers.assign(iter(pairs)))
        await eventually(lambda: writers.done > TOTAL / 4, 60)
        await silent.comes_due()
        second.kill()
        await second.restart()
        two.valkey.freeze()
        await eventually(lambda: writers.done > TOTAL / 2, 60)
        two.valkey.thaw()
        second.stop()
        assert await second.ended() == 0
        await second.restart()
    events, entries = await two.committed()
    assert (len(events), events) == (TOTAL, entries)
    assert Counter(events) == Counter(writers.made)
    assert whole.assignments == cut.assignments == events[events.index(start["assignmentId"]) + 1 :]
    assert cut.cuts > TOTAL / 10
    assert await writers.other_answers() == []
    # What a clock that was killed had taken is due again half a minute later.
    assert await silent.noticed(60) == Counter(silent.clients)
