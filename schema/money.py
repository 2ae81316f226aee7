"""Amounts of money and numbers of expenses."""

from decimal import Decimal

import strawberry

from resolvers.relation import column
from schema.cost import FREE
from schema.field import plain
from schema.scalars import CurrencyCode


@strawberry.type(
    description="An exact amount in one currency; amounts of different currencies are never added.", directives=FREE
)
class Money:
    amount: Decimal = plain("In major units, for example `12.50`.", column("text"))
    currency_code: CurrencyCode = plain("The ISO 4217 code of its currency.")


@strawberry.type(description="A number of expenses and their sum.", directives=FREE)
class Expenses:
    count: int = plain("How many expenses there are.")
    amount: Money = plain("The sum of these expenses.")
