"""What a digest says: found out when it is sent, by the rights that its reader has then."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from domain.access import CONNECTED, Viewer, ViewerKind, capabilities
from domain.ids import IdKind, encode
from domain.money import Money
from domain.vocabulary import (
    AttentionLevel,
    Capability,
    ClientStatus,
    ColleagueStatus,
    DigestFrequency,
    Role,
    SignalKind,
)
from loaders.bookkeeping import attention_counts, balances, signals_by_client_id
from loaders.client import ClientOrderField, client_by_id, clients
from loaders.client_filter import ClientFilter
from loaders.digest import whose, work_left, work_left_by_client_id
from loaders.paging import Window
from loaders.reading import Reads
from store.attention import ALL_CLIENTS
from store.engine import Store
from store.reading import Reader, Row
from store.tenancy import Keys
from store.vault import Vault

# Of the clients that ask for attention, so many are named and the others counted.
MOST = 20
_URGENT = (AttentionLevel.CRITICAL, AttentionLevel.WARNING, AttentionLevel.INFO)
_HERE = tuple(status for status in ClientStatus if status is not ClientStatus.DISCONNECTED)
_ALL = ClientFilter(status=_HERE)
_ATTENTIVE = ClientFilter(status=_HERE, attention=_URGENT)
Said = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Content:
    """What the mail is filled with, and whose digest it is of what, for the link that ends it."""

    said: Said
    colleague_id: UUID
    client_id: UUID
    to_name: str

    @property
    def kind(self) -> str:
        """The kind of its mail."""
        return kind_of(self.client_id)


def kind_of(client_id: UUID) -> str:
    """The kind of mail that tells of one client, or of all."""
    return "digest_portfolio" if client_id == ALL_CLIENTS else "digest_client"


async def content(store: Store, vault: Vault, partner_id: UUID, digest_id: UUID, now: datetime) -> Content | None:
    """What a digest says now; None when there is nothing to tell, or nobody to be told.

    A daily digest tells nothing while all is well; a weekly or monthly one is sent also then. Nothing is told to those
    who have left, of clients that they do not see or that are gone, and once the digest is ended.
    """
    async with _reader(store, partner_id) as reader:
        found = await whose(reader, partner_id, digest_id)
        if found is None or found.status != ColleagueStatus.ACTIVE:
            return None
        said = await say(_reads(found, partner_id, reader, vault, now), found)
    return Content(said, found.colleague_id, found.client_id, found.name) if said else None


async def say(reads: Reads, found: Row) -> Said | None:
    """What one digest (`frequency`, `client_id`; `partner_name`, `time_zone` of the firm) tells its reader."""
    said = await (_portfolio(reads) if found.client_id == ALL_CLIENTS else _client(reads, found.client_id))
    is_well = said is not None and not said["clients"] and not said.get("signals")
    if said is None or (is_well and found.frequency == DigestFrequency.DAILY):
        return None
    about = {"partner_name": found.partner_name, "time_zone": found.time_zone, "frequency": found.frequency}
    return said | about


@asynccontextmanager
async def _reader(store: Store, partner_id: UUID) -> AsyncIterator[Reader]:
    reader = Reader(store, Keys(partner_id=partner_id))
    try:
        yield reader
    finally:
        await reader.close()


def _reads(found: Row, partner_id: UUID, reader: Reader, vault: Vault, now: datetime) -> Reads:
    viewer = Viewer(
        ViewerKind.COLLEAGUE,
        partner_id=partner_id,
        colleague_id=found.colleague_id,
        role=Role(found.role),
        may_invite_clients=found.bookkeepers_may_invite,
    )
    return Reads(viewer, now, reader, vault)


async def _portfolio(reads: Reads) -> Said | None:
    """All clients that the reader sees: totals, and the most urgent ones; as many SELECTs for ten as for thousands."""
    counts = {AttentionLevel(row.attention_level): row.clients for row in await attention_counts(reads, _ALL)}
    if not counts:
        return None
    page = await clients(reads, _ATTENTIVE, ClientOrderField.ATTENTION, SignalKind.DATA_STALE, True, Window(first=MOST))
    left, urgent = await work_left(reads, _ALL), sum(counts.get(level, 0) for level in _URGENT)
    return {
        "total": sum(counts.values()),
        "fine": counts.get(AttentionLevel.NONE, 0),
        "counts": {level.name: counts[level] for level in _URGENT if level in counts},
        "urgent": urgent,
        "balances": [Money(int(row.minor), row.currency) for row in await balances(reads, _ALL)],
        "missing": int(left.missing),
        "ready": int(left.ready),
        "clients": await _told(reads, page.nodes),
        "more": urgent - len(page.nodes),
    }


async def _client(reads: Reads, client_id: UUID) -> Said | None:
    """One client, as long as it is connected and the reader sees it."""
    (found,) = await client_by_id(reads, [client_id])
    if found is None or found.access_status not in CONNECTED:
        return None
    (told,) = await _told(reads, [found])
    return told | {"clients": []}


async def _told(reads: Reads, rows: Sequence[Row]) -> list[Said]:
    """Each client with its figures, where the firm may see them, and what asks for attention there."""
    ids = [row.id for row in rows]
    if not ids:
        return []
    signals = dict(zip(ids, await signals_by_client_id(reads, ids), strict=True))
    left = dict(zip(ids, await work_left_by_client_id(reads, ids), strict=True))
    return [_one(row, _counting(signals[row.id], reads.now), left) for row in rows]


def _one(row: Row, signals: Sequence[Row], left: Mapping[UUID, Row | None]) -> Said:
    allowed, work = capabilities(row), left[row.id]
    sees = Capability.SEE_EXPENSES in allowed
    return {
        "name": row.name,
        "level": AttentionLevel(row.attention_level).name,
        "balance": Money(row.balance_minor, row.currency) if Capability.SEE_BALANCES in allowed else None,
        "missing": (int(work.missing) if work else 0) if sees else None,
        "ready": (int(work.ready) if work else 0) if sees else None,
        "signals": [{"kind": each.kind, "count": each.count} for each in signals],
        "facts_at": row.facts_at,
        "page": f"/clients/{encode(IdKind.CLIENT, row.id)}",
    }


def _counting(signals: Sequence[Row], now: datetime) -> list[Row]:
    """Those that nobody has set aside for now."""
    return [each for each in signals if each.snoozed_until is None or each.snoozed_until <= now]
