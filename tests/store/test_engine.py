"""Connections: the limits and habits that hold on every one of them."""

import asyncio
import time

import pytest
from sqlalchemy import delete, exc, select, text

from store.engine import WRITES, Store, open_store
from store.tables import team
from tests.servers.databases import Database
from tests.servers.statements import count_statements
from tests.world import World

only_postgres = pytest.mark.parametrize("databases", ["postgres"], indirect=True)
only_sqlite = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)


@only_postgres
@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("statement_timeout", "5s"),
        ("lock_timeout", "2s"),
        ("idle_in_transaction_session_timeout", "10s"),
        ("timezone", "UTC"),
        ("role", "gateway_app"),
    ],
)
async def test_every_connection_carries_its_limits(store: Store, setting: str, value: str) -> None:
    async with store.engine.connect() as connection:
        assert await connection.scalar(text(f"SHOW {setting}")) == value


@only_sqlite
@pytest.mark.parametrize(("pragma", "value"), [("journal_mode", "wal"), ("foreign_keys", 1), ("synchronous", 1)])
async def test_every_sqlite_connection_has_its_habits(store: Store, pragma: str, value: object) -> None:
    async with store.engine.connect() as connection:
        assert await connection.scalar(text(f"PRAGMA {pragma}")) == value


@only_sqlite
async def test_a_write_takes_its_lock_before_its_first_statement(store: Store) -> None:
    async with (
        store.engine.execution_options(**{WRITES: True}).begin(),
        store.engine.connect() as other,
    ):
        await other.exec_driver_sql("PRAGMA busy_timeout = 0")
        with pytest.raises(exc.OperationalError, match="locked"):
            await other.execute(delete(team))


@only_sqlite
async def test_readers_go_on_while_somebody_writes(store: Store) -> None:
    async with store.engine.execution_options(**{WRITES: True}).begin() as writer:
        await writer.execute(delete(team))
        async with store.engine.connect() as reader:
            assert (await reader.execute(select(team))).all() == []


async def test_when_all_connections_are_taken_the_next_is_told_within_about_a_second(database: Database) -> None:
    small = open_store(database.url, role=database.role, pool_size=1)
    async with small.engine.connect() as held:
        await held.execute(text("SELECT 1"))
        started = time.monotonic()
        with pytest.raises(exc.TimeoutError):
            async with small.engine.connect():
                pass
        waited = time.monotonic() - started
    await small.close()
    assert 0.9 < waited < 3


async def test_a_closed_store_leaves_no_connection_open(database: Database) -> None:
    opened = open_store(database.url, role=database.role)
    async with opened.engine.connect() as connection:
        await connection.execute(text("SELECT 1"))
    await opened.close()
    assert opened.engine.sync_engine.pool.status().count("Connections in pool: 0") == 1


async def test_only_selects_are_counted(store: Store, world: World) -> None:
    firm = await world.partner()
    with count_statements(store) as seen:
        await asyncio.gather(firm.team(), firm.team())
        async with firm.work() as work:
            await work.find(team)
            await work.update(team, {"description": "Wages"})
    async with firm.work() as work:
        await work.find(team)
    assert len([text for text in seen if "FROM team" in text]) == 1
    assert not [text for text in seen if "set_config" in text or text.startswith(("INSERT", "UPDATE", "BEGIN"))]
