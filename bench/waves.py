"""A hundred thousand clients of one large and many small firms, of which every ten minutes a hundredth is due."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.vocabulary import AttentionLevel, Role, SignalKind
from resolvers.attention import refresh_attention
from store.engine import open_store
from store.tables import expense
from store.vault import Vault
from tests.reading.copies import QUICKLY, copy_rows
from tests.servers.databases import Database
from tests.world import Client, Firm, World

FIRMS, SMALL, LARGE = 100, 500, 50_000
CLIENTS, WAVE = FIRMS * SMALL + LARGE, (FIRMS * SMALL + LARGE) // 100
_NOW = datetime(2026, 5, 13, 9, tzinfo=UTC)
_EVERY = timedelta(minutes=10)
_WAVES = 100
# Each unlike the others; their copies are due by turns.
_REAL = 5
_OF_CLIENTS = "client client_word signal month_figure expense assignment assignment_source due".split()
_OF_FIRMS = ["colleague", *_OF_CLIENTS]


def moment(wave: int) -> datetime:
    """When that wave is due: the facts about a hundredth of each firm's clients get stale."""
    return _NOW + timedelta(hours=1, seconds=1) + wave * _EVERY


async def fill(database: Database, vault: Vault) -> None:
    """Fills an empty database, and has its statistics made."""
    store, login = open_store(database.url, role=database.role), open_store(database.url)
    try:
        firm = await World(store, vault, _NOW).partner("Fjordlys Regnskab")
        await _clients(firm)
        async with login.engine.connect() as connection:
            await connection.execution_options(isolation_level="AUTOCOMMIT")
            for statement in ("SET statement_timeout = 0", *QUICKLY):
                await connection.execute(text(statement))
            large = await _firms(connection, firm.id, "large", 1)
            await _grow(connection, firm.id, SMALL)
            await _grow(connection, large, LARGE)
            await _firms(connection, firm.id, "small", FIRMS - 1)
            await connection.execute(text("VACUUM ANALYZE"))
    finally:
        await store.close()
        await login.close()


async def _clients(firm: Firm) -> None:
    """Judged by the rules, so that when they are due is what the rules say."""
    boss, bo = await firm.colleague(role=Role.OWNER), await firm.colleague()
    made = [await firm.client() for _ in range(_REAL)]
    for number, each in enumerate(made):
        await firm.assign(bo, each)
        await _figures(firm, each, number)
    await firm.assign(boss, made[0])
    async with firm.work() as work:
        await refresh_attention(work, [each.id for each in made])


async def _figures(firm: Firm, client: Client, number: int) -> None:
    """Three months, the last of which is open, with some receipts missing."""
    for month, exported in (("2026-03", 40), ("2026-04", 40), ("2026-05", 12)):
        await firm.month(client, month, submitted=(40, 40 * 1_250_00), exported=(exported, exported * 1_250_00))
    for receipt in range(number):
        row: dict[str, Any] = {"client_id": client.id, "expense_id": f"e{receipt}", "submitted_at": _NOW}
        await firm.insert(expense, row)
    if number:
        await firm.signal(client, SignalKind.MISSING_RECEIPTS, AttentionLevel.INFO, count=number)


async def _firms(connection: AsyncConnection, partner_id: UUID, name: str, copies: int) -> UUID:
    """Copies a firm with all its rows; the id of the last copy."""
    own = f"md5(partner_id::text || '{name}' || n)::uuid"
    changes = {
        "partner_id": own,
        "partner.id": own.replace("partner_id", "id"),
        "partner.registration_number": f"registration_number || '-{name}' || n",
    }
    for table in ("partner", *_OF_FIRMS):
        column = "id" if table == "partner" else "partner_id"
        many = f", generate_series(1, {copies}) AS n WHERE {table}.{column} = '{partner_id}'"
        await copy_rows(connection, table, changes, many)
    found = await connection.execute(text(f"SELECT md5('{partner_id}' || '{name}' || {copies})::uuid"))
    last: UUID = found.scalar_one()
    return last


async def _grow(connection: AsyncConnection, partner_id: UUID, clients: int) -> None:
    """Copies a firm's clients until there are so many, each copy due with its wave."""
    later = f"n % {_WAVES} * interval '{_EVERY.total_seconds():.0f} seconds'"
    changes = {
        "id": "md5(id::text || n)::uuid",
        "client_id": "md5(client_id::text || n)::uuid",
        "object_id": "md5(object_id::text || n)::uuid",
        "assignment_id": "md5(assignment_id::text || n)::uuid",
        "registration_number": "registration_number || '-' || n",
        "name_key": "name_key || ' ' || n",
        "client.facts_at": f"facts_at + {later}",
        "due.at": f"at + {later}",
    }
    for table in _OF_CLIENTS:
        many = f", generate_series(1, {clients // _REAL - 1}) AS n WHERE partner_id = '{partner_id}'"
        await copy_rows(connection, table, changes, many)
