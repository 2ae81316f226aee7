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
from store.faults import StoreFault
from store.migrate import migrate, pending

Result = TypeVar("Result")


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
    """Runs a command's work; a database that cannot be reached ends it with a sentence."""

    async def running() -> Result:
        return await work()

    try:
        return asyncio.run(running())
    except (StoreFault, OSError) as error:
        cause = error.__cause__ or error
        raise click.ClickException(f"The database cannot be used: {cause}. Check GATEWAY_DATABASE_URL.") from None


@asynccontextmanager
async def ready_store(chosen: Settings) -> AsyncIterator[Store]:
    """The store, which must have the newest schema."""
    store = store_of(chosen)
    try:
        if await _behind(chosen):
            raise click.ClickException("The database has no (or an old) schema: run `gateway migrate` first.")
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
