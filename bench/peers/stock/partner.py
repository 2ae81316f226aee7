"""The firm: its overviews and its people."""

from collections import defaultdict
from typing import Any

import strawberry
from sqlalchemy import func, literal, select

from bench.peers.settings import PARTNER_ID
from bench.peers.stock import entities
from bench.peers.stock.loaders import entities as found
from bench.peers.stock.loaders import sessions
from bench.peers.stock.types import Client, Colleague
from bench.peers.stock.values import Expenses, Money
from domain.months import months_ending
from domain.vocabulary import AttentionLevel
from resolvers.inputs.month import YearMonth
from schema.scalars import CurrencyCode

_CAP = 10_001


async def counted(entity: Any) -> int:
    """How many rows of the firm there are."""
    async with sessions() as session:
        capped = select(literal(1)).where(entity.partner_id == PARTNER_ID).limit(_CAP).subquery()
        return (await session.execute(select(func.count()).select_from(capped))).scalar_one()


async def grouped(statement: Any) -> list[Any]:
    """The rows of a statement over several columns."""
    async with sessions() as session:
        return list(await session.execute(statement))


@strawberry.type
class PageInfo:
    """Where the page lies."""

    has_next_page: bool


@strawberry.type
class ClientConnection:
    """A page of clients."""

    nodes: list[Client]
    page_info: PageInfo

    @strawberry.field
    async def total_count(self) -> int | None:
        """How many there are."""
        return await counted(entities.Client)


@strawberry.type
class ColleagueConnection:
    """A page of colleagues."""

    nodes: list[Colleague]

    @strawberry.field
    async def total_count(self) -> int | None:
        """How many there are."""
        return await counted(entities.Colleague)


@strawberry.type
class BalanceTotal:
    """A sum of balances."""

    total: Money
    client_count: int


@strawberry.type
class AttentionCount:
    """How many clients have a level."""

    level: AttentionLevel
    client_count: int


@strawberry.type
class CurrencyMonth:
    """A month in one currency."""

    currency: CurrencyCode
    behind_client_count: int
    submitted: Expenses
    exported: Expenses


@strawberry.type
class MonthTotal:
    """A month."""

    month: YearMonth
    behind_client_count: int
    totals: list[CurrencyMonth]


@strawberry.type
class BookkeepingOverview:
    """The overview."""

    @strawberry.field
    async def clients(self, first: int = 20) -> ClientConnection | None:
        """The most urgent clients."""
        own = entities.Client
        statement = select(own).where(own.partner_id == PARTNER_ID).order_by(own.attention_order, own.name_key, own.id)
        rows = await found(statement.limit(first + 1))
        page = PageInfo(has_next_page=len(rows) > first)
        return ClientConnection(nodes=[Client.of(row) for row in rows[:first]], page_info=page)

    @strawberry.field
    async def balances(self) -> list[BalanceTotal]:
        """The balances."""
        own = entities.ClientTotal
        rows = await grouped(
            select(own.currency, func.sum(own.shown_balance_minor), func.sum(own.clients))
            .where(own.partner_id == PARTNER_ID, own.figures_hidden == 0)
            .group_by(own.currency)
            .having(func.sum(own.clients) != 0)
            .order_by(own.currency)
        )
        return [BalanceTotal(total=Money.of(int(minor), code), client_count=int(many)) for code, minor, many in rows]

    @strawberry.field
    async def attention_counts(self) -> list[AttentionCount]:
        """The levels."""
        own = entities.ClientTotal
        counted = select(own.attention_level, func.sum(own.clients)).where(own.partner_id == PARTNER_ID)
        many = {level: int(clients) for level, clients in await grouped(counted.group_by(own.attention_level))}
        return [AttentionCount(level=level, client_count=many.get(level, 0)) for level in reversed(AttentionLevel)]


@strawberry.type
class Partner:
    """The firm."""

    name: str

    @strawberry.field
    def bookkeeping_overview(self) -> BookkeepingOverview | None:
        """The overview."""
        return BookkeepingOverview()

    @strawberry.field
    async def monthly_overview(self, ending_with: YearMonth, months: int = 3) -> list[MonthTotal] | None:
        """Month by month."""
        span = months_ending(ending_with, months)
        totals = await _monthly(span[0], span[-1])
        return [
            MonthTotal(
                month=month,
                behind_client_count=sum(each.behind_client_count for each in totals[month]),
                totals=totals[month],
            )
            for month in span
        ]

    @strawberry.field
    async def colleagues(self, first: int = 20) -> ColleagueConnection | None:
        """The people."""
        own = entities.Colleague
        statement = select(own).where(own.partner_id == PARTNER_ID).order_by(own.name_key, own.id).limit(first + 1)
        return ColleagueConnection(nodes=[Colleague.of(row) for row in (await found(statement))[:first]])


async def _monthly(first: str, last: str) -> defaultdict[str, list[CurrencyMonth]]:
    own = entities.MonthTotal
    sums = (own.submitted_count, own.submitted_minor, own.exported_count, own.exported_minor, own.clients_behind)
    rows = await grouped(
        select(own.month, own.currency, *map(func.sum, sums))
        .where(own.partner_id == PARTNER_ID, own.month.between(first, last))
        .group_by(own.month, own.currency)
        .having(func.sum(own.figures) != 0)
        .order_by(own.month, own.currency)
    )
    totals: defaultdict[str, list[CurrencyMonth]] = defaultdict(list)
    for name, code, submitted, submitted_minor, exported, exported_minor, many in rows:
        totals[name].append(
            CurrencyMonth(
                currency=code,
                behind_client_count=int(many),
                submitted=Expenses(count=int(submitted), amount=Money.of(int(submitted_minor), code)),
                exported=Expenses(count=int(exported), amount=Money.of(int(exported_minor), code)),
            )
        )
    return totals
