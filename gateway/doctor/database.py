"""The database: reachable, with the newest schema, with walls between firms that bind, on time, and its mails."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

from gateway.database_troubles import Trouble, trouble_of
from gateway.doctor.finding import Finding, fail, ok, warn
from gateway.settings import Settings
from store.attention import longest_due
from store.engine import Store, open_store
from store.examining import Walls, server, waiting_mails, walls
from store.faults import StoreFault
from store.revisions import Standing, compared, revisions

_MOST_SECONDS_APART = 5.0
_PATIENCE_SECONDS = 15.0
_MOST_DUE = timedelta(minutes=2)
_CURE = "Check that it runs, GATEWAY_DATABASE_URL and GATEWAY_DATABASE_ROLE."


async def examine_database(settings: Settings) -> list[Finding]:
    """All findings about it; without a database, or with another schema, the rest cannot be told."""
    if settings.on_sqlite and not _is_file(settings.database_url):
        return [fail("database", "There is no SQLite file yet.", "Run `gateway migrate`, or `gateway demo`.")]
    store = open_store(settings.database_url, role=settings.database_role, pool_size=2)
    try:
        async with asyncio.timeout(_PATIENCE_SECONDS):
            return await _examine(store)
    except Exception as error:  # a login, a role, an address: drivers have an error of their own for each
        known = trouble_of(error) or Trouble(f"The database cannot be used ({_named(error)}).", _CURE)
        return [fail("database", *known)]
    finally:
        await store.close()


def _is_file(url: str) -> bool:
    # To look by connecting would make one.
    return Path(url.partition(":///")[2].partition("?")[0]).is_file()


async def _examine(store: Store) -> list[Finding]:
    seen = await server(store)
    kind = "PostgreSQL" if store.is_postgres else "SQLite"
    found = [ok("database", f"{kind} {seen.version} answers."), _clock(store, seen.ahead)]
    current, wanted = await revisions(store)
    found.append(_schema(current, wanted))
    if compared(current, wanted) is not Standing.FITTING:
        return found
    return [*found, *await _walls(store), await _looked_after(store), await _given_up(store)]


def _schema(current: str | None, wanted: str) -> Finding:
    found = compared(current, wanted)
    if found is Standing.FITTING:
        return ok("migrations", f"The database has the newest schema ({wanted}).")
    if found is Standing.AHEAD:
        told = f"The database is newer than this version: it has schema {current}, this version knows {wanted}."
        return warn("migrations", told, "Deploy the newer release; until then the server goes on serving.")
    told = f"has schema {current}" if current else "has no schema"
    return fail("migrations", f"The database {told}; this version wants {wanted}.", "Run `gateway migrate`.")


def _clock(store: Store, ahead: float) -> Finding:
    if not store.is_postgres:
        return ok("clock", "The database has this machine's clock.")
    if abs(ahead) > _MOST_SECONDS_APART:
        told = f"The database's clock is {abs(ahead):.0f} s {'ahead of' if ahead > 0 else 'behind'} this machine's."
        return warn("clock", told, "Keep both on time by NTP: tokens, invites and access end by these clocks.")
    return ok("clock", f"The database's clock differs by {abs(ahead):.1f} s.")


async def _walls(store: Store) -> list[Finding]:
    if not store.is_postgres:
        return [
            ok("firms' walls", "The gateway keeps firms apart; the second wall, row-level security, is PostgreSQL's.")
        ]
    found = await walls(store)
    return [_role(found), _bound(found)]


def _role(found: Walls) -> Finding:
    remedy = "Set GATEWAY_DATABASE_ROLE to a role without SUPERUSER and BYPASSRLS (default: gateway_app)."
    if found.is_superuser or found.bypasses:
        power = "a superuser" if found.is_superuser else "exempt from row-level security (BYPASSRLS)"
        return fail("database role", f"The server acts as {found.role}, which is {power}.", remedy)
    if found.is_login_powerful:
        told = f"The server acts as {found.role}, but logs in as {found.login}, which could see everything."
        return warn("database role", told, "Log in as a role that only may become it (docs/deploying.md).")
    return ok("database role", f"The server acts as {found.role}, which row-level security binds.")


def _bound(found: Walls) -> Finding:
    if found.unbound or found.seen:
        tables = ", ".join(sorted({*found.unbound, *found.seen}))
        told = f"Row-level security does not bind {found.role} in: {tables}."
        return fail("firms' walls", told, "Act as another role than the tables' owner, and run `gateway migrate`.")
    return ok("firms' walls", "Row-level security binds in every table; without a key no row of any firm is seen.")


async def _looked_after(store: Store) -> Finding:
    """Whether somebody sees to what time changes: without that, clients would look fine that are not."""
    first = await longest_due(store)
    waits = timedelta(0) if first is None else datetime.now(UTC) - first
    if waits > _MOST_DUE:
        told = f"Nobody has looked at what is due for {waits / timedelta(minutes=1):,.0f} minutes."
        remedy = "Run a server with GATEWAY_CLOCK_SECONDS above 0 and GATEWAY_BACKGROUND on, or `gateway worker`."
        return warn("attention", told, remedy)
    return ok("attention", "What is due has been looked at.")


async def _given_up(store: Store) -> Finding:
    waiting = await waiting_mails(store)
    if waiting["DEAD"]:
        told = f"{waiting['DEAD']} mails were given up."
        return warn("mails", told, "`gateway mails list --dead` says why, `gateway mails retry ID` tries one again.")
    return ok("mails", f"No mail was given up; {waiting['QUEUED']} wait.")


def _named(error: BaseException) -> str:
    """The kind of an error alone: what drivers say may hold addresses."""
    cause = error.__cause__ if isinstance(error, StoreFault) and error.__cause__ else error
    inner = getattr(cause, "orig", None) or cause
    return type(inner.__cause__ or inner).__name__
