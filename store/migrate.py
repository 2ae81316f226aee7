"""Bringing a database to the newest schema, or to a named revision."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from store.engine import WRITES, Store

_LOCK = 7_164_001


def _config(role: str) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["role"] = role
    return config


async def migrate(store: Store, *, role: str = "", revision: str = "head") -> None:
    """Runs the migrations up to `revision` (or down to it); two at once wait for each other.

    On PostgreSQL each has a transaction of its own, and what breaks off goes on with the one that was not finished; on
    SQLite all are done or none.

    The store must be opened without a role: its login owns the tables. `role` is the PostgreSQL role that
    the server acts as; it is created when it does not exist and the login may create it.
    """
    engine = store.engine.execution_options(**{WRITES: True})
    async with engine.connect() as connection:
        if store.is_postgres:
            await connection.execute(text("SET statement_timeout = 0"))
            await connection.execute(text("SET lock_timeout = '10s'"))
            await connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": _LOCK})
            await connection.commit()
        try:
            await connection.run_sync(_run, _config(role), revision)
        finally:
            await connection.rollback()
            await connection.invalidate()


def _run(connection: Connection, config: Config, revision: str) -> None:
    if connection.dialect.name == "sqlite":
        # With foreign keys on, a table rebuilt by batch mode would take its child rows along.
        connection.connection.cursor().execute("PRAGMA foreign_keys=OFF")
    config.attributes["connection"] = connection
    current = MigrationContext.configure(connection).get_current_revision()
    if connection.dialect.name != "sqlite":
        # Each migration has a transaction of its own; on SQLite one for all keeps others out, as the lock does here.
        connection.rollback()
    if revision == "base" or _is_ancestor(config, revision, current):
        command.downgrade(config, revision)
    else:
        command.upgrade(config, revision)
    connection.commit()


def _is_ancestor(config: Config, revision: str, current: str | None) -> bool:
    if current is None or revision == "head":
        return False
    scripts = ScriptDirectory.from_config(config)
    return any(script.revision == revision for script in scripts.walk_revisions("base", current))
