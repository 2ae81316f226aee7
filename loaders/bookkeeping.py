"""Reads of bookkeeping facts: signals and months of clients, totals and counts of whole portfolios."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, ColumnElement, Select, String, Table, cast, func, or_, select

from loaders.client_filter import NO_FILTER, ClientFilter, conditions
from loaders.columns import MONTH, SIGNAL, Asked
from loaders.reading import Reads, Scope, many_each
from loaders.scope import IS_FIRED, of_tenant, visible_clients
from store.statement import Row, any_of, bound
from store.tables import client, client_total, month_figure, month_total, signal

MonthsKey = tuple[UUID, str, str]


async def signals_by_client_id(reads: Reads, ids: Sequence[UUID]) -> list[list[Row]]:
    """The live signals of visible clients, worst first, then the oldest."""
    return many_each(ids, await reads.rows(_signals, reads.asked_of(SIGNAL), keys=ids), "client_id")


async def months_by_client(reads: Reads, keys: Sequence[MonthsKey]) -> list[list[Row]]:
    """The figures of (client, first month, last month), oldest first; one statement for all spans of months."""
    ids, spans = {key[0] for key in keys}, sorted({key[1:] for key in keys})
    edges = {
        f"{name}_{place}": month for place, span in enumerate(spans) for name, month in zip(_EDGES, span, strict=True)
    }
    found: defaultdict[UUID, list[Row]] = defaultdict(list)
    for row in await reads.rows(_months, reads.asked_of(MONTH), len(spans), keys=ids, **edges):
        found[row.client_id].append(row)
    if len(spans) == 1:
        return [found[key[0]] for key in keys]
    return [[row for row in found[id] if first <= row.month <= last] for id, first, last in keys]


async def balances(reads: Reads, wanted: ClientFilter) -> Sequence[Row]:
    """Per currency: the sum of the balances that the viewer may see, and of how many clients."""
    return await reads.rows(_balances, wanted)


async def attention_counts(reads: Reads, wanted: ClientFilter) -> Sequence[Row]:
    """Per attention level: how many visible clients."""
    return await reads.rows(_attention_counts, wanted)


async def monthly(reads: Reads, wanted: ClientFilter, first: str, last: str) -> Sequence[Row]:
    """Per month and currency: submitted and exported expenses, and how many clients are behind."""
    return await reads.rows(_monthly, wanted, first_0=first, last_0=last)


_EDGES = ("first", "last")


def _span(place: int = 0, months: Table = month_figure) -> Any:
    first, last = (bound(f"{name}_{place}", String()) for name in _EDGES)
    return months.c.month.between(first, last)


def _signals(scope: Scope, asked: Asked) -> Select[Any]:
    return (
        select(*SIGNAL.of(asked))
        .where(of_tenant(signal), any_of(signal.c.client_id), IS_FIRED, visible_clients(scope, signal.c.client_id))
        .order_by(signal.c.level.desc(), signal.c.since, signal.c.kind)
    )


def _months(scope: Scope, asked: Asked, spans: int) -> Select[Any]:
    return (
        select(*MONTH.of(asked))
        .where(of_tenant(month_figure), any_of(month_figure.c.client_id))
        .where(or_(*map(_span, range(spans))), visible_clients(scope, month_figure.c.client_id))
        .order_by(month_figure.c.month)
    )


def _is_kept(scope: Scope, wanted: ClientFilter) -> bool:
    """Totals are kept of whole portfolios; those of chosen clients, and of whoever sees only some, are counted."""
    return scope.all_clients and wanted == NO_FILTER


def _summed(column: ColumnElement[Any]) -> ColumnElement[Any]:
    """The sum over the parts of a total."""
    return cast(func.sum(column), BigInteger)


def _kept_balances() -> Select[Any]:
    total = client_total.c
    clients = _summed(total.clients)
    return (
        select(total.currency, _summed(total.shown_balance_minor).label("minor"), clients.label("clients"))
        .where(of_tenant(client_total), total.figures_hidden == 0)
        .group_by(total.currency)
        .having(clients != 0)
        .order_by(total.currency)
    )


def _kept_attention_counts() -> Select[Any]:
    total = client_total.c
    counted = select(total.attention_level, _summed(total.clients).label("clients"))
    return counted.where(of_tenant(client_total)).group_by(total.attention_level)


def _kept_months() -> Select[Any]:
    total = month_total.c
    sums = (total.submitted_count, total.submitted_minor, total.exported_count, total.exported_minor)
    return (
        select(
            total.month,
            total.currency,
            *(_summed(column).label(column.key) for column in (*sums, total.clients_behind)),
        )
        .where(of_tenant(month_total), _span(months=month_total))
        .group_by(total.month, total.currency)
        .having(_summed(total.figures) != 0)
        .order_by(total.month, total.currency)
    )


def _balances(scope: Scope, wanted: ClientFilter) -> Select[Any]:
    if _is_kept(scope, wanted):
        return _kept_balances()
    return (
        select(client.c.currency, func.sum(client.c.shown_balance_minor).label("minor"), func.count().label("clients"))
        .where(of_tenant(client), visible_clients(scope), client.c.figures_hidden == 0)
        .where(*conditions(wanted))
        .group_by(client.c.currency)
        .order_by(client.c.currency)
    )


def _attention_counts(scope: Scope, wanted: ClientFilter) -> Select[Any]:
    if _is_kept(scope, wanted):
        return _kept_attention_counts()
    return (
        select(client.c.attention_level, func.count().label("clients"))
        .where(of_tenant(client), visible_clients(scope))
        .where(*conditions(wanted))
        .group_by(client.c.attention_level)
    )


def _monthly(scope: Scope, wanted: ClientFilter) -> Select[Any]:
    if _is_kept(scope, wanted):
        return _kept_months()
    figures = month_figure.c
    behind = func.sum((figures.exported_count < figures.submitted_count).cast(figures.exported_count.type))
    summed = (figures.submitted_count, figures.submitted_minor, figures.exported_count, figures.exported_minor)
    return (
        select(
            figures.month,
            figures.currency,
            *(func.sum(column).label(column.key) for column in summed),
            behind.label("clients_behind"),
        )
        .join(client, (client.c.partner_id == figures.partner_id) & (client.c.id == figures.client_id))
        .where(of_tenant(month_figure), _span(), client.c.figures_hidden == 0)
        .where(visible_clients(scope), *conditions(wanted))
        .group_by(figures.month, figures.currency)
        .order_by(figures.month, figures.currency)
    )
