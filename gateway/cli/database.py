"""The database of a command: reachable, of the newest schema, and closed again."""

import asyncio
import errno
import threading
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import TypeVar

import click

from domain.audit import Origin
from domain.vocabulary import OriginKind
from gateway.database_troubles import trouble_of
from gateway.settings import Settings
from store.engine import Store, open_store
from store.faults import StoreFault, told_apart
from store.origin import coming_from
from store.revisions import Standing, standing

Result = TypeVar("Result")

_COMMAND = Origin(OriginKind.CLI)
_UNFIT = {
    Standing.BEHIND: "The database has no (or an old) schema: run `gateway migrate` first.",
    Standing.AHEAD: "The database is newer than this version: deploy the newer release.",
}
_NOT_ALLOWED = "42501"
_NOT_OWNER = (
    "This login may not change the schema: run `gateway migrate` with the login that owns the tables "
    "(docs/deploying.md, section 4)."
)


class _NobodyReads(Exception):
    """What is printed goes nowhere, which is no fault of the database."""


def run(work: Callable[[], Awaitable[Result]]) -> Result:
    """Runs a command's work; a database that cannot be used ends it with a sentence."""
    try:
        with coming_from(lambda: _COMMAND):
            return _run(work)
    except _NobodyReads:
        # As click knows it: it ends the command without another word.
        raise BrokenPipeError(errno.EPIPE, "Nobody reads any more") from None
    except StoreFault as fault:
        raise click.ClickException(_sentence(fault)) from None


def warn_when_behind(chosen: Settings) -> None:
    """Says on standard error what the health probe will say, for whoever starts the server by hand."""
    try:
        problem = _UNFIT.get(_run(lambda: _standing(chosen)), "")
    except StoreFault as fault:
        problem = f"{_sentence(fault)} Serving all the same; every request tries again."
    if problem:
        click.echo(f"Warning: {problem}", err=True)


def _run(work: Callable[[], Awaitable[Result]]) -> Result:
    with asyncio.Runner() as runner:
        try:
            return runner.run(_told_apart(work))
        except StoreFault:
            # A connection to SQLite that could not be opened still has a word for the loop.
            for thread in set(threading.enumerate()) - {threading.current_thread()}:
                thread.join(0.5)
            raise


@asynccontextmanager
async def ready_store(chosen: Settings) -> AsyncIterator[Store]:
    """The store, which must have the schema of this version."""
    store = open_store(chosen.database_url, role=chosen.database_role, pool_size=chosen.database_pool_size)
    try:
        found = await standing(store)
        if found in _UNFIT:
            raise click.ClickException(_UNFIT[found])
        yield store
    finally:
        await store.close()


async def bring_up(chosen: Settings) -> None:
    """Migrates to the newest schema as the login that owns the tables; raises click.ClickException for another one."""
    # What serves needs none of it, and it is large.
    from store.migrate import migrate

    store = open_store(chosen.database_url)
    try:
        if await standing(store) is Standing.AHEAD:
            raise click.ClickException(_UNFIT[Standing.AHEAD])
        await migrate(store, role=chosen.database_role)
    except Exception as error:
        if getattr(getattr(error, "orig", None), "sqlstate", None) != _NOT_ALLOWED:
            raise
        raise click.ClickException(_NOT_OWNER) from None
    finally:
        await store.close()


async def _standing(chosen: Settings) -> Standing:
    store = open_store(chosen.database_url, role=chosen.database_role, pool_size=2)
    try:
        return await standing(store)
    finally:
        await store.close()


async def _told_apart(work: Callable[[], Awaitable[Result]]) -> Result:
    async with told_apart():
        try:
            return await work()
        except BrokenPipeError:
            raise _NobodyReads from None


def _sentence(fault: StoreFault) -> str:
    cause = getattr(fault.__cause__, "orig", None) or fault.__cause__ or fault
    # The first line says what happened; drivers add advice for programmers.
    first = (str(cause).splitlines() or [""])[0].rpartition(">: ")[2].rstrip(".")
    known = trouble_of(fault)
    cure = known.cure if known else "Check GATEWAY_DATABASE_URL."
    return f"The database cannot be used: {first or type(fault).__name__}. {cure}"
