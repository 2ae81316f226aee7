"""A database that is gone, or hangs: told soon, and over as soon as it returns."""

import asyncio
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from store.engine import open_store
from tests.http.faults import cable, opened
from tests.portal import Caller, Portal
from tests.servers.databases import PostgresServer
from tests.world import World

FIRM = "{ partner { name } }"


@pytest.mark.parametrize("fault", ["cut", "hang"])
async def test_a_database_that_is_gone_is_503_and_back_when_it_returns(
    postgres_server: PostgresServer, tmp_path: Path, now: datetime, vault: Any, fault: str
) -> None:
    with postgres_server.database() as database:
        async with cable(database.url) as wire:
            store = open_store(wire.url, role=database.role)
            ada = await (await World(store, vault, now).partner("Nord")).colleague()
            async with opened(store, tmp_path, now) as gateway:
                caller = gateway.of(ada)
                assert (await caller(FIRM)).status == 200
                await (wire.cut() if fault == "cut" else asyncio.sleep(0, wire.hang()))
                assert await refusals(caller, gateway) == {(503, "UNAVAILABLE", "1")}
                await wire.mend()
                assert (await asyncio.wait_for(recovered(caller), 5)).data == {"partner": {"name": "Nord"}}
            await store.close()


async def refusals(caller: Caller, gateway: Portal) -> set[tuple[int, str, str | None]]:
    """How three requests are refused, each within two seconds, while the process says that it lives."""
    seen = set()
    for _ in range(3):
        answer = await asyncio.wait_for(caller(FIRM), 2)
        seen.add((answer.status, answer.codes[0], answer.headers.get("retry-after")))
        assert (await gateway.http.get("/health/live")).status_code == 200
        assert (await gateway.http.get("/health/ready")).json() == {"status": "not ready", "reason": "database"}
    return seen


async def recovered(caller: Caller) -> Any:
    while (answer := await caller(FIRM)).status != 200:
        pass
    return answer
