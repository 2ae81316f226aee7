"""An operation's reads: one connection, taken at the first SELECT, one consistent snapshot."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from typing import Any, Protocol, TypeAlias

from sqlalchemy import Executable
from sqlalchemy import Row as SqlRow
from sqlalchemy.ext.asyncio import AsyncConnection

from store.engine import Store
from store.faults import told_apart
from store.tenancy import Keys, unlock

Row: TypeAlias = SqlRow[Any]

# A database that does not even begin a transaction by then hangs.
OPENING_SECONDS = 1.0
ENDING_SECONDS = 0.2
_ABANDONED: set[asyncio.Task[None]] = set()


class Rows(Protocol):
    """Whatever answers SELECTs: an operation's reader or a unit of work."""

    async def rows(self, statement: Executable) -> Sequence[Row]:
        """All rows of a statement."""


class Reader:
    """Reads of one operation, one statement after another; `refresh` starts the next snapshot, `close` ends it all."""

    def __init__(self, store: Store, keys: Keys) -> None:
        self._store = store
        self._keys = keys
        self._turn = asyncio.Lock()
        self._connection: AsyncConnection | None = None
        self._running: asyncio.Task[Any] | None = None
        self._closed = False

    async def rows(self, statement: Executable) -> Sequence[Row]:
        """All rows of a statement; loaders that run at the same time take turns."""
        async with self._turn, told_apart():
            if self._closed:
                # Loaders outlive an operation that failed or was left; nobody waits for them any more.
                raise asyncio.CancelledError
            self._running = asyncio.current_task()
            try:
                connection = self._connection or await self._open()
                return (await connection.execute(statement)).all()
            except asyncio.CancelledError:
                await self._give_up()
                raise
            except Exception:
                # A failed statement spoils its transaction; the next one starts anew.
                await self._give_back()
                raise
            finally:
                self._running = None

    async def refresh(self) -> None:
        """Gives the connection back; what is read from now on sees what was committed until now."""
        async with self._turn:
            await self._give_back()

    async def close(self) -> None:
        """Ends the operation's reads, the running one included, and gives the connection back."""
        self._closed = True
        if self._running is not None:
            self._running.cancel()
        await self.refresh()

    async def _give_up(self) -> None:
        """A connection whose statement was cut off is not used again."""
        if self._connection is not None:
            await asyncio.shield(self._connection.invalidate())
            await self._give_back()

    async def _give_back(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            try:
                await connection.close()
            finally:
                self._store.readers.give_back()

    async def _open(self) -> AsyncConnection:
        await self._store.readers.take()
        try:
            return await self._connect()
        except BaseException:
            if self._connection is None:
                self._store.readers.give_back()
            raise

    async def _connect(self) -> AsyncConnection:
        opening = asyncio.create_task(self._begin())
        try:
            async with asyncio.timeout(OPENING_SECONDS):
                self._connection = await asyncio.shield(opening)
        except BaseException:
            # A driver that is cut off asks the database first: where that hangs, nobody waits for it long.
            await asyncio.wait({_abandon(opening)}, timeout=ENDING_SECONDS)
            raise
        return self._connection

    async def _begin(self) -> AsyncConnection:
        connection = self._store.engine.connect()
        if self._store.is_postgres:
            options = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
            connection = self._store.engine.execution_options(**options).connect()
        await connection.start()
        try:
            await unlock(self._store, connection, self._keys)
        except BaseException:
            await connection.invalidate()
            await connection.close()
            raise
        return connection


def _abandon(opening: asyncio.Task[AsyncConnection]) -> asyncio.Task[None]:
    """Ends the opening of a connection, in the background."""

    async def end() -> None:
        opening.cancel()
        with suppress(asyncio.CancelledError, Exception):
            # It may have come to its end in the same moment.
            await (await opening).close()

    task = asyncio.create_task(end())
    _ABANDONED.add(task)
    task.add_done_callback(_ABANDONED.discard)
    return task
