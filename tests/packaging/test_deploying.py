"""What docs/deploying.md tells an administrator to do works as written."""

import os
import re
import sqlite3
import subprocess
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import make_url, text
from sqlalchemy.exc import DBAPIError

from gateway.settings import Settings, SettingsError
from gateway.settings.environment import settings_of, variable
from store import audit
from store.engine import Store, open_store
from store.migrate import migrate
from store.outbox import Gone, Place, after, newest
from store.reading import Reader
from store.revisions import pending
from store.tables import METADATA
from store.tail import open_tail, tail_reader
from store.tenancy import Keys
from store.vault import Vault
from store.writing import unit_of_work
from tests.servers import local
from tests.servers.databases import Database
from tests.world import Firm, World
from tests.world.base import OPERATOR
from tests.world.everything import everything

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "deploying.md").read_text()
BACKUP, RESTORE, ON_SQLITE = re.findall(r"```sh\n(.*?)```", PAGE.partition("## 9.")[2], re.DOTALL)


def store_of(login: str, cluster: str, role: str = "", name: str = "gateway") -> Store:
    return open_store(f"postgresql+asyncpg://{login}@/{name}?host={cluster}", role=role)


def run(script: str, cluster: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """A script of the page, with the cluster for the page's host."""
    command = ["sh", "-ec", script.replace("db.example.com", cluster)]
    environ = os.environ | {"PATH": f"{local.programs()}{os.pathsep}{os.environ['PATH']}", "PGHOST": cluster}
    return subprocess.run(command, env=environ, cwd=folder, capture_output=True, text=True, check=False)


async def rows(store: Store) -> dict[str, list[str]]:
    """All rows of all tables, but for the numbers that one server gives its transactions."""
    found = {}
    async with store.engine.connect() as connection:
        for table in METADATA.sorted_tables:
            columns = ", ".join(f'"{column.name}"' for column in table.c if column.name != "transaction_id")
            found[table.name] = sorted(map(str, await connection.execute(text(f"SELECT {columns} FROM {table.name}"))))
    return found


async def rules(store: Store) -> list[list[str]]:
    """What guards the rows of a database of PostgreSQL: walls, triggers, rules, and who may do what."""
    async with store.engine.connect() as connection:
        return [sorted(map(str, await connection.execute(text(statement)))) for statement in _RULES]


_RULES = (
    "SELECT relname, relrowsecurity, relforcerowsecurity, relowner::regrole FROM pg_class"
    " WHERE relnamespace = 'public'::regnamespace",
    "SELECT oid::regclass, (aclexplode(relacl)).* FROM pg_class WHERE relnamespace = 'public'::regnamespace",
    "SELECT tablename, policyname, permissive, roles, cmd, qual, with_check FROM pg_policies",
    "SELECT tgrelid::regclass, tgname, tgenabled FROM pg_trigger WHERE NOT tgisinternal",
    "SELECT conrelid::regclass, conname, convalidated, pg_get_constraintdef(oid) FROM pg_constraint"
    " WHERE contype <> 'n'",
)


async def changed(store: Store, firm: Firm, now: datetime, name: str) -> None:
    """One change of a firm, in its trail and in its log of events."""
    async with unit_of_work(store, firm.id, OPERATOR, now, Vault(["a key for tests alone of 32 letters"])) as work:
        await work.record(name, "PARTNER", firm.id, before={}, after={"name": name})


async def test_the_roles_suffice_to_migrate_twice_and_to_serve(cluster: str) -> None:
    owner, server = store_of("gateway_owner", cluster), store_of("gateway_server", cluster, "gateway_app")
    await migrate(owner, role="gateway_app")
    await migrate(owner, role="gateway_app")
    assert not await pending(owner)
    async with server.engine.connect() as connection:
        assert await connection.scalar(text("SELECT current_user")) == "gateway_app"
        assert await connection.scalar(text("SELECT count(*) FROM client")) == 0
        with pytest.raises(DBAPIError, match=r"permission denied|must be owner"):
            await connection.execute(text("DROP TABLE client"))
    await owner.close()
    await server.close()


async def test_a_backup_is_restored_with_every_row_every_rule_and_every_place_in_the_log(
    cluster: str, tmp_path: Path, vault: Vault, now: datetime
) -> None:
    owner, server = store_of("gateway_owner", cluster), store_of("gateway_server", cluster, "gateway_app")
    admin = store_of("postgres", cluster)
    await migrate(owner, role="gateway_app")
    firm = await everything(World(server, vault, now))
    await changed(server, firm, now, "seen")
    place = await newest(server, firm.id)
    await changed(server, firm, now, "kept")
    async with admin.engine.begin() as connection:
        # As of a server that has counted further than the one that it is restored to.
        await connection.execute(text("UPDATE outbox_event SET transaction_id = transaction_id + 1000000"))
    assert not (taken := run(BACKUP, cluster, tmp_path)).returncode, taken.stderr
    whole, guarded = await rows(admin), await rules(admin)
    await changed(server, firm, now, "lost")
    lost = await newest(server, firm.id)
    assert not (put_back := run(RESTORE, cluster, tmp_path)).returncode, put_back.stderr

    again = [store_of("postgres", cluster, "", "gateway_restored")]
    again += [store_of("gateway_server", cluster, "gateway_app", "gateway_restored")]
    assert await rows(again[0]) == whole
    assert all(whole[name] for name in ("client_total", "month_total"))
    assert await rules(again[0]) == guarded
    async with again[0].engine.connect() as connection:
        assert await connection.scalar(text("SELECT max(transaction_id) FROM outbox_event")) == 0
    await _goes_on(again[1], firm, now, place, lost)
    for each in (owner, server, admin, *again):
        await each.close()


async def _goes_on(restored: Store, firm: Firm, now: datetime, place: Place, lost: Place) -> None:
    """The trail is whole, places before the backup go on, later ones are gone, and only what is new is told."""
    trail = Reader(restored, Keys(partner_id=firm.id))
    assert await audit.verify(trail, firm.id) is None
    await trail.close()
    assert [event.kind for event in (await after(restored, firm.id, place, 10)).events] == ["kept"]
    tail, reader = await open_tail(restored), tail_reader(restored)
    await changed(restored, firm, now, "new")
    assert [event.kind for event in await tail.read(reader)] == ["new"]
    await reader.close()
    with pytest.raises(Gone):
        await after(restored, firm.id, lost, 10)


async def test_nobody_but_the_role_for_it_takes_a_backup(cluster: str, tmp_path: Path) -> None:
    owner = store_of("gateway_owner", cluster)
    await migrate(owner, role="gateway_app")
    await owner.close()
    refused = run(BACKUP.replace("gateway_backup", "gateway_owner"), cluster, tmp_path).stderr
    assert "query would be affected by row-level security policy" in refused
    delete = 'psql --username=gateway_backup --command="DELETE FROM client" gateway'
    assert "permission denied" in run(delete, cluster, tmp_path).stderr


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
async def test_a_copy_of_sqlite_has_what_is_only_in_its_log_of_writes(
    database: Database, store: Store, world: World, tmp_path: Path
) -> None:
    await everything(world)
    file = str(make_url(database.url).database)
    assert Path(f"{file}-wal").stat().st_size
    command = re.findall(r'"(.*)"', ON_SQLITE)[0].replace("gateway-backup.db", str(tmp_path / "copy.db"))
    with closing(sqlite3.connect(file)) as connection:
        connection.execute(command)
    copy = open_store(f"sqlite+aiosqlite:///{tmp_path / 'copy.db'}")
    assert await rows(copy) == await rows(store)
    await copy.close()


def test_every_setting_that_the_page_names_exists() -> None:
    known = {variable(name) for name in settings_of(Settings)}
    named = {name.removesuffix("_FILE") for name in re.findall(r"GATEWAY_[A-Z_]+[A-Z]", PAGE)}
    assert named <= known


def test_the_page_names_every_setting_that_production_requires() -> None:
    table = re.findall(r"^\| `(GATEWAY_\w+)`", PAGE, re.MULTILINE)
    with pytest.raises(SettingsError, match="GATEWAY_ISSUERS") as refused:
        Settings.from_environment({"GATEWAY_PROFILE": "production"})
    required = set(re.findall(r"(GATEWAY_\w+): is required", str(refused.value)))
    assert required
    assert required <= {name.removesuffix("_FILE") for name in table}
