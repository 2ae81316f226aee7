"""The partnership's rules: what a tier asks and gives, which tier a firm has earned, and when it falls."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import NamedTuple

from domain.attention_rules.deadlines import cut_off
from domain.months import earlier, month_of
from domain.vocabulary import PartnerTier, PointsKind, TierRequirementKind

# How long points count, unless what earned them says otherwise.
LIFETIME = timedelta(days=365)
EXPIRES_SOON = timedelta(days=30)


class Figures(NamedTuple):
    """What a firm has: points that count, active clients, and active colleagues with a valid certificate."""

    points: int
    clients: int
    certified: int


class Requirement(NamedTuple):
    """One of the things that a tier asks."""

    kind: TierRequirementKind
    have: int
    need: int

    @property
    def missing(self) -> int:
        """How much is still to come; 0 when it is met."""
        return max(0, self.need - self.have)


@dataclass(frozen=True, slots=True)
class Terms:
    """What a tier asks and gives; `discount` on client plans is in hundredths of a percent."""

    tier: PartnerTier
    points: int
    clients: int
    certified: int
    discount: int
    benefits: tuple[str, ...]

    def requirements(self, figures: Figures) -> tuple[Requirement, ...]:
        """All that it asks, beside what a firm has; what it does not ask is left out."""
        needs = (self.points, self.clients, self.certified)
        asked = zip(TierRequirementKind, figures, needs, strict=True)
        return tuple(Requirement(kind, have, need) for kind, have, need in asked if need)

    def are_met(self, figures: Figures) -> bool:
        """Whether a firm has all that it asks."""
        return not any(each.missing for each in self.requirements(figures))


@dataclass(frozen=True, slots=True)
class TierBook:
    """The tiers, lowest first, and the points of each cause, from `valid_from` until before `valid_until`.

    A tier that a firm no longer earns stays for `grace_days`.
    """

    valid_from: date
    valid_until: date | None
    grace_days: int
    points: Mapping[PointsKind, int]
    tiers: tuple[Terms, ...]

    def terms(self, tier: PartnerTier) -> Terms:
        """What a tier asks and gives."""
        return next(each for each in self.tiers if each.tier is tier)

    def following(self, tier: PartnerTier) -> Terms | None:
        """The next tier; None above the highest."""
        return next((each for each in self.tiers if rank(each.tier) > rank(tier)), None)

    def earned(self, figures: Figures) -> PartnerTier:
        """The highest tier of which a firm meets all requirements; the lowest asks nothing."""
        return next(each.tier for each in reversed(self.tiers) if each.are_met(figures))


@dataclass(frozen=True, slots=True)
class Standing:
    """A firm's tier and since when it has it; `falls_at` is the end of its grace, while it is not earned."""

    tier: PartnerTier
    since: datetime
    falls_at: datetime | None = None

    def judged(self, earned: PartnerTier, now: datetime, grace: timedelta) -> "Standing":
        """The standing as of now: it rises at once, and falls to what is earned when the grace is over."""
        if rank(earned) > rank(self.tier):
            return Standing(earned, now)
        if earned is self.tier:
            return replace(self, falls_at=None)
        if self.falls_at is None:
            return replace(self, falls_at=now + grace)
        return Standing(earned, now) if self.falls_at <= now else self


def rank(tier: PartnerTier) -> int:
    """How high a tier is, from 0."""
    return list(PartnerTier).index(tier)


def book_of(books: Sequence[TierBook], on: date) -> TierBook:
    """The book of a day; before the first one, the first."""
    begun = [book for book in books if book.valid_from <= on]
    return max(begun, key=lambda book: book.valid_from) if begun else min(books, key=lambda book: book.valid_from)


def closed_month(now: datetime, cut_off_day: int, time_zone: str) -> str:
    """The last month whose cut-off day is over: who has exported all of it by then has done so on time."""
    last = earlier(month_of(now, time_zone), 1)
    return last if cut_off(last, cut_off_day, time_zone) <= now else earlier(last, 1)


def next_cut_off(now: datetime, cut_off_day: int, time_zone: str) -> datetime:
    """When the next month is closed."""
    return cut_off(earlier(closed_month(now, cut_off_day, time_zone), -1), cut_off_day, time_zone)
