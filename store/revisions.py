"""Which schema a database has, and which one the code wants; probes ask, so without the tools that migrate."""

from enum import Enum
from functools import cache
from pathlib import Path

from sqlalchemy import inspect, text
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError

from store.engine import Store

_VERSIONS = Path(__file__).parent / "migrations" / "versions"
_NO_SUCH_ROLE, _NOT_ALLOWED = "22023", "42501"


class Standing(Enum):
    """How a database stands to the code."""

    BEHIND = "it has no schema, or an older one"
    FITTING = "it has the schema that the code wants"
    AHEAD = "a newer release has migrated it"


async def standing(store: Store) -> Standing:
    """How the database stands to the code; whoever asks needs no right but to read.

    Migrating also makes the role that the server acts as, and lets it read: until then the database is behind.
    """
    try:
        current, wanted = await revisions(store)
    except DBAPIError as error:
        if not _is_without_role(error):
            raise
        return Standing.BEHIND
    return compared(current, wanted)


def compared(current: str | None, wanted: str) -> Standing:
    """How a schema stands to the one that is wanted; revisions are numbers of one width."""
    if current is None or current < wanted:
        return Standing.BEHIND
    return Standing.AHEAD if current > wanted else Standing.FITTING


async def pending(store: Store) -> bool:
    """Whether the database is behind the code (or has no schema at all); a newer one serves as well."""
    return await standing(store) is Standing.BEHIND


async def revisions(store: Store) -> tuple[str | None, str]:
    """Which schema the database has (None: none at all), and which one the code wants."""
    async with store.engine.connect() as connection:
        return await connection.run_sync(_current), newest()


@cache
def newest() -> str:
    """The newest revision: migrations follow one another by their numbers, with which their files begin."""
    return max(file.stem.partition("_")[0] for file in _VERSIONS.glob("[0-9]*.py"))


def _is_without_role(error: DBAPIError) -> bool:
    """Whether the role is not there, or may not read yet."""
    code = getattr(error.orig, "sqlstate", None)
    return code == _NO_SUCH_ROLE or (code == _NOT_ALLOWED and "alembic_version" in str(error.orig))


def _current(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return found
