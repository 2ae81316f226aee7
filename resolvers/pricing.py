"""What plans cost in a country on a day, and quotes."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from domain.company import COUNTRIES
from domain.errors import ErrorCode, RequestError
from domain.money import Money
from domain.partnership import book_of
from domain.pricing import PriceList, Quote, list_of, quote
from domain.vocabulary import BillingPeriod, Plan
from loaders.partner import partner_by_id
from loaders.partnership import tier_by_partner_id
from resolvers.context import Info
from store.price_book import price_book
from store.tier_book import tier_books


@dataclass(frozen=True, slots=True)
class PricedPlan:
    """A plan's price before discount and tax; `most_users` counts the included ones."""

    plan: Plan
    monthly: Money
    yearly: Money
    included_users: int
    further_user_monthly: Money
    further_user_yearly: Money
    most_users: int
    valid_from: date
    valid_until: date | None


async def price_plans(info: Info, country: str | None = None, on: date | None = None) -> list[PricedPlan]:
    """All plans, the smallest first. Raises RequestError (BAD_INPUT) where there is no price."""
    _, _, prices = await _prices(info, country, on)
    return [_priced(prices, plan) for plan in Plan if plan in prices.plans]


async def price_quote(
    info: Info,
    plan: Plan,
    user_count: int,
    billing_period: BillingPeriod,
    country: str | None = None,
    on: date | None = None,
) -> Quote:
    """What one invoice would come to. Raises RequestError (BAD_INPUT) where there is no price."""
    place, day, prices = await _prices(info, country, on)
    price = prices.plans.get(plan)
    if price is None:
        raise _bad(f"{plan.value} is not for sale in {place} on {day}; see `pricePlans`.", "plan")
    if not 1 <= user_count <= price.most_users:
        raise _bad(f"`userCount` must be between 1 and {price.most_users} on {plan.value}.", "userCount")
    return quote(prices, await _discount(info, day), plan, user_count, billing_period, place, day)


async def _prices(info: Info, country: str | None, on: date | None) -> tuple[str, date, PriceList]:
    """Country, day and prices, by default those of the firm today."""
    firm: Any = await info.context.load(partner_by_id, info.context.viewer.tenant)
    place = firm.country if country is None else country.strip().upper()
    day = on or info.context.now.astimezone(ZoneInfo(firm.time_zone)).date()
    if place not in COUNTRIES:
        raise _bad("`country` is no country; write its ISO 3166-1 code, for example DK.", "country")
    prices = list_of(price_book(), place, day)
    if prices is None:
        raise _nothing(place, day)
    return place, day, prices


async def _discount(info: Info, day: date) -> int:
    """Of the firm's present tier, by the terms of a day, in hundredths of a percent."""
    tier = await info.context.load(tier_by_partner_id, info.context.viewer.tenant)
    return book_of(tier_books(), day).terms(tier).discount


def _nothing(place: str, day: date) -> RequestError:
    """Says which of the two to change."""
    known = sorted({each for prices in price_book() for each in prices.tax_rates})
    if place not in known:
        return _bad(f"There are no prices for {place}, only for {', '.join(known)}.", "country")
    return _bad(f"There are no prices for {place} on {day}; choose another day.", "on")


def _priced(prices: PriceList, plan: Plan) -> PricedPlan:
    price, months = prices.plans[plan], prices.months(BillingPeriod.YEARLY)
    base, further = price.monthly, price.further_user
    monthly, yearly, user_monthly, user_yearly = (
        Money(minor, prices.currency) for minor in (base, base * months, further, further * months)
    )
    return PricedPlan(
        plan,
        monthly,
        yearly,
        price.included_users,
        user_monthly,
        user_yearly,
        price.most_users,
        prices.valid_from,
        prices.valid_until,
    )


def _bad(message: str, argument: str) -> RequestError:
    return RequestError(ErrorCode.BAD_INPUT, message, {"argument": argument})
