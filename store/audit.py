"""The audit trail: append-only, hash-chained per partner; personal details lie beside the chain."""

import hashlib
import json
import os
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeAlias
from uuid import UUID

from sqlalchemy import Select, Uuid, literal, select

from domain.audit import CLIENTS_PART, Origin
from domain.moment import utc
from store.reading import Row, Rows
from store.statement import bound
from store.tables import audit_detail, audit_entry

GENESIS = bytes(32)
PAGE = 1_000

# Position and hash of a chain's newest entry; (0, GENESIS) of an empty one.
Head: TypeAlias = tuple[int, bytes]

_CHAINED = (
    "partner_id",
    "position",
    "id",
    "at",
    "actor_kind",
    "actor_id",
    "action",
    "object_kind",
    "object_id",
    "client_id",
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One change of data or authority, before it has its place in the chain."""

    id: UUID
    action: str
    object_kind: str
    object_id: UUID
    client_id: UUID | None
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    reason: str | None


def chain_hash(previous: bytes, fields: dict[str, Any], detail_hash: bytes, origin_hash: bytes | None = None) -> bytes:
    """The hash of an entry: over the one before it, its own fields, and the hashes of what lies beside it."""
    return hashlib.sha256(previous + _canonical(fields) + detail_hash + (origin_hash or b"")).digest()


def detail_hash(salt: bytes, before: Any, after: Any, reason: str | None) -> bytes:
    """The hash that stays in the chain when the details themselves are erased."""
    return hashlib.sha256(salt + _canonical([before, after, reason])).digest()


def origin_hash(salt: bytes, origin: Any) -> bytes:
    """The hash that stays in the chain when it is erased where an entry came from."""
    return hashlib.sha256(salt + _canonical(origin)).digest()


Chained: TypeAlias = tuple[dict[str, Any], dict[str, Any]]


def chained(
    entries: Iterable[Entry],
    head: Head,
    partner_id: UUID,
    actor: tuple[str, UUID | None],
    now: datetime,
    origin: Origin | None = None,
) -> list[Chained]:
    """The rows of entries that follow a head, each with what lies beside the chain."""
    position, previous = head
    found = []
    for place, entry in enumerate(entries, position + 1):
        row, beside = _chained(partner_id, actor, now, entry, place, previous, origin)
        previous = row["hash"]
        found.append((row, beside))
    return found


async def head(rows: Rows, partner_id: UUID) -> Head:
    """The head of a partner's chain, to be noted where no one who can change the database can change it."""
    newest = await rows.fetch(newest_entry, (), {"partner": partner_id})
    return (newest[0].position, newest[0].hash) if newest else (0, GENESIS)


async def verify(rows: Rows, partner_id: UUID, noted: Head | None = None) -> int | None:
    """The position of the first entry that was edited, swapped or cut out of a partner's chain; None if whole.

    What was erased beside the chain does not break it, edits do. That entries at the end are gone, or that all of
    it was written anew, shows only against a head `noted` earlier.
    """
    position, previous = 0, GENESIS
    while page := await rows.rows(_page(partner_id, position)):
        for row in page:
            position += 1
            if not _fits(row, position, previous) or (noted and noted[0] == position and noted[1] != row.hash):
                return position
            previous = row.hash
    return position + 1 if noted and position < noted[0] else None


async def entries(rows: Rows, partner_id: UUID, client_id: UUID | None = None) -> AsyncIterator[Row]:
    """A partner's entries with their details in the order of the chain, or those that one client may be shown."""
    position = 0
    while page := await rows.rows(_page(partner_id, position, client_id)):
        for row in page:
            yield row
        position = page[-1].position


def _fits(row: Row, position: int, previous: bytes) -> bool:
    """Whether a stored entry, with its details unless they were erased, follows the one before it."""
    if row.salt is not None and detail_hash(row.salt, row.before, row.after, row.reason) != row.detail_hash:
        return False
    if row.origin is not None and origin_hash(row.origin_salt or b"", row.origin) != row.origin_hash:
        return False
    fields = {name: getattr(row, name) for name in _CHAINED}
    expected = (position, previous, chain_hash(previous, fields, row.detail_hash, row.origin_hash))
    return (row.position, row.previous_hash, row.hash) == expected


def newest_entry() -> Select[Any]:
    """Position and hash of the newest entry of the `partner`."""
    own = select(audit_entry.c.position, audit_entry.c.hash).where(audit_entry.c.partner_id == bound("partner", Uuid()))
    return own.order_by(audit_entry.c.position.desc()).limit(literal(1, literal_execute=True))


def _page(partner_id: UUID, after: int, client_id: UUID | None = None) -> Select[Any]:
    entry, detail = audit_entry.c, audit_detail.c
    beside = (entry.partner_id == detail.partner_id) & (entry.id == detail.entry_id)
    columns = (*entry, *(column for column in detail if column.key not in {"partner_id", "entry_id"}))
    found = select(*columns).select_from(audit_entry.outerjoin(audit_detail, beside))
    if client_id is not None:
        found = found.where(entry.client_id == client_id, entry.action.in_(CLIENTS_PART))
    return found.where(entry.partner_id == partner_id, entry.position > after).order_by(entry.position).limit(PAGE)


def _chained(
    partner_id: UUID,
    actor: tuple[str, UUID | None],
    now: datetime,
    entry: Entry,
    position: int,
    previous: bytes,
    origin: Origin | None,
) -> Chained:
    salt = os.urandom(16)
    fields = {
        "partner_id": partner_id,
        "position": position,
        "id": entry.id,
        # As it will be read back: another zone's spelling of the same moment would have another hash.
        "at": now.astimezone(UTC),
        "actor_kind": actor[0],
        "actor_id": actor[1],
        "action": entry.action,
        "object_kind": entry.object_kind,
        "object_id": entry.object_id,
        "client_id": entry.client_id,
    }
    before, after = _plain(entry.before), _plain(entry.after)
    details, (came_from, source) = detail_hash(salt, before, after, entry.reason), _source(origin)
    digest = chain_hash(previous, fields, details, came_from)
    chained = fields | {"detail_hash": details, "origin_hash": came_from, "previous_hash": previous, "hash": digest}
    beside = {"partner_id": partner_id, "entry_id": entry.id, "salt": salt}
    return chained, beside | {"before": before, "after": after, "reason": entry.reason} | source


def _source(origin: Origin | None) -> tuple[bytes | None, dict[str, Any]]:
    """The hash of an origin, and the columns that lie beside the chain."""
    if origin is None:
        return None, {"origin_salt": None, "origin": None}
    salt, said = os.urandom(16), origin.to_json()
    return origin_hash(salt, said), {"origin_salt": salt, "origin": said}


def _canonical(value: Any) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), default=str).encode()


def _plain(value: Any) -> Any:
    """JSON types only, so that what is hashed now equals what is read back later."""
    return json.loads(json.dumps(value, default=_written))


def _written(value: Any) -> str:
    return utc(value) if isinstance(value, datetime) else str(value)
