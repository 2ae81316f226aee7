"""The accounts that facts are about, locked, with how far their facts are known."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from uuid import UUID

from domain.ids import IdKind, decode
from domain.vocabulary import AccessStatus
from loaders.facts import clients_by_id, clients_named, facts_beyond, feeds_of
from resolvers.facts.account import Account
from store.reading import Row
from store.writing import UnitOfWork


async def accounts_named(work: UnitOfWork, names: Collection[str]) -> dict[str, Account]:
    """Accounts by the names that facts use: account numbers or public ids; names of nobody are missing."""
    ids = {name: id for name in names if (id := decode(IdKind.CLIENT, name))}
    numbers = set(names) - ids.keys()
    rows = [*await clients_named(work, numbers), *(await clients_by_id(work, list(ids.values())) if ids else ())]
    by_id = await _accounts(work, list({row.id: row for row in rows}.values()))
    # Of several with one number, a company that left and came back, the one that has not left counts.
    rows.sort(key=lambda row: (row.access_status != AccessStatus.DISCONNECTED, row.created_at))
    by_number = {row.account_number: by_id[row.id] for row in rows if row.account_number in numbers}
    return by_number | {name: by_id[id] for name, id in ids.items() if id in by_id}


async def accounts_of(work: UnitOfWork, client_ids: Collection[UUID]) -> Collection[Account]:
    """The accounts of clients."""
    return (await _accounts(work, await clients_by_id(work, client_ids))).values()


async def _accounts(work: UnitOfWork, rows: Sequence[Row]) -> dict[UUID, Account]:
    ids = [row.id for row in rows]
    feeds = {row.client_id: row for row in await feeds_of(work, ids)}
    beyond = defaultdict(list)
    for row in await facts_beyond(work, ids):
        beyond[row.client_id].append(row)
    return {row.id: Account.of(row, feeds.get(row.id), beyond[row.id]) for row in rows}
