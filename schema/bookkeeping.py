"""A client's money and months, and the overviews of the whole portfolio."""

from datetime import datetime

import strawberry

import resolvers.bookkeeping
import resolvers.client
from domain.vocabulary import AttentionLevel
from resolvers.inputs.month import YearMonth
from resolvers.relation import amount, column
from schema.connection import Connection
from schema.cost import FREE, OVER_ALL, PAGE, several
from schema.field import field, plain
from schema.money import Expenses, Money
from schema.refs import ClientRef
from schema.rules import CLIENTS
from schema.scalars import CurrencyCode


@strawberry.type(description="The money in a client's account.", directives=FREE)
class Wallet:
    balance: Money = plain("What is in it now.", amount("balance_minor"))
    low_balance_threshold: Money | None = plain(
        "Below this the client wants to be warned.", amount("low_balance_minor")
    )
    average_daily_spend: Money | None = plain("What it spends on an average day.", amount("daily_spend_minor"))
    balance_at: datetime | None = plain("The age of the balance.")


@strawberry.type(description="One month of a client's expenses.")
class MonthProgress:
    month: YearMonth = plain("The month, in the client's time zone.")
    submitted: Expenses = plain("Handed in by the client's people.", resolvers.bookkeeping.expenses("submitted"))
    exported: Expenses = plain("Exported to the accounting system.", resolvers.bookkeeping.expenses("exported"))
    ready_to_export_count: int = plain("How many expenses could be exported now.", column("ready_count"))
    missing_receipt_count: int = plain("How many expenses lack a receipt.", column("missing_receipts"))
    is_behind: bool = plain("Whether less was exported than submitted.", resolvers.client.is_behind)


@strawberry.type(description="The sum of balances in one currency.", directives=FREE)
class BalanceTotal:
    total: Money = plain("The sum, in the currency of these balances.")
    client_count: int = plain("Of how many clients.")


@strawberry.type(description="How many clients have one attention level.", directives=FREE)
class AttentionCount:
    level: AttentionLevel = plain("The level that is counted.")
    client_count: int = plain("How many clients have it.")


@strawberry.type(
    description="The client list with its signals, and totals over all clients of the filter.", directives=FREE
)
class BookkeepingOverview:
    clients: Connection[ClientRef] | None = field(
        "The clients, the most urgent first unless another order is asked for.",
        resolvers.bookkeeping.overview_clients,
        rule=CLIENTS,
        size=PAGE,
    )
    balances: list[BalanceTotal] = plain(
        "Balances that you may see, per currency.",
        resolvers.bookkeeping.overview_balances,
        cost=OVER_ALL,
        size=several(10),
    )
    attention_counts: list[AttentionCount] = plain(
        "Clients per attention level, worst first. The filter's `attention` is left out, so that each level "
        "counts as if it were the chosen one; all other conditions hold.",
        resolvers.bookkeeping.overview_attention,
        cost=OVER_ALL,
        size=several(len(AttentionLevel)),
    )


@strawberry.type(description="One month's expenses in one currency.", directives=FREE)
class CurrencyMonth:
    currency: CurrencyCode = plain("The currency of both figures.")
    submitted: Expenses = plain("Handed in by the clients' people.")
    exported: Expenses = plain("Exported to accounting systems.")
    behind_client_count: int = plain("How many clients exported less than they submitted.")


@strawberry.type(description="One month over the clients of the filter.", directives=FREE)
class MonthTotal:
    month: YearMonth = plain("The month; choose it as `monthBehind` to list who is behind.")
    behind_client_count: int = plain("How many clients exported less than they submitted.")
    totals: list[CurrencyMonth] = plain("The figures, per currency.", size=several(10))
