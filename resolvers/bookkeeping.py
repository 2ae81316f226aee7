"""The Bookkeeping overview and the monthly overview."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from domain.ids import IdKind, encode
from domain.money import Money
from domain.months import month_of
from domain.vocabulary import AttentionLevel, ThresholdSource
from execution.fields import Applied, Attribute
from loaders import bookkeeping as loader
from loaders.client_filter import ClientFilter as Wanted
from loaders.paging import Page, Window
from loaders.partner import partner_by_id
from resolvers.asking import may_ask
from resolvers.client import listed
from resolvers.context import Context, Info
from resolvers.inputs.client import MOST_URGENT_FIRST, ClientFilter, ClientOrder, wanted
from resolvers.inputs.month import YearMonth
from resolvers.period import Period
from resolvers.relation import applied, computed, contextual, in_turn, money_of
from store.reading import Row


@dataclass(frozen=True, slots=True)
class Overview:
    """The overview's filter; each part loads what it is asked for."""

    filter: Wanted


@dataclass(frozen=True, slots=True)
class Balance:
    """The sum of balances in one currency, and of how many clients."""

    total: Money
    client_count: int


@dataclass(frozen=True, slots=True)
class AttentionCount:
    """How many clients have one attention level."""

    level: AttentionLevel
    client_count: int


@dataclass(slots=True)
class Expenses:
    """A number of expenses and their sum."""

    count: int
    amount: Money


@dataclass(frozen=True, slots=True)
class CurrencyMonth:
    """One month's expenses in one currency."""

    currency: str
    submitted: Expenses
    exported: Expenses
    behind_client_count: int


@dataclass(frozen=True, slots=True)
class Month:
    """One month over the chosen clients; months without expenses are there too, with no currencies."""

    month: str
    totals: list[CurrencyMonth]

    @property
    def behind_client_count(self) -> int:
        """How many clients exported less than they submitted; a client has one currency."""
        return sum(total.behind_client_count for total in self.totals)


def overview(info: Info, filter: ClientFilter | None = None) -> Overview | None:
    """The overview of the visible clients; None when the viewer may not ask by this filter."""
    return Overview(wanted(filter)) if may_ask(info, filter) else None


@in_turn
async def overview_clients(
    root: Overview,
    info: Info,
    order_by: ClientOrder = MOST_URGENT_FIRST,
    first: int | None = None,
    after: str | None = None,
    last: int | None = None,
    before: str | None = None,
) -> Page | None:
    """A page of the overview's clients; None when the viewer may not ask by this order."""
    if not may_ask(info, order=order_by):
        return None
    return await listed(info, root.filter, order_by, Window(first, after, last, before))


@in_turn
async def overview_balances(root: Overview, info: Info) -> list[Balance]:
    """Totals per currency; amounts of different currencies are never added."""
    rows = await loader.balances(info.context.reads, root.filter)
    return [Balance(Money(int(row.minor), row.currency), row.clients) for row in rows]


@in_turn
async def overview_attention(root: Overview, info: Info) -> list[AttentionCount]:
    """How many clients per attention level, worst first; levels without clients count 0.

    The levels that the filter chose are left out of it: each counts as if it were chosen, as the tabs of a page need.
    """
    rows = await loader.attention_counts(info.context.reads, replace(root.filter, attention=()))
    found = {row.attention_level: row.clients for row in rows}
    return [AttentionCount(level, found.get(level, 0)) for level in reversed(AttentionLevel)]


@in_turn
async def monthly_overview(
    info: Info, months: int = 3, ending_with: YearMonth | None = None, filter: ClientFilter | None = None
) -> list[Month] | None:
    """Submitted against exported, month by month, oldest first; the running month of the firm is the last.

    None when the viewer may not ask by this filter.
    """
    if not may_ask(info, filter):
        return None
    last = ending_with or await _running_month(info)
    span = Period(months, last).months
    rows = await loader.monthly(info.context.reads, wanted(filter), span[0], span[-1])
    return [Month(month, [_total(row) for row in rows if row.month == month]) for month in span]


async def _running_month(info: Info) -> str:
    firm: Any = await info.context.load(partner_by_id, info.context.viewer.tenant)
    return month_of(info.context.now, firm.time_zone)


def _total(row: Row) -> CurrencyMonth:
    return CurrencyMonth(
        row.currency,
        Expenses(int(row.submitted_count), Money(int(row.submitted_minor), row.currency)),
        Expenses(int(row.exported_count), Money(int(row.exported_minor), row.currency)),
        int(row.clients_behind),
    )


def expenses(which: str) -> Callable[[Any], Any]:
    """A month's expenses of one kind, of which a row has the number and the sum."""
    count, minor = f"{which}_count", f"{which}_minor"
    parts: dict[str, Attribute | Applied] = {"count": Attribute(count), "amount": money_of(minor, "currency")}
    return applied(Applied(_expenses, (count, minor, "currency"), parts))


def _expenses(count: int, minor: int, currency: str) -> Expenses:
    return Expenses(count, Money(minor, currency))


@computed("amount_minor", "currency")
def signal_amount(root: Row) -> Money | None:
    """The signal's sum of money, where its kind has one."""
    return Money(root.amount_minor, root.currency) if root.amount_minor else None


_WHOSE = {
    ThresholdSource.PRODUCT: "the product's",
    ThresholdSource.PARTNER: "the firm's",
    ThresholdSource.CLIENT: "set for this client",
}


@computed("rule", "threshold", "source")
def signal_explanation(root: Row) -> str:
    """Why the signal is on, in words, with whose threshold that is."""
    return f"{root.rule} The threshold ({root.threshold}) is {_WHOSE[ThresholdSource(root.source)]}."


@contextual("client_id", "kind", personal=False)
def signal_link(root: Row, context: Context) -> str:
    """The portal's page where the signal is worked off."""
    client = encode(IdKind.CLIENT, root.client_id)
    return f"{context.links.portal}/clients/{client}/attention/{root.kind.lower().replace('_', '-')}"


@contextual("snoozed_until", "snoozed_by", "snooze_reason", personal=False)
def snooze(root: Row, context: Context) -> Row | None:
    """The running snooze, if any; its own fields live on the signal."""
    running = root.snoozed_until is not None and root.snoozed_until > context.now
    return root if running else None
