"""Lists of what clients pay."""

import strawberry

from domain.ids import IdKind
from domain.vocabulary import InvoiceStatus
from loaders.billing import InvoiceFilter, invoices
from loaders.paging import Page, Window
from resolvers.context import Info
from resolvers.inputs.ids import optional_id
from resolvers.relation import in_turn


@in_turn
async def invoice_connection(
    info: Info,
    client_id: strawberry.ID | None = None,
    status: list[InvoiceStatus] | None = None,
    first: int | None = None,
    after: str | None = None,
    last: int | None = None,
    before: str | None = None,
) -> Page:
    """A page of the invoices of visible clients, newest first."""
    wanted = InvoiceFilter(optional_id(IdKind.CLIENT, client_id), tuple(status or ()))
    return await invoices(info.context.reads, wanted, Window(first, after, last, before))
