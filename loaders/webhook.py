"""Reads of webhooks, of what waits in their queues, and of the log of their deliveries."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select

from domain.access import CONNECTED
from domain.vocabulary import DeliveryStatus
from loaders.columns import DELIVERY, INTEGRATION, WEBHOOK, Asked
from loaders.order import Order
from loaders.paging import Page, Window, page
from loaders.reading import MOST, First, Reads, Scope, first_each, many_each, one_each
from loaders.scope import INTEGRATION as ID
from loaders.scope import of_tenant
from store.reading import Rows
from store.statement import Row, any_of
from store.tables import client, integration, webhook, webhook_delivery

_DELIVERY = webhook_delivery.c
NEWEST = Order("newest", (_DELIVERY.queued_at, _DELIVERY.id), descending=True)


@dataclass(frozen=True, slots=True)
class DeliveryFilter:
    """Conditions that all hold; a list means any of its members."""

    webhook_id: UUID | None = None
    client_id: UUID | None = None
    status: tuple[DeliveryStatus, ...] = ()


async def webhook_by_id(reads: Reads, ids: Sequence[UUID]) -> list[Row | None]:
    """Webhooks of the firm."""
    return one_each(ids, await reads.rows(_by_id, reads.asked_of(WEBHOOK), keys=ids))


async def webhooks_by_integration_id(reads: Reads, ids: Sequence[UUID]) -> list[list[Row]]:
    """The webhooks of integrations, oldest first."""
    return many_each(ids, await reads.rows(_by_integration, reads.asked_of(WEBHOOK), keys=ids), "integration_id")


async def queue_by_webhook_id(reads: Reads, ids: Sequence[UUID]) -> list[Row | None]:
    """What waits to be delivered: `count`, and `since` when the oldest of it waits; None where nothing does."""
    return one_each(ids, await reads.rows(_queues, keys=ids), "webhook_id")


async def deliveries_by_webhook_id(reads: Reads, keys: Sequence[First]) -> list[list[Row]]:
    """The newest deliveries of each webhook, so many of each; one statement for all of them."""
    return await first_each(reads, keys, _newest, reads.asked_of(DELIVERY), "webhook_id")


async def delivery_by_id(reads: Reads, ids: Sequence[UUID]) -> list[Row | None]:
    """Deliveries of the firm's webhooks."""
    return one_each(ids, await reads.rows(_delivery, reads.asked_of(DELIVERY), keys=ids))


async def deliveries(reads: Reads, wanted: DeliveryFilter, window: Window) -> Page:
    """A page of the firm's deliveries, the last queued first."""
    return await page(reads, _listed, (wanted,), DELIVERY, NEWEST, window, wanted)


async def owner_of(source: Rows, partner_id: UUID, integration_id: UUID) -> Row | None:
    """The integration of a webhook, with all that decides as whom it is told."""
    given = {"tenant": partner_id, "integration": integration_id}
    return next(iter(await source.fetch(_owner, (), given)), None)


async def is_connected(source: Rows, partner_id: UUID, client_id: UUID) -> bool:
    """Whether a client is the firm's still."""
    rows = await source.fetch(_access, (), {"tenant": partner_id, "keys": [client_id]})
    return any(row.access_status in CONNECTED for row in rows)


def _owner() -> Select[Any]:
    return select(*INTEGRATION.stored).where(of_tenant(integration), integration.c.id == ID)


def _access() -> Select[Any]:
    return select(client.c.access_status).where(of_tenant(client), any_of(client.c.id))


def _by_id(scope: Scope, asked: Asked) -> Select[Any]:
    return select(*WEBHOOK.of(asked)).where(of_tenant(webhook), any_of(webhook.c.id))


def _by_integration(scope: Scope, asked: Asked) -> Select[Any]:
    own = (of_tenant(webhook), any_of(webhook.c.integration_id))
    return select(*WEBHOOK.of(asked)).where(*own).order_by(webhook.c.id)


def _queues(scope: Scope) -> Select[Any]:
    waiting = (of_tenant(webhook_delivery), any_of(_DELIVERY.webhook_id), _DELIVERY.status == DeliveryStatus.QUEUED)
    what = (func.count().label("count"), func.min(_DELIVERY.queued_at).label("since"))
    return select(_DELIVERY.webhook_id, *what).where(*waiting).group_by(_DELIVERY.webhook_id)


def _newest(scope: Scope, asked: Asked) -> Select[Any]:
    newest = func.row_number().over(
        partition_by=_DELIVERY.webhook_id, order_by=(_DELIVERY.queued_at.desc(), _DELIVERY.id.desc())
    )
    numbered = (
        select(*DELIVERY.of(asked), newest.label("place"))
        .where(of_tenant(webhook_delivery), any_of(_DELIVERY.webhook_id))
        .subquery()
    )
    return select(numbered).where(numbered.c.place <= MOST).order_by(numbered.c.webhook_id, numbered.c.place)


def _delivery(scope: Scope, asked: Asked) -> Select[Any]:
    return select(*DELIVERY.of(asked)).where(of_tenant(webhook_delivery), any_of(_DELIVERY.id))


def _listed(scope: Scope, asked: Asked, wanted: DeliveryFilter) -> Select[Any]:
    found = select(*DELIVERY.of(asked)).where(of_tenant(webhook_delivery))
    return found.where(*_conditions(wanted))


def _conditions(wanted: DeliveryFilter) -> list[ColumnElement[bool]]:
    equal = [(_DELIVERY.webhook_id, wanted.webhook_id), (_DELIVERY.client_id, wanted.client_id)]
    found = [column == value for column, value in equal if value is not None]
    return found + ([_DELIVERY.status.in_(wanted.status)] if wanted.status else [])
