"""Where a client of the demo world stands: its facts, from its company and its story."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.access import GRANT_BITS
from domain.attention_rules import Facts
from domain.vocabulary import AccessLevel, Grant, OnboardingStatus
from store.demo.companies import Company, company
from store.demo.dice import Dice, dice
from store.demo.ledger import Ledger, hours_ago, ledger, left_at
from store.demo.names import Country
from store.demo.stories import Authority, Days, Story, Wallet

_SETTLED_DAYS = (140, 1_600)
# How long ago whoever worked on an unassigned client was taken off it.
_LET_GO_DAYS = (2, 30)
_GRANT_SHARES = (40, 12, 12, 8, 12, 6, 6, 4)
_ALL = sum(GRANT_BITS.values())
# Who is asked for a grant lacks one.
_NOT_ALL = _ALL - GRANT_BITS[Grant.PAY_INVOICES]


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A client before it becomes rows."""

    company: Company
    story: Story
    level: AccessLevel
    grants: int
    left_at: datetime | None
    ledger: Ledger | None
    facts: Facts
    throw: Dice
    now: datetime


def standing(home: Country, index: int, story: Story, now: datetime, *, has_staff: bool = True) -> Standing:
    """What is known of the client with the nth company near a firm's home, as of `now`."""
    its = company(home, index)
    throw = dice("standing", its.account_number)
    left = left_at(story, throw, now, its.time_zone)
    is_settled = story.onboarding is OnboardingStatus.VERIFIED
    step_at = throw.worked(now, throw.randint(*story.step_days), its.time_zone)
    age = throw.randint(*_SETTLED_DAYS) if is_settled else throw.randint(1, 9)
    created = throw.worked(now if is_settled else step_at, age, its.time_zone)
    book = ledger(its, story, throw, left or now, created) if is_settled else None
    return Standing(
        company=its,
        story=story,
        level=AccessLevel.EXTENDED if throw.chance(0.55) else AccessLevel.LIMITED,
        grants=throw.choices(range(1 << len(GRANT_BITS)), _GRANT_SHARES)[0] & (_NOT_ALL if story.grant_days else _ALL),
        left_at=left,
        ledger=book,
        facts=_Teller(its, story, throw, now, left).facts(created, step_at, book, has_staff),
        throw=throw,
        now=now,
    )


@dataclass(frozen=True, slots=True)
class _Teller:
    company: Company
    story: Story
    throw: Dice
    now: datetime
    left_at: datetime | None

    def facts(self, created: datetime, step_at: datetime, book: Ledger | None, has_staff: bool) -> Facts:
        facts_at = self.left_at or hours_ago(self.throw, self.now, self.story.stale_hours or (0, 0))
        blocked, broken = self._once(self.story.blocked_days), self._once(self.story.broken_days)
        limit, balance = self._wallet(book) if book else (None, None)
        asks = self._once(self.story.grant_days)
        details = self._once(self.story.details_days)
        is_settled = self.story.onboarding is OnboardingStatus.VERIFIED
        jobs = (hours_ago(self.throw, self.now, self.story.job_hours),) if self.story.job_hours else ()
        return Facts(
            time_zone=self.company.time_zone,
            created_at=created,
            facts_at=facts_at,
            access_status=self.story.access,
            poa_granted=self.story.authority is Authority.GRANTED,
            poa_changed_at=self._poa_changed(created),
            onboarding_status=self.story.onboarding,
            onboarding_since=None if is_settled else step_at,
            missing_receipts=book.missing if book else 0,
            oldest_missing_at=book.oldest_missing_at if book else None,
            months=tuple(month.export for month in book.months) if book else (),
            balance_minor=balance,
            low_balance_minor=limit,
            daily_spend_minor=book.daily_spend_minor if book else None,
            balance_at=max(created, self.throw.worked(facts_at, 1, self.company.time_zone)) if book else None,
            needs_details=(details,) * self.throw.randint(1, 3) if details else (),
            grants_asked=(asks,) if asks else (),
            export_jobs=jobs,
            unassigned_since=self._unassigned(created, has_staff),
            billing_blocked_since=blocked,
            integration_broken_since=broken,
        )

    def _once(self, days: Days | None) -> datetime | None:
        return self.throw.worked(self.now, self.throw.randint(*days), self.company.time_zone) if days else None

    def _unassigned(self, created: datetime, has_staff: bool) -> datetime | None:
        if self.left_at or (has_staff and not self.story.is_unassigned):
            return None
        is_settled = self.story.onboarding is OnboardingStatus.VERIFIED
        return self._once(_LET_GO_DAYS) if has_staff and is_settled else created

    def _poa_changed(self, created: datetime) -> datetime | None:
        if self.story.authority is Authority.NEVER_GRANTED:
            return None
        if self.story.authority is Authority.REVOKED:
            return self.left_at or self.throw.worked(self.now, self.throw.randint(1, 10), self.company.time_zone)
        return created

    def _wallet(self, book: Ledger) -> tuple[int | None, int]:
        """The client's own threshold (a round sum, or none) and its balance."""
        unit = 100 * self.company.country.price_level
        own = max(unit, int(book.daily_spend_minor * self.throw.uniform(5, 12)) // unit * unit)
        threshold = own if self.throw.chance(0.6) else None
        limit = 7 * book.daily_spend_minor if threshold is None else threshold
        share = {Wallet.FULL: (1.3, 6.0), Wallet.LOW: (0.2, 0.9), Wallet.EMPTY: (-0.05, 0.0)}[self.story.wallet]
        return threshold, round(limit * self.throw.uniform(*share))


def recently(standing: Standing, days: Days) -> datetime:
    """A moment in office hours some days ago, but not before the client came."""
    moment = standing.throw.worked(standing.now, standing.throw.randint(*days), standing.company.time_zone)
    return max(moment, standing.facts.created_at + timedelta(minutes=20))
