"""What plans cost, and quotes."""

from datetime import date
from decimal import Decimal

import strawberry

from domain.vocabulary import BillingPeriod, Plan
from resolvers.relation import column
from schema.cost import FREE, several
from schema.field import plain
from schema.money import Money
from schema.scalars import CountryCode


@strawberry.type(description="What a plan costs in a country, before discount and tax.")
class PlanPrice:
    plan: Plan = plain("The plan that costs so much.")
    monthly: Money = plain("What one month costs.")
    yearly: Money = plain("Per year, when a year is paid at once.")
    included_user_count: int = plain("How many users are included.", column("included_users"))
    further_user_monthly: Money = plain("Every further user, per month.")
    further_user_yearly: Money = plain("Every further user, per year.")
    max_user_count: int = plain("The most users that it is for.", column("most_users"))
    valid_from: date = plain("The first day of this price.")
    valid_until: date | None = plain("The first day on which it no longer holds; null when no end is set.")


@strawberry.type(description="`quantity` times `unitPrice` is `amount`.", directives=FREE)
class QuoteLine:
    description: str = plain("What is paid for.")
    quantity: int = plain("How many of them.")
    unit_price: Money = plain("Each of them.")
    amount: Money = plain("All of them.")


@strawberry.type(description="What one invoice for a plan would come to.")
class PriceQuote:
    plan: Plan = plain("The plan that was asked for.")
    user_count: int = plain("For how many users, the included ones among them.", column("users"))
    billing_period: BillingPeriod = plain("Whether the invoice is for a month or a year.")
    country: CountryCode = plain("The country of the client.")
    on: date = plain("The day of the price.")
    lines: list[QuoteLine] = plain("The plan, and further users where there are any.", size=several(2))
    subtotal: Money = plain("The sum of the lines.")
    discount_rate: Decimal = plain("The partner's discount in percent.")
    discount: Money = plain("The partner's discount on the subtotal, rounded down.")
    net: Money = plain("Subtotal less discount.")
    tax_rate: Decimal = plain("The country's value added tax in percent.")
    tax: Money = plain("The tax on the net amount, rounded half up.")
    total: Money = plain("Net and tax: what is to be paid.")
