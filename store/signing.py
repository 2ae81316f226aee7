"""The gateway's own signing keys: sealed in the store, so that all processes share them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, insert, select, update

from store.engine import Store
from store.faults import Contended
from store.reading import Reader
from store.tables import signing_key
from store.tenancy import Keys
from store.transaction import writing
from store.vault import Vault

_WORKER = Keys(worker=True)


@dataclass(frozen=True, slots=True)
class SigningKey:
    """One of them: its private half as it was given, from when it signs, and when it is not to be trusted any more."""

    number: int
    private: str
    signs_from: datetime
    ends_at: datetime | None


async def signing_keys(store: Store, vault: Vault) -> list[SigningKey]:
    """All keys that the vault opens, oldest first; what it does not open was put there by somebody else."""
    reader = Reader(store, _WORKER)
    try:
        rows = await reader.fetch(_all, (), {})
    finally:
        await reader.close()
    opened = [(row, vault.unseal(row.sealed)) for row in rows]
    return [SigningKey(row.number, key, row.signs_from, row.ends_at) for row, key in opened if key is not None]


async def add_signing_key(
    store: Store,
    vault: Vault,
    private: str,
    *,
    after: Collection[int],
    signs_from: datetime,
    others_end_at: datetime,
    now: datetime,
) -> bool:
    """Adds the next key, from which on the others end. Raises StoreFault.

    `after` has the numbers of the keys that the caller knows; False when another process was faster.
    """
    try:
        async with writing(store, _WORKER) as transaction:
            rows = await transaction.rows(select(signing_key.c.number, signing_key.c.sealed))
            if {row.number for row in rows if vault.unseal(row.sealed) is not None} != set(after):
                return False
            numbers: Sequence[int] = [row.number for row in rows]
            given: dict[str, Any] = {"sealed": vault.seal(private), "signs_from": signs_from, "created_at": now}
            await transaction.change(insert(signing_key).values(number=max(numbers, default=0) + 1, **given))
            open_ended = signing_key.c.ends_at.is_(None) | (signing_key.c.ends_at > others_end_at)
            before = signing_key.c.number.in_(list(numbers))
            await transaction.change(update(signing_key).where(before, open_ended).values(ends_at=others_end_at))
    except Contended:
        return False
    return True


def _all() -> Select[Any]:
    return select(signing_key).order_by(signing_key.c.number)
