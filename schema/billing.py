"""What a client pays for its plan."""

from datetime import date, datetime

import strawberry

from domain.ids import IdKind
from domain.vocabulary import BillingPeriod, InvoiceStatus, Plan, SubscriptionStatus
from loaders.client import client_by_id
from resolvers.relation import amount, column, public_id, related
from schema.field import field, plain
from schema.money import Money
from schema.node import Node
from schema.refs import ClientRef
from schema.rules import CLIENTS
from schema.scalars import URL


@strawberry.type(description="The plan that a client pays for.")
class Subscription:
    plan: Plan = plain("The plan that it pays for.")
    status: SubscriptionStatus = plain("Whether it is paid for.")
    billing_period: BillingPeriod = plain("How often it is invoiced.")
    seat_count: int = plain("How many users are paid for.", column("seats"))
    price: Money = plain("Per billing period, without tax.", amount("price_minor"))
    started_at: datetime = plain("Since when it runs.")
    renews_on: date | None = plain("When the next period begins.")


@strawberry.type(description="An invoice for a client's plan.")
class Invoice(Node):
    id: strawberry.ID = plain("Opaque id of the invoice.", public_id(IdKind.INVOICE))
    number: str = plain("The number printed on it.")
    status: InvoiceStatus = plain("Where it stands.")
    issued_on: date = plain("The day that stands on it.")
    due_on: date = plain("When it is to be paid.")
    total: Money = plain("What is to be paid, tax included.", amount("total_minor"))
    pdf_url: URL | None = plain("The document, where the platform keeps it.")
    client: ClientRef | None = field("Who pays it.", related(client_by_id, "client_id"), rule=CLIENTS)
