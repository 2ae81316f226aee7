"""The audit trail: append-only, hash-chained per partner; personal details lie beside the chain."""

import hashlib
import json
import os
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from store.engine import Store
from store.ids import new_id
from store.tables import audit_detail, audit_entry

GENESIS = bytes(32)


@dataclass(frozen=True, slots=True)
class Entry:
    """One change of data or authority, before it has its place in the chain."""

    action: str
    object_kind: str
    object_id: UUID
    client_id: UUID | None
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    reason: str | None


def chain_hash(previous: bytes, fields: dict[str, Any], detail_hash: bytes) -> bytes:
    """The hash of an entry: over the one before it, its own fields, and the hash of its details."""
    return hashlib.sha256(previous + _canonical(fields) + detail_hash).digest()


def detail_hash(salt: bytes, before: Any, after: Any, reason: str | None) -> bytes:
    """The hash that stays in the chain when the details themselves are erased."""
    return hashlib.sha256(salt + _canonical([before, after, reason])).digest()


async def append(
    store: Store,
    connection: AsyncConnection,
    partner_id: UUID,
    actor: tuple[str, UUID | None],
    now: datetime,
    entries: list[Entry],
) -> None:
    """Adds entries to the partner's chain; its writers take turns until they commit."""
    if store.is_postgres:
        await connection.execute(select(func.pg_advisory_xact_lock(partner_id.int % (1 << 63))))
    position, previous = await _head(connection, partner_id)
    for entry in entries:
        position += 1
        previous = await _append_one(connection, partner_id, actor, now, entry, position, previous)


async def _head(connection: AsyncConnection, partner_id: UUID) -> tuple[int, bytes]:
    newest = (
        select(audit_entry.c.position, audit_entry.c.hash)
        .where(audit_entry.c.partner_id == partner_id)
        .order_by(audit_entry.c.position.desc())
        .limit(1)
    )
    row = (await connection.execute(newest)).first()
    return (row.position, row.hash) if row else (0, GENESIS)


async def _append_one(
    connection: AsyncConnection,
    partner_id: UUID,
    actor: tuple[str, UUID | None],
    now: datetime,
    entry: Entry,
    position: int,
    previous: bytes,
) -> bytes:
    salt, entry_id = os.urandom(16), new_id()
    fields = {
        "partner_id": partner_id,
        "position": position,
        "id": entry_id,
        "at": now,
        "actor_kind": actor[0],
        "actor_id": actor[1],
        "action": entry.action,
        "object_kind": entry.object_kind,
        "object_id": entry.object_id,
        "client_id": entry.client_id,
    }
    before, after = _plain(entry.before), _plain(entry.after)
    details = detail_hash(salt, before, after, entry.reason)
    digest = chain_hash(previous, fields, details)
    chained = fields | {"detail_hash": details, "previous_hash": previous, "hash": digest}
    await connection.execute(insert(audit_entry).values(chained))
    beside = {"partner_id": partner_id, "entry_id": entry_id, "salt": salt, "before": before, "after": after}
    await connection.execute(insert(audit_detail).values(beside | {"reason": entry.reason}))
    return digest


def _canonical(value: Any) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), default=str).encode()


def _plain(value: Any) -> Any:
    """JSON types only, so that what is hashed now equals what is read back later."""
    return json.loads(json.dumps(value, default=str))
