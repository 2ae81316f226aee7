"""What all servers are measured over: three firms with the same first page of clients, of 50, 500 and 50,000."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import make_url, text
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.vocabulary import Role
from store.demo.bulk import fill_clients
from store.engine import open_store
from store.vault import Vault
from tests.reading.copies import QUICKLY, copy_rows
from tests.servers.databases import Database
from tests.world import World

PAGE = 50
SIZES = {"small": PAGE, "middle": 500, "large": 50_000}
# One and the same, so that every run deals the same clients.
_FIRM = UUID("018f3a10-5c00-7d11-8a01-6b1f0c9d2e42")
_PEOPLE = 9
# Of whom it is not known yet which issuer vouches for them.
_UNBOUND: dict[str, Any] = {"issuer": None, "subject": None}
# As many as requests at a time, so that none waits for another's row.
_TEAMS = 16
_OF_CLIENTS = "client signal month_figure assignment assignment_source".split()
_OF_FIRMS = ["colleague", "team", "team_member", *_OF_CLIENTS]
# Beyond the order of any client of the first page, and of any name.
_LATER = {"attention_order": "attention_order + (1::bigint << 60)", "name_key": "'zz ' || name_key || ' ' || n"}


@dataclass(frozen=True, slots=True)
class Owner:
    """Who asks: the owner of one firm, and the public ids of teams to be changed."""

    partner_id: UUID
    colleague_id: UUID
    teams: tuple[str, ...]
    email: str


async def fill(database: Database, vault: Vault, now: datetime, sizes: dict[str, int]) -> dict[str, Owner]:
    """Fills an empty database with firms of some sizes (multiples of 50 clients); gives their owners by name."""
    store, login = open_store(database.url, role=database.role), open_store(database.url)
    try:
        firm = await World(store, vault, now).partner("Fjordlys Regnskab", id=_FIRM, time_zone="Europe/Copenhagen")
        boss = await firm.colleague("Karen Vestergaard", role=Role.OWNER, email="karen@small.example", **_UNBOUND)
        people = [await firm.colleague(email=f"p{each}@small.example", **_UNBOUND) for each in range(_PEOPLE)]
        teams = [await firm.team(f"Hold {number}", members=people[:4]) for number in range(_TEAMS)]
        await fill_clients(store, vault, firm.id, PAGE, now)
        first = Owner(firm.id, boss.id, tuple(team.public_id for team in teams), boss.email)
        async with login.engine.connect() as connection:
            await connection.execution_options(isolation_level="AUTOCOMMIT")
            zone = f"ALTER DATABASE {make_url(database.url).database} SET timezone = 'UTC'"
            for statement in (zone, "SET statement_timeout = 0", *QUICKLY, *_EVEN):
                await connection.execute(text(statement))
            owners = {name: await _firm(connection, first, name) for name in sizes}
            for name, size in sizes.items():
                await _grow(connection, owners[name].partner_id, size // PAGE - 1)
            await connection.execute(text("VACUUM ANALYZE"))
        return owners
    finally:
        await store.close()
        await login.close()


# Everything on the page can be read, so that nobody's answer has errors, and moments are those that any clock can tell.
_EVEN = (
    "UPDATE client SET access_status = 'ACTIVE', poa_granted = true,"
    " status = CASE onboarding_status WHEN 'VERIFIED' THEN 'ACTIVE' ELSE 'ONBOARDING' END",
    "UPDATE signal SET since = date_trunc('second', since)",
    "UPDATE assignment SET created_at = date_trunc('second', created_at), ends_at = NULL",
)


async def _firm(connection: AsyncConnection, first: Owner, name: str) -> Owner:
    """The firm of that name: the first one, copied with all its rows unless it is that one itself."""
    if name == "small":
        return first
    own = f"md5(partner_id::text || '{name}')::uuid"
    changes = {
        "partner_id": own,
        "partner.id": own.replace("partner_id", "id"),
        "partner.registration_number": f"registration_number || '-{name}'",
        "colleague.email": f"replace(email, 'small.example', '{name}.example')",
    }
    for table in ("partner", *_OF_FIRMS):
        column = "id" if table == "partner" else "partner_id"
        await copy_rows(connection, table, changes, f"WHERE {column} = '{first.partner_id}'")
    row = await connection.execute(text(f"SELECT md5('{first.partner_id}' || '{name}')::uuid"))
    return Owner(row.scalar_one(), first.colleague_id, first.teams, first.email.replace("small", name))


async def _grow(connection: AsyncConnection, partner_id: UUID, copies: int) -> None:
    """Copies a firm's clients; the copies come after them in every order."""
    changes = {
        "id": "md5(id::text || n)::uuid",
        "client_id": "md5(client_id::text || n)::uuid",
        "assignment_id": "md5(assignment_id::text || n)::uuid",
        "registration_number": "registration_number || '-' || n",
        **_LATER,
    }
    for table in _OF_CLIENTS:
        many = f", generate_series(1, {copies}) AS n WHERE partner_id = '{partner_id}'"
        await copy_rows(connection, table, changes, many)
