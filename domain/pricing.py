"""What a client's plan costs: a price book, and quotes by it in whole minor units.

Rounding: lines are exact; the discount is rounded down and the tax half up, each once and on its whole sum. So further
users never make anything cheaper, and a year never costs more, before tax, than its twelve months one by one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from domain.money import Money
from domain.vocabulary import BillingPeriod, Plan

WHOLE = 10_000


@dataclass(frozen=True, slots=True)
class PlanPrice:
    """A plan's price per month in minor units; `most_users` counts the included ones."""

    monthly: int
    included_users: int
    further_user: int
    most_users: int


@dataclass(frozen=True, slots=True)
class PriceList:
    """Prices of some countries from `valid_from` until before `valid_until`.

    A year costs as much as `months_per_year` months. `tax_rates` are by country, in hundredths of a percent.
    """

    currency: str
    valid_from: date
    valid_until: date | None
    months_per_year: int
    tax_rates: Mapping[str, int]
    plans: Mapping[Plan, PlanPrice]

    def holds(self, country: str, on: date) -> bool:
        """Whether a country's prices of a day are these."""
        in_time = self.valid_from <= on and (self.valid_until is None or on < self.valid_until)
        return country in self.tax_rates and in_time

    def months(self, period: BillingPeriod) -> int:
        """How many monthly prices one invoice comes to."""
        return self.months_per_year if period is BillingPeriod.YEARLY else 1


@dataclass(frozen=True, slots=True)
class QuoteLine:
    """`quantity` times `unit_price` is `amount`."""

    description: str
    quantity: int
    unit_price: Money
    amount: Money


@dataclass(frozen=True, slots=True)
class Quote:
    """What one invoice comes to: lines less `discount` are `net`, with `tax` they are `total`; rates in percent."""

    plan: Plan
    users: int
    billing_period: BillingPeriod
    country: str
    on: date
    lines: tuple[QuoteLine, ...]
    subtotal: Money
    discount_rate: Decimal
    discount: Money
    net: Money
    tax_rate: Decimal
    tax: Money
    total: Money


def list_of(book: Sequence[PriceList], country: str, on: date) -> PriceList | None:
    """The prices of a country (ISO 3166-1) on a day."""
    return next((prices for prices in book if prices.holds(country, on)), None)


def quote(
    prices: PriceList, discount: int, plan: Plan, users: int, billing_period: BillingPeriod, country: str, on: date
) -> Quote:
    """What `users` of a plan pay per month or year, by the country's prices of the day.

    `discount` is the partner's, in hundredths of a percent; `users` are from 1 to the plan's most.
    """
    lines = _lines(prices, plan, users, billing_period)
    subtotal = sum(line.amount.minor for line in lines)
    deducted = subtotal * discount // WHOLE
    net = subtotal - deducted
    tax_rate = prices.tax_rates[country]
    tax = (2 * net * tax_rate + WHOLE) // (2 * WHOLE)
    return Quote(
        plan,
        users,
        billing_period,
        country,
        on,
        lines,
        subtotal=Money(subtotal, prices.currency),
        discount_rate=_percent(discount),
        discount=Money(deducted, prices.currency),
        net=Money(net, prices.currency),
        tax_rate=_percent(tax_rate),
        tax=Money(tax, prices.currency),
        total=Money(net + tax, prices.currency),
    )


def _lines(prices: PriceList, plan: Plan, users: int, period: BillingPeriod) -> tuple[QuoteLine, ...]:
    price, months = prices.plans[plan], prices.months(period)
    per = "per year" if period is BillingPeriod.YEARLY else "per month"
    further = max(0, users - price.included_users)
    name, count = plan.value.capitalize(), price.included_users
    included = f"{name}, {count} {'user' if count == 1 else 'users'} included, {per}"
    base = _line(included, 1, price.monthly * months, prices.currency)
    more = _line(f"Further users, {per}", further, price.further_user * months, prices.currency)
    return (base, more) if further else (base,)


def _line(description: str, quantity: int, unit: int, currency: str) -> QuoteLine:
    return QuoteLine(description, quantity, Money(unit, currency), Money(quantity * unit, currency))


def _percent(rate: int) -> Decimal:
    return Decimal(rate).scaleb(-2)
