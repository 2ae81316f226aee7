"""The accounts of the demo world as its traffic finds them in the database."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import select

from domain.facts.words import ExpenseReview
from domain.vocabulary import AccessStatus, OnboardingStatus
from store.demo.firms import FIRMS
from store.engine import Store
from store.reading import Reader, Row
from store.tables import client, client_feed, expense
from store.tenancy import Keys


@dataclass(slots=True, kw_only=True)
class Account:
    """A client's account on the platform; `missing`, `submitted` and `ready` are names of open expenses."""

    partner_id: UUID
    number: str
    name: str
    currency: str
    sequence: int
    balance_minor: int
    usual_minor: int
    level: str
    poa_granted: bool
    is_broken: bool
    onboarding: OnboardingStatus
    missing: list[str] = field(default_factory=list)
    submitted: list[str] = field(default_factory=list)
    ready: list[str] = field(default_factory=list)


async def connected_accounts(store: Store) -> list[Account]:
    """The accounts of all demo firms whose clients have not left, in an order that does not change."""
    found = []
    for firm in FIRMS:
        reader = Reader(store, Keys(partner_id=firm.id))
        try:
            found += await _accounts(reader, firm.id)
        finally:
            await reader.close()
    return sorted(found, key=lambda account: account.number)


async def _accounts(reader: Reader, partner_id: UUID) -> list[Account]:
    own = client.c.partner_id == partner_id
    connected = client.c.access_status != AccessStatus.DISCONNECTED
    rows = await reader.rows(select(client).where(own, connected))
    feeds = await reader.rows(select(client_feed).where(client_feed.c.partner_id == partner_id))
    open_ones = (
        expense.c.partner_id == partner_id,
        expense.c.exported_at.is_(None),
        expense.c.submitted_at.is_not(None),
    )
    expenses: defaultdict[UUID, list[Row]] = defaultdict(list)
    for row in await reader.rows(select(expense).where(*open_ones).order_by(expense.c.expense_id)):
        expenses[row.client_id].append(row)
    through = {row.client_id: row.through for row in feeds}
    return [_account(row, through.get(row.id, 0), expenses[row.id]) for row in rows]


def _account(row: Row, through: int, expenses: list[Row]) -> Account:
    account = Account(
        partner_id=row.partner_id,
        number=row.account_number,
        name=row.name,
        currency=row.currency,
        sequence=through,
        balance_minor=row.balance_minor,
        usual_minor=max(100, row.daily_spend_minor or 10_000),
        level=row.level,
        poa_granted=row.poa_granted,
        is_broken=row.integration_broken_since is not None,
        onboarding=OnboardingStatus(row.onboarding_status),
    )
    for each in expenses:
        _shelf(account, each).append(each.expense_id)
    return account


def _shelf(account: Account, row: Any) -> list[str]:
    if not row.has_receipt:
        return account.missing
    return account.ready if row.review == ExpenseReview.APPROVED else account.submitted
