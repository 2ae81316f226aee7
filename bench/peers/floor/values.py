"""Ids, moments and amounts as the gateway writes them; the statements; colleagues."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from bench.peers.settings import PARTNER_ID, statements
from domain.money import Money, exponent

SQL = statements()
LEVELS = ("NONE", "INFO", "WARNING", "CRITICAL")
_LETTERS = "0123456789abcdefghjkmnpqrstvwxyz"
_PAIRS = tuple(first + second for first in _LETTERS for second in _LETTERS)
_SHIFTS = tuple(range(120, -1, -10))


def public_id(kind: str, value: UUID) -> str:
    """The id as the gateway writes it."""
    number = value.int
    return kind + "_" + "".join([_PAIRS[number >> shift & 1023] for shift in _SHIFTS])


def moment(value: datetime | None) -> str | None:
    """A moment as the gateway writes it."""
    return None if value is None else value.isoformat()[:-6] + "Z"


def money(minor: int | None, currency: str) -> dict[str, str] | None:
    """An amount as the gateway writes it."""
    if minor is None:
        return None
    if minor >= 0 and exponent(currency) == 2:
        return {"amount": f"{minor // 100}.{minor % 100:02d}", "currencyCode": currency}
    return {"amount": format(Money(minor, currency).amount, "f"), "currencyCode": currency}


def grouped(rows: Iterable[Any], key: str) -> defaultdict[Any, list[Any]]:
    """Rows by one of their columns."""
    found: defaultdict[Any, list[Any]] = defaultdict(list)
    for row in rows:
        found[row[key]].append(row)
    return found


async def colleagues(read: Any, ids: Iterable[UUID], *columns: str) -> dict[UUID, dict[str, Any]]:
    """Colleagues by id, with some columns: name and role unless others are named."""
    rows = await read.fetch(SQL["colleagues"], PARTNER_ID, list(ids))
    more = columns or ("name", "role")
    return {row["id"]: {"id": public_id("colleague", row["id"])} | {name: row[name] for name in more} for row in rows}
