"""What all commands share: settings with readable problems, a store that is closed again."""

import asyncio
import os
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import TypeVar

import click

from gateway.app import store_of
from gateway.logs import configure_logs
from gateway.settings import Settings, SettingsError
from store.engine import Store, open_store
from store.faults import StoreFault, told_apart
from store.migrate import migrate, pending

Result = TypeVar("Result")

OLD_SCHEMA = "The database has no (or an old) schema: run `gateway migrate` first."


def settings() -> Settings:
    """The settings of the environment; problems end the command with 2."""
    try:
        read = Settings.from_environment(os.environ)
    except SettingsError as error:
        for problem in error.problems:
            click.echo(problem, err=True)
        raise SystemExit(2) from None
    configure_logs(read)
    read.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    return read


def run(work: Callable[[], Awaitable[Result]]) -> Result:
    """Runs a command's work; a database that cannot be used ends it with a sentence."""
    try:
        return asyncio.run(_told_apart(work))
    except StoreFault as fault:
        raise click.ClickException(_sentence(fault)) from None


def warn_when_behind(chosen: Settings) -> None:
    """Says on standard error what the health probe will say, for whoever starts the server by hand."""
    try:
        problem = OLD_SCHEMA if asyncio.run(_told_apart(lambda: _behind(chosen))) else ""
    except StoreFault as fault:
        problem = f"{_sentence(fault)} Serving all the same; every request tries again."
    if problem:
        click.echo(f"Warning: {problem}", err=True)


@asynccontextmanager
async def ready_store(chosen: Settings) -> AsyncIterator[Store]:
    """The store, which must have the newest schema."""
    store = store_of(chosen)
    try:
        if await _behind(chosen):
            raise click.ClickException(OLD_SCHEMA)
        yield store
    finally:
        await store.close()


async def bring_up(chosen: Settings) -> None:
    """Migrates to the newest schema as the login that owns the tables."""
    store = open_store(chosen.database_url)
    try:
        await migrate(store, role=chosen.database_role)
    finally:
        await store.close()


async def _behind(chosen: Settings) -> bool:
    store = open_store(chosen.database_url)
    try:
        return await pending(store)
    finally:
        await store.close()


async def _told_apart(work: Callable[[], Awaitable[Result]]) -> Result:
    async with told_apart():
        return await work()


def _sentence(fault: StoreFault) -> str:
    cause = getattr(fault.__cause__, "orig", None) or fault.__cause__ or fault
    # The first line says what happened; drivers add advice for programmers.
    first = (str(cause).splitlines() or [""])[0].rpartition(">: ")[2].rstrip(".")
    return f"The database cannot be used: {first or type(fault).__name__}. Check GATEWAY_DATABASE_URL."
