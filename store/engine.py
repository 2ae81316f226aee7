"""Connections: one engine per process, with the limits and habits of each database."""

import sqlite3
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import URL, Connection, make_url
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from store.lanes import Lanes
from store.pulse import Pulse
from store.statement import Statements
from store.turns import PATIENCE_SECONDS, Turns

STATEMENT_TIMEOUT_MS = 5_000
LOCK_TIMEOUT_MS = 2_000
IDLE_IN_TRANSACTION_MS = 10_000
POOL_WAIT_SECONDS = 1.0
# How long SQLite waits for another's lock.
SQLITE_PATIENCE_MS = 5 * LOCK_TIMEOUT_MS
# A file is new once, and then nobody waits for this process yet.
_SWITCHES, _SWITCH_PAUSE_SECONDS = 100, 0.02
WRITES = "gateway_writes"


@dataclass(frozen=True)
class Store:
    """An open store; writers and readers queue apart, so that neither keeps the other from a connection.

    On PostgreSQL both use `lanes`, and the engine only migrates and examines.
    """

    engine: AsyncEngine
    readers: Turns
    writers: Turns
    statements: Statements
    lanes: Lanes | None = None
    # Called after every commit of a unit of work, with the names of the tables that it wrote to: quick, and without an
    # exception.
    committed: list[Callable[[Collection[str]], None]] = field(default_factory=list)

    def tell_committed(self, touched: Collection[str]) -> None:
        """Tells whoever waits for something what there may be."""
        for told in self.committed:
            told(touched)

    @property
    def is_postgres(self) -> bool:
        """Whether tenants are also kept apart by row-level security."""
        return self.lanes is not None

    async def close(self) -> None:
        """Closes every pooled connection."""
        if self.lanes is not None:
            await self.lanes.close()
        await self.engine.dispose()


def open_store(url: str, *, role: str = "", pool_size: int = 10, patience: float = PATIENCE_SECONDS) -> Store:
    """Opens a store lazily.

    `url` names its async driver (`sqlite+aiosqlite`, `postgresql+asyncpg`); on PostgreSQL every connection
    acts as `role` unless it is empty, so that row-level security binds even a powerful login. A queue for connections
    that stands still for `patience` seconds is refused.
    """
    parsed, writers = make_url(url), max(1, pool_size // 2)
    pulse = Pulse()
    turns = Turns(max(1, pool_size - writers), patience, pulse), Turns(writers, patience, pulse)
    if parsed.get_backend_name() != "postgresql":
        engine = _sqlite(parsed, pool_size)
        return Store(engine, *turns, Statements(engine.dialect))
    settings = _server_settings(role)
    engine = _postgres(parsed, settings, writers)
    _, options = engine.dialect.create_connect_args(parsed)
    own = {name: value for name, value in options.items() if not name.startswith("prepared_statement")}
    lanes = Lanes({**own, "server_settings": settings}, pulse)
    return Store(engine, *turns, Statements(engine.dialect), lanes)


def _server_settings(role: str) -> dict[str, str]:
    settings = {
        "application_name": "partner-gateway",
        "statement_timeout": str(STATEMENT_TIMEOUT_MS),
        "lock_timeout": str(LOCK_TIMEOUT_MS),
        "idle_in_transaction_session_timeout": str(IDLE_IN_TRANSACTION_MS),
        "timezone": "UTC",
        "jit": "off",
    }
    return settings | ({"role": role} if role else {})


def _postgres(url: URL, settings: dict[str, str], pool_size: int) -> AsyncEngine:
    return create_async_engine(
        url,
        pool_size=pool_size,
        max_overflow=0,
        pool_timeout=POOL_WAIT_SECONDS,
        # What is bound may be personal, or a secret; it has no place in a log.
        hide_parameters=True,
        connect_args={"server_settings": settings, "timeout": 5},
    )


def _sqlite(url: URL, pool_size: int) -> AsyncEngine:
    engine = create_async_engine(
        url,
        pool_size=pool_size,
        max_overflow=0,
        pool_timeout=POOL_WAIT_SECONDS,
        hide_parameters=True,
        connect_args={"isolation_level": None, "timeout": SQLITE_PATIENCE_MS / 1000},
    )
    event.listen(engine.sync_engine, "connect", _prepare_sqlite)
    event.listen(engine.sync_engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    cursor = connection.cursor()
    _write_ahead(cursor)
    # What is deleted is overwritten, so that an erased person is not found in the file either.
    for pragma in ("synchronous=NORMAL", "foreign_keys=ON", "secure_delete=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _write_ahead(cursor: Any) -> None:
    """Switches a new file over; SQLite does not wait for others that do so at the same moment, whatever its timeout."""
    for _ in range(_SWITCHES):
        try:
            cursor.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as error:
            if "locked" not in str(error):
                raise
            time.sleep(_SWITCH_PAUSE_SECONDS)
    cursor.execute("PRAGMA journal_mode=WAL")


def _begin_sqlite(connection: Connection) -> None:
    """A write takes its lock at once: a plain BEGIN that upgrades later fails under contention."""
    writes = connection.get_execution_options().get(WRITES)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
