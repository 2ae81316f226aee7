"""The expenses that are open at the clients of the demo world, and the export jobs that hang."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from domain.facts.words import ExpenseReview, ExportJobStatus
from domain.months import month_of
from store.demo.batch import Batch
from store.demo.dice import Dice, dice
from store.demo.ledger import Figures
from store.demo.standing import Standing
from store.tables import expense, export_job

_REVIEWED_WITHIN = (1, 3)


def add_expenses(batch: Batch, standing: Standing, client_id: UUID) -> None:
    """Adds what signals and months claim to be open: no more is known of expenses that are done with."""
    if standing.ledger is None:
        return
    throw = dice("expenses", standing.company.account_number)
    currency = standing.company.country.currency
    for row in _rows(standing, throw):
        batch.add(expense, client_id=client_id, expense_id=_name("exp", throw), currency=currency, **row)
    running = ExportJobStatus.RUNNING
    for started in standing.facts.export_jobs:
        batch.add(export_job, client_id=client_id, job_id=_name("job", throw), status=running, started_at=started)


def _name(kind: str, throw: Dice) -> str:
    return f"{kind}_{throw.getrandbits(48):012x}"


def _rows(standing: Standing, throw: Dice) -> Iterator[dict[str, Any]]:
    book, zone = standing.ledger, standing.company.time_zone
    prices = {}
    for figures in book.months if book else ():
        prices[figures.export.month] = _price(figures)
        yield from _held(standing, figures, throw)
    for moment in book.missing_at if book else ():
        month = month_of(moment, zone)
        yield _expense(month, moment, prices[month]) | {"has_receipt": False}
    for asked in standing.facts.needs_details:
        sent = throw.worked(asked, throw.randint(*_REVIEWED_WITHIN), zone)
        month = month_of(sent, zone)
        questioned = {"review": ExpenseReview.NEEDS_DETAILS, "reviewed_at": asked, "exported_at": asked}
        yield _expense(month, sent, prices.get(month, 0)) | questioned


def _held(standing: Standing, figures: Figures, throw: Dice) -> Iterator[dict[str, Any]]:
    """What has its receipt and is not exported: the first ones are approved, and so ready to export."""
    month = figures.export
    until = standing.left_at or standing.now
    for place in range(month.submitted_count - month.exported_count - figures.missing):
        moment = _within(month.month, until, throw, standing.company.time_zone)
        ready = {"review": ExpenseReview.APPROVED, "reviewed_at": moment} if place < month.ready_count else {}
        yield _expense(month.month, moment, _price(figures)) | ready


def _within(month: str, until: datetime, throw: Dice, zone: str) -> datetime:
    """A moment of the month that is not after `until`."""
    first = datetime.fromisoformat(f"{month}-01T09:00:00+00:00")
    return min(until, first + timedelta(days=throw.randrange(27), minutes=throw.randrange(480)))


def _price(figures: Figures) -> int:
    month = figures.export
    left = month.submitted_count - month.exported_count
    return (month.submitted_minor - month.exported_minor) // left if left else 0


def _expense(month: str, submitted_at: datetime, amount_minor: int) -> dict[str, Any]:
    return {
        "month": month,
        "submitted_at": submitted_at,
        "amount_minor": amount_minor,
        "has_receipt": True,
        "review": ExpenseReview.NONE,
        "reviewed_at": None,
        "exported_at": None,
    }
