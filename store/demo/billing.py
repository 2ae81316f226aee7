"""What the clients of the demo world pay for their plans."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from domain.months import earlier, month_of, months_ending
from domain.vocabulary import BillingPeriod, CompanySize, InvoiceStatus, Plan, SubscriptionStatus
from store.demo.batch import Batch
from store.demo.standing import Standing
from store.tables import invoice, subscription

_SEATS = {
    CompanySize.MICRO: (1, 4),
    CompanySize.SMALL: (4, 15),
    CompanySize.MEDIUM: (12, 60),
    CompanySize.LARGE: (50, 160),
}
_EURO_CENTS_A_SEAT = {Plan.STARTER: 400, Plan.ESSENTIALS: 700, Plan.PRO: 1_100, Plan.PREMIUM: 1_800}
_PLAN_SHARES = (25, 35, 30, 10)
# A year costs ten months; who owes money pays by the month.
_YEARLY_MONTHS = 10
_CALM = (SubscriptionStatus.ACTIVE, SubscriptionStatus.TRIAL, SubscriptionStatus.CANCELLED)
_UNPAID = {SubscriptionStatus.BLOCKED: 4, SubscriptionStatus.PAST_DUE: 3}
_PAYS_LATE = 0.5
_TERM = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class _Bill:
    status: SubscriptionStatus
    period: BillingPeriod
    plan: Plan
    seats: int
    price_minor: int


def add_billing(batch: Batch, standing: Standing, client_id: UUID) -> None:
    """Adds a verified client's subscription and its invoices of three, twelve or, by the year, one month."""
    if standing.ledger is None:
        return
    bill = _bill(standing)
    batch.add(subscription, client_id=client_id, **_subscription(standing, bill))
    for place, month in enumerate(reversed(_months(standing, bill))):
        batch.add(invoice, client_id=client_id, **_invoice(standing, bill, month, place))


def _bill(standing: Standing) -> _Bill:
    throw, size = standing.throw, standing.company.size
    plan = throw.choices(tuple(Plan), _PLAN_SHARES)[0]
    seats = throw.randint(*_SEATS[size])
    status = _status(standing)
    is_yearly = throw.chance(0.15) and status in _CALM
    period = BillingPeriod.YEARLY if is_yearly else BillingPeriod.MONTHLY
    months = _YEARLY_MONTHS if period is BillingPeriod.YEARLY else 1
    price = _EURO_CENTS_A_SEAT[plan] * seats * months * standing.company.country.price_level // 100
    return _Bill(status, period, plan, seats, price)


def _status(standing: Standing) -> SubscriptionStatus:
    if standing.left_at:
        return SubscriptionStatus.CANCELLED
    if standing.facts.billing_blocked_since:
        return SubscriptionStatus.BLOCKED
    drawn = standing.throw.random()
    if drawn < 0.04:
        return SubscriptionStatus.PAST_DUE
    return SubscriptionStatus.TRIAL if drawn < 0.08 else SubscriptionStatus.ACTIVE


def _subscription(standing: Standing, bill: _Bill) -> dict[str, Any]:
    ahead = 12 if bill.period is BillingPeriod.YEARLY else 1
    renews = earlier(month_of(standing.now, standing.company.time_zone), -ahead)
    return {
        "plan": bill.plan,
        "status": bill.status,
        "billing_period": bill.period,
        "seats": bill.seats,
        "price_minor": bill.price_minor,
        "currency": standing.company.country.currency,
        "started_at": standing.facts.created_at,
        "renews_on": None if standing.left_at else _first(renews),
    }


def _months(standing: Standing, bill: _Bill) -> tuple[str, ...]:
    if bill.status is SubscriptionStatus.TRIAL:
        return ()
    zone = standing.company.time_zone
    count = 12 if standing.throw.chance(0.4) else 3
    last = month_of(standing.left_at or standing.now, zone)
    months = months_ending(last, 1 if bill.period is BillingPeriod.YEARLY else count)
    return tuple(month for month in months if month >= month_of(standing.facts.created_at, zone))


def _invoice(standing: Standing, bill: _Bill, month: str, place: int) -> dict[str, Any]:
    """The invoice of a month; `place` counts back from the newest."""
    number = f"{standing.company.account_number}-{month.replace('-', '')}"
    issued = _first(month)
    vat = 100 + standing.company.country.vat_percent
    return {
        "id": standing.throw.id(standing.facts.created_at + timedelta(days=31 * (12 - place))),
        "number": number,
        "status": _paid(standing, bill, issued + _TERM, place),
        "issued_on": issued,
        "due_on": issued + _TERM,
        "total_minor": bill.price_minor * vat // 100,
        "currency": standing.company.country.currency,
        "pdf_url": f"https://billing.spend.example/invoices/{number}.pdf",
    }


def _paid(standing: Standing, bill: _Bill, due_on: date, place: int) -> InvoiceStatus:
    is_due = due_on < standing.now.date()
    if place < _UNPAID.get(bill.status, 0):
        return InvoiceStatus.OVERDUE if is_due else InvoiceStatus.OPEN
    if not is_due and standing.throw.chance(_PAYS_LATE):
        return InvoiceStatus.OPEN
    return InvoiceStatus.VOID if standing.throw.chance(0.03) else InvoiceStatus.PAID


def _first(month: str) -> date:
    return date.fromisoformat(f"{month}-01")
