"""What can be told of a database from outside: its version, its clock, its schema, and whether its walls bind."""

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import func, select, text

from store.engine import Store
from store.faults import told_apart
from store.reading import Reader
from store.tables import METADATA, mail, signing_key
from store.tenancy import Keys, unlock

# Keys that this installation signs with are no firm's.
_OF_FIRMS = [table.name for table in METADATA.sorted_tables if table is not signing_key]
_ROLE = """
SELECT current_user::text AS name, mine.rolsuper AS superuser, mine.rolbypassrls AS bypasses,
       session_user::text AS login, own.rolsuper OR own.rolbypassrls AS powerful
FROM pg_roles mine, pg_roles own WHERE mine.rolname = current_user AND own.rolname = session_user
"""
_OPEN = """
SELECT relname FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p')
AND relname = ANY(:names) AND NOT row_security_active(oid) ORDER BY relname
"""


@dataclass(frozen=True)
class Server:
    """The database's own version, and how many seconds its clock is ahead of ours."""

    version: str
    ahead: float


@dataclass(frozen=True)
class Walls:
    """Who we act as, which login that is, and the tables in which row-level security does not bind it.

    `seen` are tables that show rows to a transaction which presents no key.
    """

    role: str
    login: str
    is_superuser: bool
    bypasses: bool
    is_login_powerful: bool
    unbound: list[str]
    seen: list[str]


async def server(store: Store) -> Server:
    """Raises StoreFault, and what drivers raise of logins and roles that cannot be used."""
    named = text("SELECT current_setting('server_version')" if store.is_postgres else "SELECT sqlite_version()")
    async with told_apart(), store.engine.connect() as connection:
        version = str(await connection.scalar(named))
    return Server(version, await seconds_ahead(store))


async def seconds_ahead(store: Store) -> float:
    """How many seconds the database's clock is ahead of this machine's: 0 on SQLite, which has that one.

    Raises StoreFault.
    """
    if not store.is_postgres:
        return 0.0
    reader = Reader(store, Keys())
    try:
        await reader.rows(select(1))
        before = datetime.now(UTC)
        ((moment,),) = await reader.rows(select(func.clock_timestamp()))
        middle = before + (datetime.now(UTC) - before) / 2
    finally:
        await reader.close()
    return float((moment - middle).total_seconds())


async def walls(store: Store) -> Walls:
    """What binds the server's own connections; on PostgreSQL only. Raises StoreFault."""
    async with told_apart(), store.engine.connect() as connection:
        who = (await connection.execute(text(_ROLE))).one()
        unbound = list((await connection.execute(text(_OPEN), {"names": _OF_FIRMS})).scalars())
        seen = [name for name in _OF_FIRMS if await connection.scalar(text(f"SELECT EXISTS (SELECT FROM {name})"))]  # noqa: S608
    return Walls(who.name, who.login, who.superuser, who.bypasses, who.powerful, unbound, seen)


async def waiting_mails(store: Store) -> dict[str, int]:
    """How many mails of all firms are queued (QUEUED) and were given up (DEAD). Raises StoreFault."""
    counted = select(mail.c.status, func.count()).where(mail.c.status.in_(("QUEUED", "DEAD"))).group_by(mail.c.status)
    async with told_apart(), store.engine.connect() as connection:
        await unlock(store, connection, Keys(worker=True))
        rows = (await connection.execute(counted)).all()
    return {"QUEUED": 0, "DEAD": 0} | {row[0]: row[1] for row in rows}
