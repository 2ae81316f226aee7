"""The queue of deliveries: taken by whoever sends, one after another in each lane, and settled."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, delete, exists, func, or_, select, tuple_, update

from domain.vocabulary import DeliveryKind, DeliveryStatus, WebhookStatus
from store.claiming import claim
from store.engine import Store
from store.reading import Reader, Row
from store.statement import bound
from store.tables import outbox_event, webhook, webhook_delivery
from store.tables.base import Moment
from store.tenancy import Keys
from store.transaction import writing

WAITING = DeliveryStatus.QUEUED
_AT_ONCE = 1_000
_WORKER = Keys(worker=True)
_OF, _OWN = webhook_delivery.c, (webhook_delivery.c.partner_id, webhook_delivery.c.webhook_id)


async def webhooks_at_work(store: Store, now: datetime) -> Sequence[Row]:
    """The webhooks of all partners that have something to do, as they are.

    `lags`: there are events that it has not queued yet; `waiting_since`: the oldest delivery that waits; `due_since`:
    when the first one that goes out is, or was, due.
    """
    reader = Reader(store, _WORKER)
    try:
        return await reader.fetch(_at_work, (), {"now": now})
    finally:
        await reader.close()


async def take_due(store: Store, hook: Row, now: datetime, lease: timedelta, size: int) -> Sequence[Row]:
    """Some deliveries of a webhook that are due; nobody else gets them before the lease is over.

    Of a lane only the first that waits is taken: as long as it does not get through, the others wait. Whoever takes
    one and dies has delayed it by the lease, and one more attempt is counted.
    """
    ahead = webhook_delivery.alias("ahead")
    same = [ahead.c[name] == _OF[name] for name in ("partner_id", "webhook_id", "lane")]
    first = ~exists(select(1).where(*same, ahead.c.status == WAITING, ahead.c.position < _OF.position))
    due = (
        select(_OF.partner_id, _OF.id)
        .where(_of(hook), _OF.status == WAITING, _OF.due_at <= now, _goes_out(hook.status), first)
        .order_by(_OF.due_at, _OF.position)
        .limit(size)
    )
    statement = claim(webhook_delivery, due, {"due_at": now + lease, "attempts": _OF.attempts + 1})
    async with writing(store, _WORKER) as transaction:
        return await transaction.rows(statement)


async def note(store: Store, row: Row, values: Mapping[str, Any], *, failing_at: datetime | None = None) -> bool:
    """Notes what became of an attempt, and at its webhook whether it is failing; False when it is no longer ours."""
    mine = (*_own_row(row), _OF.status == WAITING, _OF.attempts == row.attempts)
    async with writing(store, _WORKER) as transaction:
        done = await transaction.change(update(webhook_delivery).where(*mine).values(dict(values)))
        hook = update(webhook).where(webhook.c.partner_id == row.partner_id, webhook.c.id == row.webhook_id)
        if failing_at is not None:
            hook = hook.where(webhook.c.failing_since.is_(None)).values(failing_since=failing_at)
            await transaction.change(hook)
        elif values.get("status") == DeliveryStatus.DELIVERED:
            await transaction.change(hook.where(webhook.c.failing_since.is_not(None)).values(failing_since=None))
        return done == 1


async def prune_deliveries(store: Store, before: datetime) -> int:
    """Removes what was settled before a moment; returns how many. What waits is kept, however long that is."""
    removed = 0
    some = select(_OF.partner_id, _OF.id).where(_OF.settled_at < before).limit(_AT_ONCE)
    while True:
        async with writing(store, _WORKER) as transaction:
            gone = await transaction.change(delete(webhook_delivery).where(tuple_(_OF.partner_id, _OF.id).in_(some)))
        removed += gone
        if gone < _AT_ONCE:
            return removed


def _at_work() -> Select[Any]:
    queue = (_of(webhook.c), _OF.status == WAITING)
    newest = select(func.max(outbox_event.c.position)).where(outbox_event.c.partner_id == webhook.c.partner_id)
    lags = and_(webhook.c.status == WebhookStatus.ACTIVE, newest.scalar_subquery() > webhook.c.position)
    is_due = exists(select(1).where(*queue, _OF.due_at <= bound("now", Moment()), _goes_out(webhook.c.status)))
    oldest = select(func.min(_OF.queued_at)).where(*queue).scalar_subquery()
    due = select(func.min(_OF.due_at)).where(*queue, _goes_out(webhook.c.status)).scalar_subquery()
    told = (lags.label("lags"), oldest.label("waiting_since"), due.label("due_since"))
    found = select(webhook, *told).where(or_(lags, is_due))
    return found.order_by(webhook.c.partner_id, webhook.c.id)


def _of(hook: Any) -> ColumnElement[bool]:
    return and_(_OWN[0] == hook.partner_id, _OWN[1] == hook.id)


def _own_row(row: Row) -> tuple[ColumnElement[bool], ...]:
    return (_OF.partner_id == row.partner_id, _OF.id == row.id)


def _goes_out(status: Any) -> ColumnElement[bool]:
    """While a webhook does not deliver, only tests go out."""
    return or_(status == WebhookStatus.ACTIVE, _OF.kind == DeliveryKind.TEST)
