"""Reads of what clients pay: subscriptions and invoices."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select

from domain.vocabulary import InvoiceStatus
from loaders.columns import INVOICE, SUBSCRIPTION, Asked
from loaders.order import Order
from loaders.paging import Page, Window, page
from loaders.reading import MOST, First, Reads, Scope, first_each, one_each
from loaders.scope import of_tenant, visible_clients
from store.statement import Row, any_of
from store.tables import invoice, subscription

NEWEST_FIRST = Order("newest", (invoice.c.issued_on, invoice.c.id), descending=True)


@dataclass(frozen=True, slots=True)
class InvoiceFilter:
    """Conditions that all hold; a list means any of its members."""

    client_id: UUID | None = None
    status: tuple[InvoiceStatus, ...] = ()


async def subscription_by_client_id(reads: Reads, ids: Sequence[UUID]) -> list[Row | None]:
    """The subscriptions of visible clients."""
    return one_each(ids, await reads.rows(_subscriptions, reads.asked_of(SUBSCRIPTION), keys=ids), "client_id")


async def invoice_by_id(reads: Reads, ids: Sequence[UUID]) -> list[Row | None]:
    """The invoices of visible clients."""
    return one_each(ids, await reads.rows(_by_id, reads.asked_of(INVOICE), keys=ids))


async def invoices_by_client_id(reads: Reads, keys: Sequence[First]) -> list[list[Row]]:
    """The newest invoices of each visible client, so many of each; one statement for all of them."""
    return await first_each(reads, keys, _by_client, reads.asked_of(INVOICE), "client_id")


async def invoices(reads: Reads, wanted: InvoiceFilter, window: Window) -> Page:
    """A page of the invoices of visible clients, newest first."""
    return await page(reads, _listed, (wanted,), INVOICE, NEWEST_FIRST, window, wanted)


def _listed(scope: Scope, asked: Asked, wanted: InvoiceFilter) -> Select[Any]:
    found = select(*INVOICE.of(asked)).where(of_tenant(invoice), visible_clients(scope, invoice.c.client_id))
    if wanted.client_id is not None:
        found = found.where(invoice.c.client_id == wanted.client_id)
    return found.where(invoice.c.status.in_(wanted.status)) if wanted.status else found


def _subscriptions(scope: Scope, asked: Asked) -> Select[Any]:
    return select(*SUBSCRIPTION.of(asked)).where(
        of_tenant(subscription),
        any_of(subscription.c.client_id),
        visible_clients(scope, subscription.c.client_id),
    )


def _by_id(scope: Scope, asked: Asked) -> Select[Any]:
    return select(*INVOICE.of(asked)).where(
        of_tenant(invoice), any_of(invoice.c.id), visible_clients(scope, invoice.c.client_id)
    )


def _by_client(scope: Scope, asked: Asked) -> Select[Any]:
    newest = func.row_number().over(
        partition_by=invoice.c.client_id, order_by=(invoice.c.issued_on.desc(), invoice.c.id.desc())
    )
    numbered = (
        select(*INVOICE.of(asked), newest.label("place"))
        .where(of_tenant(invoice), any_of(invoice.c.client_id), visible_clients(scope, invoice.c.client_id))
        .subquery()
    )
    return select(numbered).where(numbered.c.place <= MOST).order_by(numbered.c.client_id, numbered.c.place)
