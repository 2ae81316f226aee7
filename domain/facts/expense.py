"""What facts say of one expense, and what it adds to its month; facts may come in any order."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple

from domain.facts.fact import Fact, FactKind
from domain.facts.words import ExpenseReview
from domain.months import month_of


@dataclass(frozen=True, slots=True)
class Expense:
    """An expense of one client; without `submitted_at` only its later facts are known yet."""

    expense_id: str
    month: str | None = None
    amount_minor: int | None = None
    currency: str | None = None
    submitted_at: datetime | None = None
    has_receipt: bool = False
    review: str = ExpenseReview.NONE
    reviewed_at: datetime | None = None
    exported_at: datetime | None = None
    submitted_sequence: int = 0
    reviewed_sequence: int = 0

    def after(self, fact: Fact, time_zone: str) -> "Expense":
        """The expense once the fact is known, too: the latest submission and review count, the rest stays."""
        if fact.kind == FactKind.EXPENSE_SUBMITTED:
            return self._submitted(fact, time_zone)
        if fact.kind == FactKind.RECEIPT_ADDED:
            return replace(self, has_receipt=True)
        if fact.kind == FactKind.EXPENSE_EXPORTED:
            return replace(self, exported_at=min(self.exported_at or fact.at, fact.at))
        if fact.sequence <= self.reviewed_sequence:
            return self
        return replace(self, review=fact.data["review"], reviewed_at=fact.at, reviewed_sequence=fact.sequence)

    def _submitted(self, fact: Fact, time_zone: str) -> "Expense":
        has_receipt = self.has_receipt or fact.data.get("hasReceipt", False)
        if fact.sequence <= self.submitted_sequence:
            return replace(self, has_receipt=has_receipt)
        spent_on = fact.data.get("spentOn")
        return replace(
            self,
            month=spent_on[:7] if spent_on else month_of(fact.at, time_zone),
            amount_minor=int(fact.data["amountMinor"]),
            currency=fact.data["currency"],
            submitted_at=fact.at,
            has_receipt=has_receipt,
            submitted_sequence=fact.sequence,
        )

    @property
    def figures(self) -> "Figures":
        """What it adds to its month; nothing before it is submitted."""
        if self.submitted_at is None:
            return NOTHING
        amount, is_open = self.amount_minor or 0, self.exported_at is None
        return Figures(
            submitted_count=1,
            submitted_minor=amount,
            exported_count=0 if is_open else 1,
            exported_minor=0 if is_open else amount,
            ready_count=int(is_open and self.has_receipt and self.review == ExpenseReview.APPROVED),
            missing_receipts=int(is_open and not self.has_receipt),
        )


class Figures(NamedTuple):
    """Numbers of a month, named as its columns."""

    submitted_count: int
    submitted_minor: int
    exported_count: int
    exported_minor: int
    ready_count: int
    missing_receipts: int

    def plus(self, other: "Figures", sign: int = 1) -> "Figures":
        """The sum, or with a sign of -1 the difference."""
        return Figures(*[one + sign * two for one, two in zip(self, other, strict=True)])


NOTHING = Figures(0, 0, 0, 0, 0, 0)


def differences(before: Expense, after: Expense) -> dict[str, Figures]:
    """By month, what a change of one expense changes."""
    found: dict[str, Figures] = {}
    for expense, sign in ((before, -1), (after, 1)):
        if expense.month is not None:
            found[expense.month] = found.get(expense.month, NOTHING).plus(expense.figures, sign)
    return {month: figures for month, figures in found.items() if figures != NOTHING}
