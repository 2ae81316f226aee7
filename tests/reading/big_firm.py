"""A firm of 5,000 clients among three others of its size, for plans: a few hundred real clients, copied by SQL."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import text

from domain.vocabulary import Role
from store.demo.bulk import fill_clients
from store.engine import Store, open_store
from store.vault import Vault
from tests.reading.copies import QUICKLY, copy_rows
from tests.servers.databases import Database
from tests.world import Colleague, World

_REAL, _COPIES, _OTHERS, _WORKED_ON = 250, 19, 3, 40
CLIENTS = _REAL * (1 + _COPIES)
# In the order of their references.
_OF_CLIENTS = (
    "client client_word signal month_figure subscription invoice team_client assignment assignment_source".split()
)
_OF_FIRMS = ["colleague", "team", "team_member", *_OF_CLIENTS]


@dataclass(frozen=True)
class BigFirm:
    """The store, and two who ask: an admin, and a bookkeeper who works on 40 clients."""

    store: Store
    boss: Colleague
    bookkeeper: Colleague


@asynccontextmanager
async def big_firm(database: Database, vault: Vault, now: datetime) -> AsyncIterator[BigFirm]:
    """Fills an empty PostgreSQL database; statistics are up to date afterwards."""
    store, owner = open_store(database.url, role=database.role), open_store(database.url)
    try:
        firm = await World(store, vault, now).partner()
        boss = await firm.colleague(role=Role.ADMIN)
        await firm.team(members=[await firm.colleague() for _ in range(8)])
        await fill_clients(store, vault, firm.id, _REAL, now)
        bookkeeper = await firm.colleague()
        async with owner.engine.connect() as connection:
            await connection.execution_options(isolation_level="AUTOCOMMIT")
            for statement in ("SET statement_timeout = 0", *QUICKLY):
                await connection.execute(text(statement))
            for table in _OF_CLIENTS:
                await copy_rows(connection, table, _MORE_CLIENTS, f", generate_series(1, {_COPIES}) AS n")
            await connection.execute(text(_WORK), {"who": bookkeeper.id, "many": _WORKED_ON})
            for table in ("partner", *_OF_FIRMS):
                await copy_rows(connection, table, _MORE_FIRMS, f", generate_series(1, {_OTHERS}) AS n")
            await connection.execute(text("VACUUM ANALYZE"))
        yield BigFirm(store, boss, bookkeeper)
    finally:
        await store.close()
        await owner.close()


_MORE_CLIENTS = {
    "id": "md5(id::text || n)::uuid",
    "client_id": "md5(client_id::text || n)::uuid",
    "assignment_id": "md5(assignment_id::text || n)::uuid",
    "name_key": "name_key || ' ' || n",
    "registration_number": "registration_number || '-' || n",
    "balance_minor": "balance_minor + n * 1000",
}
_MORE_FIRMS = {
    "partner_id": "md5(partner_id::text || n)::uuid",
    "partner.id": "md5(id::text || n)::uuid",
    "partner.registration_number": "registration_number || '-' || n",
}
_WORK = """
    INSERT INTO assignment (partner_id, id, client_id, colleague_id, status, created_at)
    SELECT partner_id, gen_random_uuid(), id, :who, 'ACTIVE', created_at FROM client ORDER BY md5(id::text) LIMIT :many
"""
