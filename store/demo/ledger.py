"""A client's months of expenses: submitted, exported, ready, and the receipts that are still missing."""

from calendar import monthrange
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from domain.attention_rules import ExportMonth
from domain.months import month_of, months_ending
from domain.vocabulary import CompanySize
from store.demo.companies import Company
from store.demo.dice import Dice
from store.demo.stories import Story

# Expenses a month, by company size.
_EXPENSES = {
    CompanySize.MICRO: (6, 18),
    CompanySize.SMALL: (15, 55),
    CompanySize.MEDIUM: (50, 180),
    CompanySize.LARGE: (160, 480),
}
_EURO_CENTS = (2_500, 14_000)
_MONTHS, _MANY_MONTHS = 4, 12
_DAYS = 30


class Figures(NamedTuple):
    """A month and how many receipts its expenses lack."""

    export: ExportMonth
    missing: int


@dataclass(frozen=True, slots=True)
class Ledger:
    """A client's months, oldest first; when what lacks a receipt was spent; its average spend a day in minor units."""

    months: tuple[Figures, ...]
    missing_at: tuple[datetime, ...]
    daily_spend_minor: int

    @property
    def missing(self) -> int:
        """The receipts missing in all months."""
        return sum(month.missing for month in self.months)

    @property
    def oldest_missing_at(self) -> datetime | None:
        """Since when a receipt has been missing."""
        return min(self.missing_at, default=None)


def ledger(company: Company, story: Story, throw: Dice, until: datetime, since: datetime) -> Ledger:
    """The months up to `until`, but none from before the client came (`since`)."""
    lacking = _missing_since(story, throw, until, company.time_zone)
    missing = Counter(month_of(moment, company.time_zone) for moment in lacking)
    usual = throw.randint(*_EXPENSES[company.size])
    price = throw.randint(*_EURO_CENTS) * company.country.price_level // 100
    count = _MANY_MONTHS if throw.chance(0.25) else _MONTHS
    months = months_ending(month_of(until, company.time_zone), count)
    months = tuple(month for month in months if month >= month_of(since, company.time_zone))
    book = _Book(throw, story, until, company.time_zone, usual, price, missing)
    figures = tuple(book.month(month, len(months) - 1 - place) for place, month in enumerate(months))
    return Ledger(figures, tuple(lacking), usual * price // _DAYS)


def _missing_since(story: Story, throw: Dice, until: datetime, time_zone: str) -> list[datetime]:
    """When the expenses without receipt were made: one as long ago as the story says, the others later."""
    number = throw.randint(*story.receipts)
    oldest = throw.randint(*story.receipt_days)
    ages = [oldest, *(throw.randint(1, oldest) for _ in range(number - 1))][:number]
    return [throw.worked(until, age, time_zone) for age in ages]


class _Book(NamedTuple):
    throw: Dice
    story: Story
    until: datetime
    time_zone: str
    usual: int
    price: int
    missing: Mapping[str, int]

    def month(self, month: str, offset: int) -> Figures:
        """A month that lies `offset` before the last; what lacks a receipt is not exported."""
        natural = round(self.usual * self.throw.uniform(0.8, 1.2) * (1 if offset else self._passed()))
        lacking = self.missing.get(month, 0)
        held = self._held(natural, offset)
        submitted = max(natural, lacking + held)
        exported = submitted - lacking - held
        ready = self._ready(held, offset)
        amount = round(submitted * self.price * self.throw.uniform(0.85, 1.15))
        share = amount * exported // submitted if submitted else 0
        return Figures(ExportMonth(month, submitted, exported, ready, amount, share), lacking)

    def _passed(self) -> float:
        local = self.until.astimezone(ZoneInfo(self.time_zone))
        return (local.day - 1 + local.hour / 24) / monthrange(local.year, local.month)[1]

    def _held(self, natural: int, offset: int) -> int:
        if offset == 0:
            return round(natural * self.throw.uniform(0.15, 0.5))
        return max(2, round(natural * self.throw.uniform(0.15, 0.6))) if offset in self.story.behind else 0

    def _ready(self, held: int, offset: int) -> int:
        if offset == 0:
            return held * 2 // 3
        return held if self.story.ready else 0


def left_at(story: Story, throw: Dice, now: datetime, time_zone: str) -> datetime | None:
    """When the client left the firm, if its story says so."""
    return throw.worked(now, throw.randint(*story.left_days), time_zone) if story.left_days else None


def hours_ago(throw: Dice, now: datetime, hours: tuple[int, int]) -> datetime:
    """A moment some hours and minutes ago."""
    return now - timedelta(hours=throw.randint(*hours), minutes=throw.randrange(60))
