"""Reads of bookkeeping facts: signals and months of clients, totals and counts of whole portfolios."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, func, or_, select

from loaders.client import ClientFilter, conditions
from loaders.reading import Reads, many_each
from loaders.scope import IS_FIRED, of_tenant, visible_clients
from store.tables import client, month_figure, signal

MonthsKey = tuple[UUID, str, str]


async def signals_by_client_id(reads: Reads, ids: Sequence[UUID]) -> list[list[Row[Any]]]:
    """The live signals of visible clients, worst first, then the oldest."""
    statement = (
        select(signal)
        .where(
            of_tenant(reads, signal),
            signal.c.client_id.in_(ids),
            IS_FIRED,
            visible_clients(reads, signal.c.client_id),
        )
        .order_by(signal.c.level.desc(), signal.c.since, signal.c.kind)
    )
    return many_each(ids, await reads.rows(statement), "client_id")


async def months_by_client(reads: Reads, keys: Sequence[MonthsKey]) -> list[list[Row[Any]]]:
    """The figures of (client, first month, last month), oldest first; one statement for all spans of months."""
    ids, spans = {key[0] for key in keys}, {key[1:] for key in keys}
    statement = (
        select(month_figure)
        .where(
            of_tenant(reads, month_figure),
            month_figure.c.client_id.in_(ids),
            or_(*(month_figure.c.month.between(*span) for span in sorted(spans))),
            visible_clients(reads, month_figure.c.client_id),
        )
        .order_by(month_figure.c.month)
    )
    found: defaultdict[UUID, list[Row[Any]]] = defaultdict(list)
    for row in await reads.rows(statement):
        found[row.client_id].append(row)
    return [[row for row in found[id] if first <= row.month <= last] for id, first, last in keys]


async def balances(reads: Reads, wanted: ClientFilter) -> Sequence[Row[Any]]:
    """Per currency: the sum of the balances that the viewer may see, and of how many clients."""
    statement = (
        select(client.c.currency, func.sum(client.c.shown_balance_minor).label("minor"), func.count().label("clients"))
        .where(of_tenant(reads, client), visible_clients(reads), client.c.figures_hidden == 0)
        .where(*conditions(reads, wanted))
        .group_by(client.c.currency)
        .order_by(client.c.currency)
    )
    return await reads.rows(statement)


async def attention_counts(reads: Reads, wanted: ClientFilter) -> Sequence[Row[Any]]:
    """Per attention level: how many visible clients."""
    statement = (
        select(client.c.attention_level, func.count().label("clients"))
        .where(of_tenant(reads, client), visible_clients(reads))
        .where(*conditions(reads, wanted))
        .group_by(client.c.attention_level)
    )
    return await reads.rows(statement)


async def monthly(reads: Reads, wanted: ClientFilter, first: str, last: str) -> Sequence[Row[Any]]:
    """Per month and currency: submitted and exported expenses, and how many clients are behind."""
    figures = month_figure.c
    behind = func.sum((figures.exported_count < figures.submitted_count).cast(figures.exported_count.type))
    statement = (
        select(
            figures.month,
            figures.currency,
            func.sum(figures.submitted_count).label("submitted_count"),
            func.sum(figures.submitted_minor).label("submitted_minor"),
            func.sum(figures.exported_count).label("exported_count"),
            func.sum(figures.exported_minor).label("exported_minor"),
            behind.label("clients_behind"),
        )
        .join(client, (client.c.partner_id == figures.partner_id) & (client.c.id == figures.client_id))
        .where(of_tenant(reads, month_figure), figures.month.between(first, last), client.c.figures_hidden == 0)
        .where(visible_clients(reads), *conditions(reads, wanted))
        .group_by(figures.month, figures.currency)
        .order_by(figures.month, figures.currency)
    )
    return await reads.rows(statement)
