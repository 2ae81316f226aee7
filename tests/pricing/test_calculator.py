"""Every colleague can ask what a plan would cost a client; mistakes are told by their argument."""

from typing import Any

import pytest

from domain.vocabulary import PartnerTier, Role, Scope
from tests.portal import Portal
from tests.world import World

pytestmark = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
MONEY = "{ amount currencyCode }"
QUOTE = f"""query ($plan: Plan! = PRO,
  $users: Int! = 12, $period: BillingPeriod! = YEARLY, $country: String, $on: Date) {{
  priceQuote(plan: $plan, userCount: $users, billingPeriod: $period, country: $country, on: $on) {{
    plan userCount billingPeriod country on lines {{ description quantity unitPrice {MONEY} amount {MONEY} }}
    discountRate taxRate subtotal {MONEY} discount {MONEY} net {MONEY} tax {MONEY} total {MONEY} }} }}"""
PLANS = """query ($country: String, $on: Date) { pricePlans(country: $country, on: $on) {
  plan monthly { amount currencyCode } yearly { amount } includedUserCount maxUserCount validUntil } }"""


async def test_a_quote_has_lines_discount_tax_and_total(world: World, portal: Portal) -> None:
    firm = await world.partner()
    found = (await portal.of(await firm.colleague(role=Role.VIEWER))(QUOTE)).data["priceQuote"]
    assert (found["country"], found["on"]) == ("DK", "2026-05-13")
    lines = [(line["description"], line["quantity"], line["amount"]["amount"]) for line in found["lines"]]
    assert lines == [("Pro, 10 users included, per year", 1, "5990.00"), ("Further users, per year", 2, "900.00")]
    sums = {name: found[name]["amount"] for name in ("subtotal", "discount", "net", "tax", "total")}
    assert sums == {
        "subtotal": "6890.00",
        "discount": "689.00",
        "net": "6201.00",
        "tax": "1550.25",
        "total": "7751.25",
    }
    assert (found["discountRate"], found["taxRate"]) == ("10.00", "25.00")
    assert found["total"]["currencyCode"] == "DKK"


async def test_prices_are_those_of_the_country_and_the_day(world: World, portal: Portal) -> None:
    ask = portal.of(await (await world.partner(country="SE")).colleague())
    asked = ({}, {"country": "dk", "on": "2025-12-31"}, {"country": "IS"})
    home, then, there = [(await ask(PLANS, **variables)).data["pricePlans"] for variables in asked]
    assert [each["plan"] for each in home] == ["STARTER", "ESSENTIALS", "PRO", "PREMIUM"]
    assert home[0]["monthly"] == {"amount": "149.00", "currencyCode": "SEK"}
    assert (then[0]["monthly"]["amount"], then[0]["validUntil"]) == ("89.00", "2026-01-01")
    assert there[0]["monthly"] == {"amount": "1990", "currencyCode": "ISK"}


async def test_the_discount_is_that_of_the_firms_tier_by_the_terms_of_the_day(world: World, portal: Portal) -> None:
    firm = await world.partner()
    await firm.partnership(PartnerTier.GOLD)
    ask = portal.of(await firm.colleague())
    found = [(await ask(QUOTE, **day)).data["priceQuote"]["discountRate"] for day in ({}, {"on": "2025-12-31"})]
    assert found == ["20.00", "15.00"]


@pytest.mark.parametrize(
    ("variables", "argument"),
    [
        ({"country": "Denmark"}, "country"),
        ({"country": "BR"}, "country"),
        ({"on": "2024-12-31"}, "on"),
        ({"users": 0}, "userCount"),
        ({"users": 501}, "userCount"),
    ],
)
async def test_where_there_is_no_price_the_argument_to_change_is_named(
    world: World, portal: Portal, variables: dict[str, Any], argument: str
) -> None:
    answer = await portal.of(await (await world.partner()).colleague())(QUOTE, **variables)
    assert answer.data == {"priceQuote": None}
    assert [(each["extensions"]["code"], each["extensions"]["argument"]) for each in answer.errors] == [
        ("BAD_INPUT", argument)
    ]


async def test_it_is_for_people_alone(world: World, portal: Portal) -> None:
    firm = await world.partner()
    answer = await portal.machine(await firm.integration([Scope.PARTNER_READ]), "partner:read")(QUOTE)
    assert [each["extensions"]["code"] for each in answer.errors] == ["ACCESS_DENIED"]


async def test_prices_follow_from_the_firm_whatever_else_is_asked_of_it(world: World, portal: Portal) -> None:
    firm = await world.partner()
    ask = portal.of(await firm.colleague())
    answer = await ask(
        "query ($id: ID!) { node(id: $id) { ... on Partner { name } } pricePlans { plan } }", id=firm.public_id
    )
    assert answer.errors == []
    assert len(answer.data["pricePlans"]) > 1
