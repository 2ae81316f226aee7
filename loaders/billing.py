"""Reads of what clients pay: subscriptions and invoices."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, func, literal_column, select

from loaders.paging import MAX_SIZE
from loaders.reading import Reads, many_each, one_each
from loaders.scope import of_tenant, visible_clients
from store.tables import invoice, subscription

INVOICE_COLUMNS = (*invoice.c, literal_column("'Invoice'").label("typename"))


async def subscription_by_client_id(reads: Reads, ids: Sequence[UUID]) -> list[Row[Any] | None]:
    """The subscriptions of visible clients."""
    statement = select(subscription).where(
        of_tenant(reads, subscription),
        subscription.c.client_id.in_(ids),
        visible_clients(reads, subscription.c.client_id),
    )
    return one_each(ids, await reads.rows(statement), "client_id")


async def invoice_by_id(reads: Reads, ids: Sequence[UUID]) -> list[Row[Any] | None]:
    """The invoices of visible clients."""
    statement = select(*INVOICE_COLUMNS).where(
        of_tenant(reads, invoice), invoice.c.id.in_(ids), visible_clients(reads, invoice.c.client_id)
    )
    return one_each(ids, await reads.rows(statement))


async def invoices_by_client_id(reads: Reads, ids: Sequence[UUID]) -> list[list[Row[Any]]]:
    """The newest 100 invoices of each visible client; one statement for all of them."""
    newest = func.row_number().over(
        partition_by=invoice.c.client_id, order_by=(invoice.c.issued_on.desc(), invoice.c.id.desc())
    )
    numbered = (
        select(*INVOICE_COLUMNS, newest.label("place"))
        .where(of_tenant(reads, invoice), invoice.c.client_id.in_(ids), visible_clients(reads, invoice.c.client_id))
        .subquery()
    )
    statement = select(numbered).where(numbered.c.place <= MAX_SIZE).order_by(numbered.c.client_id, numbered.c.place)
    return many_each(ids, await reads.rows(statement), "client_id")
