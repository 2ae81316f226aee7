"""Connections to PostgreSQL, straight on the driver; `store.turns` bounds how many there are."""

import asyncio
import json
from collections import deque
from collections.abc import Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any, TypeAlias

import asyncpg

from store.pulse import Pulse

if TYPE_CHECKING:
    Connection: TypeAlias = asyncpg.Connection[asyncpg.Record]
else:
    Connection: TypeAlias = asyncpg.Connection

CLOSING_SECONDS = 1.0
# What lies between here and the database forgets connections that nobody uses.
IDLE_SECONDS = 300.0
# Each costs the server some 50 KB per connection; the portal itself has about a hundred.
MOST_PREPARED = 256


class Lanes:
    """Open connections that nobody uses at the moment, the one that was used last on top."""

    def __init__(self, options: Mapping[str, Any], pulse: Pulse) -> None:
        self._options: dict[str, Any] = {"statement_cache_size": MOST_PREPARED, "max_cacheable_statement_size": 0}
        self._options |= {"max_cached_statement_lifetime": 0, **options}
        self._idle: deque[tuple[Connection, float]] = deque()
        self._closing: set[asyncio.Task[None]] = set()
        self.pulse = pulse
        self.taken = 0

    def idle(self) -> Connection | None:
        """Takes a connection that is still open, if there is one."""
        while self._idle:
            connection, since = self._idle.pop()
            if not connection.is_closed() and asyncio.get_running_loop().time() - since < IDLE_SECONDS:
                self.taken += 1
                return connection
            connection.terminate()
        return None

    async def fresh(self, seconds: float) -> Connection:
        """Takes a new connection; raises what the driver raises, and TimeoutError after some seconds."""
        self.taken += 1
        try:
            connection: Connection = await asyncpg.connect(**self._options, timeout=seconds)
            await _read_json(connection, seconds)
        except BaseException:
            self.taken -= 1
            raise
        return connection

    def give_back(self, connection: Connection) -> None:
        """Keeps a connection, without any transaction, for whoever comes next."""
        self.taken -= 1
        self._idle.append((connection, asyncio.get_running_loop().time()))

    def forget(self) -> None:
        """Lets go of all idle connections: when one of them is dead, the others may be."""
        while self._idle:
            self._idle.pop()[0].terminate()

    async def roll_back(self, connection: Connection) -> None:
        """Ends what the connection is in and takes it back; one that does not answer is dropped."""
        try:
            await connection.execute("ROLLBACK", timeout=CLOSING_SECONDS)
        except Exception:
            # Everything has been read by now, and the server undoes what was not committed.
            self.drop(connection)
        except BaseException:
            self.drop(connection)
            raise
        else:
            self.give_back(connection)

    def drop(self, connection: Connection) -> "asyncio.Task[None]":
        """Closes a taken connection in the background, with whatever it is doing."""
        closing = asyncio.create_task(self._close(connection))
        self._closing.add(closing)
        closing.add_done_callback(self._closing.discard)
        return closing

    async def close(self) -> None:
        """Closes what is idle, and waits for what is being closed."""
        idle = [connection for connection, _ in self._idle]
        self._idle.clear()
        await asyncio.gather(*self._closing, *(_ended(connection) for connection in idle))

    async def _close(self, connection: Connection) -> None:
        try:
            await _ended(connection)
        finally:
            self.taken -= 1


async def _ended(connection: Connection) -> None:
    """Tells the server to stop what runs, and goodbye; does not wait for one that hangs."""
    with suppress(Exception):
        async with asyncio.timeout(CLOSING_SECONDS):
            await connection.close()
    connection.terminate()


async def _read_json(connection: Connection, seconds: float) -> None:
    async with asyncio.timeout(seconds):
        # Statements bind texts already.
        await connection.set_type_codec("json", encoder=str, decoder=json.loads, schema="pg_catalog")
