"""A server is killed after its commits and before its answers: whoever asks again gets the answer that was meant."""

import asyncio
import os
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

import httpx2
import pytest

from gateway.tokens import LocalIssuer
from gateway.wiring import utc_now
from store.engine import Store
from store.tables import idempotency
from store.vault import Vault
from tests.cli.conftest import ROOT, server_of
from tests.machines.acts import has_key
from tests.machines.conftest import CROWD
from tests.machines.life import Life, Move
from tests.machines.lives import LIVES
from tests.machines.never_answering import AUDIENCE
from tests.machines.scene import Scene, Stage
from tests.portal.portal import SECRET_KEY, open_portal
from tests.servers.databases import Database
from tests.world import ISSUER, World

KEY = "asked twice"


@dataclass
class Asked:
    """A move that somebody has asked for."""

    life: Life
    move: Move
    scene: Scene


@pytest.fixture
async def stage(
    store: Store, admin_store: Store, vault: Vault, database: Database, tmp_path: Path
) -> AsyncIterator[Stage]:
    """A stage of this very moment, for a server in a process of its own knows no other."""
    now = utc_now()
    issuer = LocalIssuer.load_or_create(tmp_path, ISSUER, AUDIENCE)
    portal = open_portal(store, database.url, tmp_path, now, issuer, **CROWD)
    yield Stage(World(store, vault, now), portal, store, admin_store, vault, now)
    await portal.http.aclose()


@pytest.mark.parametrize("databases", ["postgres"], indirect=True)
async def test_whoever_asks_again_gets_the_answer_that_was_meant(
    stage: Stage, database: Database, tmp_path: Path
) -> None:
    asked = [each async for each in everything(stage)]
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.machines.never_answering"],
        env=environ(database, tmp_path),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        server = await asyncio.to_thread(server_of, process)
        async with httpx2.AsyncClient(base_url=server.address, timeout=60) as http:
            under_way = [asyncio.create_task(ask(each, http)) for each in asked]
            await committed(stage, len(asked), under_way)
            process.kill()
            assert await asyncio.gather(*under_way) == [None] * len(asked)
    finally:
        process.kill()
        await asyncio.to_thread(process.communicate)
    for each in asked:
        await again(each)


async def everything(stage: Stage) -> AsyncIterator[Asked]:
    """Every move of every machine that somebody with a key can ask for, and every beginning."""
    for life in LIVES:
        for move in life.moves:
            state = life.first(move)
            if state is not None and has_key(move.act):
                yield Asked(life, move, await life.standing(stage, state))
        if life.begin is not None and has_key(life.begin.act):
            scene = await stage.scene()
            await life.prepare(scene)
            yield Asked(life, life.begin, scene)


async def ask(asked: Asked, http: httpx2.AsyncClient) -> object:
    """Asks the server that never answers; gives what it says, which must be nothing."""
    scene = replace(asked.scene, stage=replace(asked.scene.stage, portal=replace(asked.scene.stage.portal, http=http)))
    with suppress(httpx2.TransportError):
        return await asked.move.act(scene, KEY)
    return None


async def committed(stage: Stage, many: int, under_way: list[asyncio.Task[object]]) -> None:
    """Returns once everything that is asked for is committed."""
    async with asyncio.timeout(60):
        while len(await stage.rows(idempotency, idempotency.c.key == KEY)) < many:
            assert not [each.result() for each in under_way if each.done()]
            await asyncio.sleep(0.02)


async def again(asked: Asked) -> None:
    """Asks once more, and once more: one effect, and always the same answer."""
    what = f"{asked.life}: {'+'.join(asked.move.events) or 'begin'}"
    first, second = [await asked.move.act(asked.scene, KEY) for _ in range(2)]
    assert first.codes == [], (what, first)
    assert first == second, what
    if asked.move is asked.life.begin:
        assert len(await asked.life.begun(asked.scene)) == 1, what
    left, state = await asked.scene.news(), asked.life.first(asked.move)
    assert left.mails == sorted(asked.move.sent(state or asked.life.machine.initial)), (what, left)
    assert left.own_audit == left.own_events, (what, left)
    if state is not None and asked.move is not asked.life.begin:
        assert asked.life.moved(left.own_audit) == asked.life.named(asked.move, state), (what, left)
        assert await asked.life.now(asked.scene) == asked.life.after(asked.move, state), what


def environ(database: Database, folder: Path) -> dict[str, str]:
    """The settings of the server that is killed; what it does in the background is left to nobody."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GATEWAY_")}
    own = {"GATEWAY_DATABASE_URL": database.url, "GATEWAY_DATA_DIR": str(folder), "GATEWAY_SECRET_KEYS": SECRET_KEY}
    rest = {"GATEWAY_PORT": "0", "GATEWAY_BACKGROUND": "false", "GATEWAY_LOG_LEVEL": "warning", "PYTHONUNBUFFERED": "1"}
    return kept | own | rest | CROWD | {"PYTHONPATH": str(ROOT)}
