"""Rows of the queue: one per webhook and event, however often that is queued, and those that tell of no event."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from domain.vocabulary import DeliveryKind, DeliveryStatus
from resolvers.changes.feed import Change
from store.outbox import Event
from store.tables import webhook, webhook_delivery
from store.writing import UnitOfWork


def of_event(webhook_id: UUID, event: Event, change: Change, now: datetime) -> dict[str, Any]:
    """The delivery of what an event changed; replaying the event queues this one again."""
    told: dict[str, Any] = {
        "position": event.place.position,
        "event_id": event.id,
        "event_kind": event.kind,
        "at": event.at,
    }
    told |= {"object_kind": event.object_kind, "object_id": event.object_id, "client_id": event.client_id}
    id, lane = uuid5(webhook_id, str(change.event_id)), event.client_id or event.object_id
    row = _new(webhook_id, id, DeliveryKind.EVENT, now)
    return row | told | {"payload": event.payload, "lane": lane, "cursor": change.cursor}


def apart(webhook_id: UUID, id: UUID, kind: DeliveryKind, now: datetime) -> dict[str, Any]:
    """A delivery that tells of no event, and waits for none."""
    told: dict[str, Any] = {
        "position": 0,
        "event_id": None,
        "event_kind": kind,
        "at": now,
        "payload": {},
        "cursor": None,
    }
    about = {"object_kind": "WEBHOOK", "object_id": webhook_id, "client_id": None, "lane": id}
    return _new(webhook_id, id, kind, now) | told | about


async def queue(work: UnitOfWork, webhook_id: UUID, rows: list[dict[str, Any]], position: int) -> None:
    """Queues deliveries, those that are there anew, and moves the webhook's place in the log on to `position`."""
    await work.put(webhook_delivery, rows)
    await work.update_each(webhook, [{"id": webhook_id, "position": position}])


def _new(webhook_id: UUID, id: UUID, kind: DeliveryKind, now: datetime) -> dict[str, Any]:
    fresh = {"attempts": 0, "queued_at": now, "due_at": now, "settled_at": None, "last_status": None}
    fresh |= {"duration_ms": None, "excerpt": None, "failure": None}
    return {"id": id, "webhook_id": webhook_id, "kind": kind, "status": DeliveryStatus.QUEUED} | fresh
