"""Types without relations, each built from an entity."""

from datetime import datetime
from decimal import Decimal
from typing import Any, Self

import strawberry

import schema.enums  # noqa: F401  (registers the enums)
from domain import money
from domain.vocabulary import AccessLevel, AccessStatus, AttentionLevel, OnboardingStatus, SignalKind, WaitingOn
from resolvers.inputs.month import YearMonth
from schema.scalars import CurrencyCode


@strawberry.type
class Money:
    """An amount."""

    amount: Decimal
    currency_code: CurrencyCode

    @classmethod
    def of(cls, minor: int, currency: str) -> Self:
        """From minor units."""
        exact = money.Money(minor, currency)
        return cls(amount=exact.amount, currency_code=CurrencyCode(currency))


@strawberry.type
class Expenses:
    """A number of expenses and their sum."""

    count: int
    amount: Money


@strawberry.type
class MonthProgress:
    """A month of a client."""

    month: YearMonth
    submitted: Expenses
    exported: Expenses
    is_behind: bool

    @classmethod
    def of(cls, row: Any) -> Self:
        """From an entity."""
        return cls(
            month=row.month,
            submitted=Expenses(count=row.submitted_count, amount=Money.of(row.submitted_minor, row.currency)),
            exported=Expenses(count=row.exported_count, amount=Money.of(row.exported_minor, row.currency)),
            is_behind=row.exported_count < row.submitted_count,
        )


@strawberry.type
class Signal:
    """A signal."""

    kind: SignalKind
    level: AttentionLevel
    count: int
    since: datetime
    rule: str
    amount: Money | None

    @classmethod
    def of(cls, row: Any) -> Self:
        """From an entity."""
        return cls(
            kind=SignalKind(row.kind),
            level=AttentionLevel(row.level),
            count=row.count,
            since=row.since,
            rule=row.rule,
            amount=Money.of(row.amount_minor, row.currency) if row.amount_minor else None,
        )


@strawberry.type
class PowerOfAttorney:
    """The authorisation."""

    is_granted: bool


@strawberry.type
class ClientAccess:
    """What the client lets the firm do."""

    status: AccessStatus
    level: AccessLevel
    power_of_attorney: PowerOfAttorney


@strawberry.type
class Onboarding:
    """The way to verification."""

    status: OnboardingStatus
    is_complete: bool
    waiting_on: WaitingOn | None


@strawberry.type
class Wallet:
    """The client's money."""

    balance: Money
    low_balance_threshold: Money | None
