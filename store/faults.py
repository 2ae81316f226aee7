"""What can go wrong with the database, told apart: unavailable, too slow, contended, conflicting."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as PoolTimeout


class StoreFault(Exception):
    """A failure of the store that is no bug of the caller."""


class Unavailable(StoreFault):
    """No connection to be had: the pool is exhausted, or the database is gone."""


class TooSlow(StoreFault):
    """A statement ran into its time limit."""


class Contended(StoreFault):
    """Somebody else held the rows, or changed them first; trying again may work."""


_CONTENDED = {"55P03", "40P01", "40001"}
_TOO_SLOW = {"57014"}
# Connections lost, shutting down, out of resources; a login or a database that is not there.
_GONE = ("08", "57P", "53", "28", "3D", "25006")
# The login has not been given the role that the server acts as.
_NO_ROLE = "permission denied to set role"
_NO_FILE = ("unable to open", "not a database", "readonly database", "disk I/O")


@asynccontextmanager
async def told_apart() -> AsyncIterator[None]:
    """Turns the errors of drivers into the faults above; a bug stays what it is."""
    try:
        yield
    except Exception as error:
        fault = told(error)
        if fault is error:
            raise
        raise fault from error


def told(error: BaseException) -> BaseException:
    """The fault behind an error of SQLAlchemy or a driver; any other error itself."""
    if isinstance(error, PoolTimeout | OSError):
        return Unavailable()
    if isinstance(error, IntegrityError | asyncpg.IntegrityConstraintViolationError | sqlite3.IntegrityError):
        return Contended()
    if isinstance(error, DBAPIError):
        return _fault(error.orig, is_lost=error.connection_invalidated) or error
    if isinstance(error, asyncpg.PostgresError | sqlite3.Error):
        return _fault(error) or error
    return error


def _fault(error: BaseException | None, *, is_lost: bool = False) -> StoreFault | None:
    code = getattr(error, "sqlstate", None) or ""
    if code in _CONTENDED or "database is locked" in str(error):
        return Contended()
    if code in _TOO_SLOW:
        return TooSlow()
    no_file = any(words in str(error) for words in _NO_FILE)
    if is_lost or code.startswith(_GONE) or no_file or _NO_ROLE in str(error):
        return Unavailable()
    return None
