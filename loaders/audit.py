"""Reads of the audit trail, newest first: all of a firm's for admins, one's own for bookkeepers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select

from domain.audit import CLIENTS_PART
from loaders.columns import AUDIT, Asked
from loaders.order import Order
from loaders.paging import Page, Window, page
from loaders.reading import Reads, Scope, one_each
from loaders.scope import COLLEAGUE, of_tenant, visible_clients
from store.statement import Row, any_of
from store.tables import audit_detail, audit_entry

NEWEST_FIRST = Order("newest", (audit_entry.c.position,), descending=True)


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """Conditions that all hold; a list means any of its members. `until` itself is left out."""

    actor_id: UUID | None = None
    action: tuple[str, ...] = ()
    object_kind: tuple[str, ...] = ()
    client_id: UUID | None = None
    is_clients_part: bool = False
    since: datetime | None = None
    until: datetime | None = None


async def audit_events(reads: Reads, wanted: AuditFilter, window: Window) -> Page:
    """A page of the entries that the viewer may read."""
    return await page(reads, _listed, (wanted,), AUDIT, NEWEST_FIRST, window, wanted)


async def audit_event_by_id(reads: Reads, ids: Sequence[UUID]) -> list[Row | None]:
    """Entries, of those that the viewer may read."""
    return one_each(ids, await reads.rows(_by_id, reads.asked_of(AUDIT), keys=ids))


def _by_id(scope: Scope, asked: Asked) -> Select[Any]:
    return _readable(scope, asked).where(any_of(audit_entry.c.id))


def _listed(scope: Scope, asked: Asked, wanted: AuditFilter) -> Select[Any]:
    return _readable(scope, asked).where(*_conditions(wanted))


def _readable(scope: Scope, asked: Asked) -> Select[Any]:
    entry, detail = audit_entry.c, audit_detail.c
    beside = (entry.partner_id == detail.partner_id) & (entry.id == detail.entry_id)
    found = select(*AUDIT.of(asked)).select_from(audit_entry.outerjoin(audit_detail, beside))
    found = found.where(of_tenant(audit_entry))
    if scope.is_colleague and not scope.all_clients:
        found = found.where(entry.actor_id == COLLEAGUE)
    elif scope.is_restricted:
        found = found.where(entry.client_id.is_not(None), visible_clients(scope, entry.client_id))
    return found


def _conditions(wanted: AuditFilter) -> list[Any]:
    entry = audit_entry.c
    equal = [(entry.actor_id, wanted.actor_id), (entry.client_id, wanted.client_id)]
    found = [column == value for column, value in equal if value is not None]
    among = [(entry.action, wanted.action), (entry.object_kind, wanted.object_kind)]
    found += [column.in_(values) for column, values in among if values]
    found += [entry.client_id.is_not(None), entry.action.in_(CLIENTS_PART)] if wanted.is_clients_part else []
    found += [entry.at >= wanted.since] if wanted.since else []
    return found + ([entry.at < wanted.until] if wanted.until else [])
