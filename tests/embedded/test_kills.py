"""The only server on the embedded database is killed again and again: what it acknowledged stays, and is done once.

`GATEWAY_TEST_KILLS=50` has it killed fifty times.
"""

import asyncio
import os
import random
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import select, text

from domain.ids import IdKind, encode
from domain.vocabulary import Role
from gateway.settings import Settings
from gateway.tokens import local_issuer
from store import audit
from store.engine import Store
from store.reading import Reader
from store.tables import audit_entry, outbox_event, team
from store.tenancy import Keys
from tests.cli.conftest import Gateway, server_of
from tests.embedded.writers import Writers
from tests.http.faults import eventually
from tests.portal.portal import SECRET_KEY
from tests.servers.databases import Database
from tests.world import Firm, World

KILLS = int(os.environ.get("GATEWAY_TEST_KILLS", "2"))
MOST, NEVER = 20, 10**9
PATIENCE_SECONDS = 60


@dataclass(frozen=True)
class Installation:
    """Servers on one SQLite file, one after another, and who writes through them."""

    folder: Path
    environ: dict[str, str]
    firm: Firm
    writers: Writers

    async def dies_by_itself(self, commits: int) -> None:
        """A server that kills itself right after one of its commits, before anybody has the answer to it."""
        async with self.serving(commits) as process:
            assert await asyncio.to_thread(process.wait, PATIENCE_SECONDS) == -signal.SIGKILL

    async def is_killed(self, answers: int) -> None:
        """A server that is killed once it has given so many answers, whatever it does at that moment."""
        async with self.serving():
            enough = len(self.writers.answers) + answers
            await eventually(lambda: len(self.writers.answers) >= enough, PATIENCE_SECONDS)

    @asynccontextmanager
    async def serving(self, dies_after: int = NEVER) -> AsyncIterator["subprocess.Popen[str]"]:
        """A server, which is killed at the end."""
        program = (sys.executable, "-m", "tests.embedded.dying", str(dies_after))
        process = Gateway(self.folder, self.environ, program).start("serve")
        try:
            self.writers.address = (await asyncio.to_thread(server_of, process)).address
            yield process
        finally:
            process.kill()
            await asyncio.to_thread(process.communicate)


@pytest.fixture
async def installation(database: Database, world: World, tmp_path: Path) -> Installation:
    """An installation in which nothing runs yet, and a firm whose admin writes."""
    environ = {"GATEWAY_DATA_DIR": str(tmp_path), "GATEWAY_DATABASE_URL": database.url}
    environ |= {"GATEWAY_SECRET_KEYS": SECRET_KEY, "GATEWAY_PORT": "0"}
    issuer, firm = local_issuer(Settings.from_environment(environ)), await world.partner()
    admin = await firm.colleague(role=Role.ADMIN, issuer=issuer.issuer, subject="admin")
    return Installation(tmp_path, environ, firm, Writers(issuer.mint("admin", email=admin.email)))


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
async def test_what_a_killed_server_has_acknowledged_is_there_and_nothing_is_done_twice(
    installation: Installation, store: Store
) -> None:
    chance, writers = random.Random(KILLS), installation.writers
    async with asyncio.TaskGroup() as together:
        writing = together.create_task(writers.write())
        for kill in range(KILLS):
            way = installation.is_killed if kill % 2 else installation.dies_by_itself
            await way(chance.randint(1, MOST))
        async with installation.serving():
            writers.is_enough = True
            # Whom each of the servers has died on, has an answer as soon as one stays.
            await asyncio.wait_for(writing, PATIENCE_SECONDS)
    await everything_is_there(store, writers)
    await the_file_is_whole(store, installation.firm)


async def everything_is_there(store: Store, writers: Writers) -> None:
    """Each team with its event and its entry, once; each answer names the team that there is."""
    async with store.engine.connect() as connection:
        made = {name: encode(IdKind.TEAM, id) for name, id in await connection.execute(select(team.c.name, team.c.id))}
        events = (await connection.execute(select(outbox_event.c.object_id))).scalars().all()
        entries = (await connection.execute(select(audit_entry.c.object_id))).scalars().all()
    assert writers.answers == {
        name: {"data": {"createTeam": {"team": {"id": id}, "userErrors": []}}} for name, id in made.items()
    }
    for told in (events, entries):
        assert sorted(encode(IdKind.TEAM, id) for id in told) == sorted(made.values())


async def the_file_is_whole(store: Store, firm: Firm) -> None:
    """What SQLite itself says, and the audit chain."""
    async with store.engine.connect() as connection:
        assert (await connection.execute(text("PRAGMA integrity_check"))).scalars().all() == ["ok"]
        assert (await connection.execute(text("PRAGMA foreign_key_check"))).all() == []
    reader = Reader(store, Keys(partner_id=firm.id))
    try:
        assert await audit.verify(reader, firm.id) is None
    finally:
        await reader.close()
