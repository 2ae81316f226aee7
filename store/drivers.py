"""One transaction that writes, on a connection of its own: what it looks like from the outside, on both databases."""

import asyncio
from collections.abc import Iterable, Mapping
from contextlib import suppress
from functools import partial
from typing import Any, Protocol

import aiosqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from store.engine import Store
from store.lanes import Connection, Lanes
from store.snapshots import ENDING_SECONDS, OPENING_SECONDS, begin, on_lane, sent, set_keys
from store.statement import Kept, Row
from store.tenancy import Keys

Given = Mapping[str, Any]


class Driver(Protocol):
    """A transaction as a driver has it."""

    async def fetch(self, kept: Kept, given: Given) -> list[Row]:
        """The rows of a statement."""

    async def run(self, kept: Kept, given: Given) -> int:
        """Runs a statement; how many rows it touched."""

    async def run_each(self, kept: Kept, many: Iterable[Given]) -> None:
        """Runs a statement for each of many."""

    async def say(self, text: str) -> None:
        """Runs what has neither parameters nor rows."""

    async def unlock(self, keys: Keys) -> None:
        """Sets the keys for this transaction only."""

    async def commit(self) -> None:
        """Ends well."""

    async def roll_back(self) -> None:
        """Leaves nothing behind, and gives the connection back."""

    async def give_back(self) -> None:
        """Gives the connection back, without any transaction."""

    async def drop(self) -> None:
        """Throws the connection away; one that hangs is not waited for."""


async def begun(store: Store, keys: Keys) -> Driver:
    """A transaction that has begun, with its keys; raises what the driver raises, and TimeoutError."""
    if store.lanes is not None:
        return await on_lane(store.lanes, OPENING_SECONDS, partial(_on_postgres, keys=keys))
    return await _on_sqlite(store)


async def _on_postgres(lanes: Lanes, connection: Connection, seconds: float, *, keys: Keys) -> Driver:
    await begin(lanes, connection, seconds, "BEGIN", keys)
    return _OnPostgres(lanes, connection)


class _OnPostgres:
    def __init__(self, lanes: Lanes, connection: Connection) -> None:
        self._lanes = lanes
        self._connection = connection

    async def fetch(self, kept: Kept, given: Given) -> list[Row]:
        return kept.rows(await sent(self._connection, self._connection.fetch(kept.text, *kept.arguments(given))))

    async def run(self, kept: Kept, given: Given) -> int:
        told = await sent(self._connection, self._connection.execute(kept.text, *kept.arguments(given)))
        return int(told.rpartition(" ")[2])

    async def run_each(self, kept: Kept, many: Iterable[Given]) -> None:
        arguments = [kept.arguments(given) for given in many]
        await sent(self._connection, self._connection.executemany(kept.text, arguments))

    async def say(self, text: str) -> None:
        await sent(self._connection, self._connection.execute(text))

    async def unlock(self, keys: Keys) -> None:
        await set_keys(self._connection, keys)

    async def commit(self) -> None:
        await self.say("COMMIT")

    async def roll_back(self) -> None:
        await self._lanes.roll_back(self._connection)

    async def give_back(self) -> None:
        self._lanes.give_back(self._connection)

    async def drop(self) -> None:
        await asyncio.wait({self._lanes.drop(self._connection)}, timeout=ENDING_SECONDS)


async def _on_sqlite(store: Store) -> Driver:
    """A write takes its lock at once: a plain BEGIN that upgrades later fails under contention."""
    connection = store.engine.connect()
    try:
        await connection.start()
        driver: Any = (await connection.get_raw_connection()).driver_connection
        await driver.execute_fetchall("BEGIN IMMEDIATE")
    except BaseException:
        with suppress(Exception):
            await connection.invalidate()
            await connection.close()
        raise
    return _OnSqlite(connection, driver)


class _OnSqlite:
    def __init__(self, connection: AsyncConnection, driver: aiosqlite.Connection) -> None:
        self._connection = connection
        self._driver = driver

    async def fetch(self, kept: Kept, given: Given) -> list[Row]:
        found: Any = await self._driver.execute_fetchall(kept.text, kept.arguments(given))
        return kept.rows(found)

    async def run(self, kept: Kept, given: Given) -> int:
        async with self._driver.execute(kept.text, kept.arguments(given)) as cursor:
            return cursor.rowcount

    async def run_each(self, kept: Kept, many: Iterable[Given]) -> None:
        async with self._driver.executemany(kept.text, [kept.arguments(given) for given in many]):
            pass

    async def say(self, text: str) -> None:
        await self._driver.execute_fetchall(text)

    async def unlock(self, keys: Keys) -> None:
        """There are no walls here."""

    async def commit(self) -> None:
        await self.say("COMMIT")

    async def roll_back(self) -> None:
        # The pool rolls back.
        await self.give_back()

    async def give_back(self) -> None:
        await self._connection.close()

    async def drop(self) -> None:
        await asyncio.shield(self._connection.invalidate())
        await self._connection.close()
