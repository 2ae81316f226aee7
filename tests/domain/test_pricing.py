"""Quotes add up, and neither further users nor a year at once ever turn the sense of a price around."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.company import COUNTRIES
from domain.partnership import TierBook
from domain.pricing import PlanPrice, PriceList, Quote, list_of, quote
from domain.vocabulary import BillingPeriod, Plan
from store.price_book import price_book
from store.tier_book import tier_books

DAY = date(2026, 5, 13)
MONTHLY, YEARLY = BillingPeriod
MINOR = st.integers(0, 10**7)
PRICES = st.builds(PlanPrice, MINOR, st.integers(0, 50), MINOR, st.just(10_000))
RATES = st.integers(0, 10_000)
LISTS = st.builds(
    PriceList,
    currency=st.sampled_from(["EUR", "ISK", "KWD"]),
    valid_from=st.just(DAY),
    valid_until=st.none(),
    months_per_year=st.integers(1, 12),
    tax_rates=st.fixed_dictionaries({"DK": RATES}),
    plans=st.fixed_dictionaries({Plan.PRO: PRICES}),
)
USERS = st.integers(1, 9_999)


def _quote(prices: PriceList, discount: int, users: int, period: BillingPeriod) -> Quote:
    return quote(prices, discount, Plan.PRO, users, period, "DK", DAY)


@given(LISTS, RATES, USERS, st.sampled_from(BillingPeriod))
def test_lines_less_discount_are_net_and_with_tax_the_total(
    prices: PriceList, discount: int, users: int, period: BillingPeriod
) -> None:
    found = _quote(prices, discount, users, period)
    assert all(line.quantity * line.unit_price.minor == line.amount.minor for line in found.lines)
    assert sum(line.amount.minor for line in found.lines) == found.subtotal.minor
    assert found.subtotal.minor - found.discount.minor == found.net.minor
    assert found.net.minor + found.tax.minor == found.total.minor
    exact_discount = found.subtotal.minor * discount
    assert 0 <= exact_discount - found.discount.minor * 10_000 < 10_000
    assert -5_000 < found.tax.minor * 10_000 - found.net.minor * prices.tax_rates["DK"] <= 5_000
    money = (found.subtotal, found.discount, found.net, found.tax, found.total)
    assert {each.currency_code for each in money} == {prices.currency}


@given(LISTS, RATES, USERS, st.sampled_from(BillingPeriod))
def test_a_further_user_never_makes_it_cheaper(
    prices: PriceList, discount: int, users: int, period: BillingPeriod
) -> None:
    fewer, more = _quote(prices, discount, users, period), _quote(prices, discount, users + 1, period)
    assert fewer.net.minor <= more.net.minor
    assert fewer.total.minor <= more.total.minor


@given(LISTS, RATES, USERS)
def test_a_year_costs_at_most_its_twelve_months(prices: PriceList, discount: int, users: int) -> None:
    assert _quote(prices, discount, users, YEARLY).net.minor <= 12 * _quote(prices, discount, users, MONTHLY).net.minor


@given(LISTS, RATES, RATES, USERS, st.sampled_from(BillingPeriod))
def test_a_higher_discount_never_makes_it_dearer(
    prices: PriceList, one: int, other: int, users: int, period: BillingPeriod
) -> None:
    less, more = (_quote(prices, discount, users, period) for discount in sorted((one, other)))
    assert less.subtotal == more.subtotal
    assert less.net.minor >= more.net.minor
    assert less.total.minor >= more.total.minor


@given(st.sampled_from(price_book()), st.sampled_from(tier_books()), st.sampled_from(Plan), st.data())
@settings(max_examples=50)
def test_a_year_at_our_own_prices_is_cheaper_with_tax_too(
    prices: PriceList, book: TierBook, plan: Plan, data: st.DataObject
) -> None:
    users = data.draw(st.integers(1, prices.plans[plan].most_users))
    country, tier = data.draw(st.sampled_from(sorted(prices.tax_rates))), data.draw(st.sampled_from(book.tiers))
    month, year = (
        quote(prices, tier.discount, plan, users, period, country, DAY).total.minor for period in (MONTHLY, YEARLY)
    )
    assert 0 < year < 12 * month


def test_the_book_sells_every_plan_and_has_one_price_for_a_country_and_day() -> None:
    for prices in price_book():
        assert set(prices.plans) == set(Plan)
        assert set(prices.tax_rates) <= COUNTRIES
        assert 1 <= prices.months_per_year <= 12
        for country in prices.tax_rates:
            for day in {each.valid_from for each in price_book()}:
                assert sum(each.holds(country, day) for each in price_book()) <= 1


def test_a_price_ends_on_the_day_before_the_next_begins() -> None:
    old, new = (list_of(price_book(), "DK", day) for day in (date(2025, 12, 31), date(2026, 1, 1)))
    assert old is not None
    assert new is not None
    assert old.valid_until == new.valid_from
    assert list_of(price_book(), "DK", date(2024, 12, 31)) is None
