"""One read transaction on a connection of its own: what it looks like from the outside, on both databases."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

import asyncpg
from sqlalchemy.ext.asyncio import AsyncConnection

from store.engine import Store
from store.faults import Unavailable
from store.lanes import Connection, Lanes
from store.statement import Kept, Row, Statement
from store.tenancy import Keys

if TYPE_CHECKING:
    import aiosqlite

# A database that does not even begin a transaction by then hangs; who waited for it is told so within a second.
OPENING_SECONDS = 0.75
# A file does not hang: only the machine is busy.
_FILE_SECONDS = 5.0
ENDING_SECONDS = 0.2
_BEGIN = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"

T = TypeVar("T")


class Snapshot(Protocol):
    """A running read transaction; ends by `end`, or, when a statement was cut off or failed, by `drop`."""

    async def fetch(self, statement: Statement[T], given: Any) -> T:
        """The rows of a statement, or of each of several."""

    async def end(self) -> None:
        """Gives the connection back."""

    async def drop(self) -> None:
        """Throws the connection away; one that hangs is not waited for."""


async def open_snapshot(store: Store, keys: Keys, seconds: float) -> Snapshot:
    """A new snapshot; raises TimeoutError when the database does not even begin one within some seconds."""
    if store.lanes is not None:
        return await on_lane(store.lanes, seconds, partial(_begun, keys=keys))
    return await _on_sqlite(store, max(seconds, _FILE_SECONDS))


async def fetch_alone(lanes: Lanes, kept: Kept, given: Mapping[str, Any], seconds: float) -> list[Row]:
    """The rows of a statement outside of any transaction, without any key; raises as `open_snapshot` does."""
    return await on_lane(lanes, seconds, partial(_alone, kept=kept, given=given))


class _OnPostgres:
    def __init__(self, lanes: Lanes, connection: Connection) -> None:
        self._lanes = lanes
        self._connection = connection

    async def fetch(self, statement: Statement[T], given: Any) -> T:
        return await _fetched(self._connection, statement, given)

    async def end(self) -> None:
        await self._lanes.roll_back(self._connection)

    async def drop(self) -> None:
        await asyncio.wait({self._lanes.drop(self._connection)}, timeout=ENDING_SECONDS)


async def on_lane(lanes: Lanes, seconds: float, use: Callable[[Lanes, Connection, float], Awaitable[T]]) -> T:
    """What `use` makes of an open connection, or, when that one is dead, of a new one.

    Raises TimeoutError when the database does not answer, and Unavailable while somebody else waits whether it does.
    """
    with lanes.pulse.felt():
        connection = lanes.idle()
        if connection is not None:
            try:
                return await use(lanes, connection, seconds)
            except Exception as error:
                lanes.forget()
                # A server that has been away meanwhile may be there again; one that hangs is not asked twice.
                if isinstance(error, TimeoutError) or not connection.is_closed():
                    raise
        return await use(lanes, await lanes.fresh(seconds), seconds)


async def _begun(lanes: Lanes, connection: Connection, seconds: float, *, keys: Keys) -> Snapshot:
    await begin(lanes, connection, seconds, _BEGIN, keys)
    return _OnPostgres(lanes, connection)


async def begin(lanes: Lanes, connection: Connection, seconds: float, statement: str, keys: Keys) -> None:
    """Begins a transaction with its keys, in one round trip; a connection on which that fails is dropped."""
    try:
        await set_keys(connection, keys, statement, seconds=seconds)
    except BaseException:
        await asyncio.wait({lanes.drop(connection)}, timeout=ENDING_SECONDS)
        raise


async def set_keys(connection: Connection, keys: Keys, *before: str, seconds: float | None = None) -> None:
    """Sets the keys for the running transaction only, after some statements; what comes from outside is bound."""
    if said := (*before, *keys.safe()):
        await connection.execute("; ".join(said), timeout=seconds)
    if foreign := keys.foreign():
        calls = (f"set_config('{name}', ${place}, true)" for place, name in enumerate(foreign, 1))
        await connection.fetch(f"SELECT {', '.join(calls)}", *foreign.values(), timeout=seconds)


async def _alone(
    lanes: Lanes, connection: Connection, seconds: float, *, kept: Kept, given: Mapping[str, Any]
) -> list[Row]:
    try:
        found = await _fetched(connection, kept, given, seconds)
    except BaseException:
        await asyncio.wait({lanes.drop(connection)}, timeout=ENDING_SECONDS)
        raise
    lanes.give_back(connection)
    return found


async def _fetched(connection: Connection, statement: Statement[T], given: Any, seconds: float | None = None) -> T:
    arguments = statement.arguments(given)
    return statement.rows(await sent(connection, connection.fetch(statement.text, *arguments, timeout=seconds)))


async def sent(connection: Connection, answer: Awaitable[T]) -> T:
    """What a statement answers; raises what may be told of its failure."""
    try:
        return await answer
    except asyncpg.DataError as error:
        # Its message shows the value, which may be personal, or a secret.
        raise ValueError(f"{type(error).__name__}: a value does not fit its parameter") from None
    except asyncpg.InterfaceError as error:
        raise (Unavailable() if connection.is_closed() else error) from error


class _OnSqlite:
    def __init__(self, connection: AsyncConnection, driver: "aiosqlite.Connection") -> None:
        self._connection = connection
        self._driver = driver

    async def fetch(self, statement: Statement[T], given: Any) -> T:
        found: Any = await self._driver.execute_fetchall(statement.text, statement.arguments(given))
        return statement.rows(found)

    async def end(self) -> None:
        # The pool rolls back.
        await self._connection.close()

    async def drop(self) -> None:
        await asyncio.shield(self._connection.invalidate())
        await self._connection.close()


async def _on_sqlite(store: Store, seconds: float) -> Snapshot:
    connection = store.engine.connect()
    try:
        async with asyncio.timeout(seconds):
            await connection.start()
            driver: Any = (await connection.get_raw_connection()).driver_connection
            await driver.execute_fetchall("BEGIN")
    except BaseException:
        with suppress(Exception):
            await connection.invalidate()
            await connection.close()
        raise
    return _OnSqlite(connection, driver)
