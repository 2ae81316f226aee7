"""Migrations: from nothing to the newest schema and back, on both databases, equal to what the tables say."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import DBAPIError

from store.engine import Store, open_store
from store.migrate import migrate
from store.revisions import newest, pending
from store.tables import METADATA
from tests.servers.databases import Database
from tests.world import World


@pytest.fixture
async def blank(blank_database: Database) -> AsyncIterator[Store]:
    """The owner's store on a database without any table."""
    opened = open_store(blank_database.url)
    yield opened
    await opened.close()


async def tables(store: Store) -> set[str]:
    async with store.engine.connect() as connection:
        return set(await connection.run_sync(lambda sync: inspect(sync).get_table_names()))


async def scalar(store: Store, statement: str) -> Any:
    async with store.engine.connect() as connection:
        return await connection.scalar(text(statement))


async def test_up_down_and_up_again_ends_where_up_ended(blank: Store) -> None:
    await migrate(blank, role="gateway_app")
    up = await tables(blank)
    await migrate(blank, role="gateway_app", revision="base")
    down = await tables(blank)
    await migrate(blank, role="gateway_app")
    assert up == await tables(blank) == {*METADATA.tables, "alembic_version"}
    assert down == {"alembic_version"}


async def test_the_database_is_behind_until_it_is_migrated(blank: Store) -> None:
    before = await pending(blank)
    await migrate(blank, role="gateway_app")
    after = await pending(blank)
    await migrate(blank, role="gateway_app", revision="0001")
    assert (before, after, await pending(blank)) == (True, False, True)


@pytest.mark.parametrize("databases", ["postgres"], indirect=True)
async def test_a_database_without_the_servers_role_is_behind(database: Database) -> None:
    without = open_store(database.url, role="nobody_made_it")
    assert await pending(without)
    await without.close()


@pytest.mark.parametrize("databases", ["postgres"], indirect=True)
async def test_a_database_that_its_role_may_not_read_yet_is_behind(blank: Store, blank_database: Database) -> None:
    await migrate(blank, role=blank_database.role, revision="0001")
    early = open_store(blank_database.url, role=blank_database.role)
    assert await pending(early)
    await early.close()


def test_the_newest_revision_is_the_one_that_alembic_goes_to() -> None:
    assert newest() == ScriptDirectory("store/migrations").get_current_head()


async def test_a_migration_that_fails_keeps_those_before_it(blank: Store) -> None:
    await migrate(blank, role="gateway_app", revision="0023")
    async with blank.engine.begin() as connection:
        await connection.execute(text("ALTER TABLE fact ADD COLUMN integration_id INTEGER"))
    with pytest.raises(DBAPIError):
        await migrate(blank, role="gateway_app")
    # On SQLite, all are done or none.
    kept = "0024" if blank.is_postgres else "0023"
    assert await scalar(blank, "SELECT version_num FROM alembic_version") == kept


async def test_one_step_down_and_up_keeps_the_rows(world: World, admin_store: Store) -> None:
    firm = await world.partner()
    await firm.client()
    await migrate(admin_store, role="gateway_app", revision="0001")
    await migrate(admin_store, role="gateway_app")
    assert await scalar(admin_store, "SELECT count(*) FROM signal") == 14


async def test_integrations_that_had_one_name_keep_it_and_the_oldest_is_known_by_it(
    world: World, admin_store: Store
) -> None:
    firm, other = await world.partner(), await world.partner()
    for at, name in enumerate(("Ledger", "Payroll", "Export")):
        await firm.integration(name=name, created_at=firm.now + timedelta(days=at))
    await other.integration(name="Ledger")
    await migrate(admin_store, role="gateway_app", revision="0027")
    async with admin_store.engine.begin() as connection:
        await connection.execute(text("UPDATE integration SET name = 'LEDGER' WHERE name = 'Payroll'"))
    await migrate(admin_store, role="gateway_app")
    async with admin_store.engine.connect() as connection:
        found = (await connection.execute(text("SELECT name, name_key FROM integration"))).all()
    named = [("Export", "export"), ("LEDGER", None), ("Ledger", "ledger"), ("Ledger", "ledger")]
    assert sorted((row.name, row.name_key) for row in found) == named


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
async def test_foreign_keys_are_off_while_tables_may_be_rebuilt_and_on_again_afterwards(
    blank: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    during: list[Any] = []

    def rebuild(config: Config, _revision: str) -> None:
        during.append(config.attributes["connection"].exec_driver_sql("PRAGMA foreign_keys").scalar())

    monkeypatch.setattr("store.migrate.command.upgrade", rebuild)
    await migrate(blank)
    assert (during, await scalar(blank, "PRAGMA foreign_keys")) == ([0], 1)


async def test_servers_that_migrate_at_once_wait_for_one_another(blank_database: Database) -> None:
    several = [open_store(blank_database.url) for _ in range(4)]
    await asyncio.gather(*(migrate(each, role="gateway_app") for each in several))
    behind = [await pending(each) for each in several]
    for each in several:
        await each.close()
    assert behind == [False] * 4


# Such indexes are compared by the next test.
@pytest.mark.filterwarnings("ignore:.* expression-based index")
async def test_alembic_sees_no_difference_between_the_tables_and_the_migrated_schema(admin_store: Store) -> None:
    def differences(connection: Connection) -> list[Any]:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, METADATA))

    async with admin_store.engine.connect() as connection:
        assert await connection.run_sync(differences) == []


async def test_the_catalogue_is_the_same_whether_migrated_or_made_from_the_tables(
    admin_store: Store, blank: Store
) -> None:
    async with blank.engine.begin() as connection:
        await connection.run_sync(METADATA.create_all)
    assert await catalogue(admin_store) == await catalogue(blank)


async def catalogue(store: Store) -> set[tuple[str, str]]:
    """Every table's columns, constraints and indexes, also partial ones and those over expressions."""
    async with store.engine.connect() as connection:
        rows = await connection.execute(text(POSTGRES_CATALOGUE if store.is_postgres else SQLITE_CATALOGUE))
        found = [row for row in rows if row.owner != "alembic_version"]
    # SQLite keeps whole statements, whose parts come in another order where columns were added later.
    return {(row.owner, part.strip(" \t\n()")) for row in found for part in (row.definition or "").split(",")}


SQLITE_CATALOGUE = "SELECT tbl_name AS owner, sql AS definition FROM sqlite_master WHERE type IN ('table', 'index')"
POSTGRES_CATALOGUE = """
    SELECT tablename AS owner, indexdef AS definition FROM pg_indexes WHERE schemaname = 'public'
    UNION ALL
    SELECT conrelid::regclass::text, conname || ' ' || pg_get_constraintdef(oid)
    FROM pg_constraint WHERE connamespace = 'public'::regnamespace
    UNION ALL
    SELECT table_name, concat_ws(' ', column_name, data_type, character_maximum_length, is_nullable,
        collation_name, column_default, is_identity, identity_generation, generation_expression)
    FROM information_schema.columns WHERE table_schema = 'public'
"""


def test_the_partner_leads_every_primary_key_and_every_reference() -> None:
    for table in METADATA.sorted_tables:
        if table.name in ("partner", "outbox_event", "signing_key"):
            continue
        assert next(iter(table.primary_key.columns)).name == "partner_id", table.name
        for constraint in table.foreign_key_constraints:
            assert constraint.column_keys[0] == "partner_id", constraint.name
