"""The moments at which time alone changes a verdict: what has to be looked at again, and when."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta

from domain.attention_rules.deadlines import business_days_later, cut_off, days_later, end_of_month
from domain.attention_rules.evaluate import applying
from domain.attention_rules.facts import Facts
from domain.attention_rules.figures import receipts_since
from domain.attention_rules.standing import known_since, step_since
from domain.attention_rules.thresholds import PRODUCT, Thresholds
from domain.vocabulary import OnboardingStatus, SignalKind

Moments = Iterable[datetime]
# "Over" a limit begins right after it.
_OVER = timedelta(microseconds=1)


def next_due(facts: Facts, now: datetime, limits: Thresholds = PRODUCT) -> datetime | None:
    """The first moment after `now` at which `evaluate` can answer otherwise while the facts stay; None for never."""
    kinds = applying(facts)
    moments = (moment for kind, turns in TURNS.items() if kind in kinds for moment in turns(facts, limits))
    return min((moment for moment in moments if moment > now), default=None)


def _receipts(facts: Facts, limits: Thresholds) -> Moments:
    if facts.missing_receipts > 0:
        since = receipts_since(facts) + _OVER
        return since + limits.receipts_old, since + limits.receipts_overdue
    return ()


def _months_over(facts: Facts, limits: Thresholds) -> Moments:
    return (end_of_month(month.month, facts.time_zone) for month in facts.months if month.ready_count > 0)


def _months_due(facts: Facts, limits: Thresholds) -> Moments:
    behind = [month.month for month in facts.months if month.exported_count < month.submitted_count]
    due = [cut_off(month, limits.cut_off_day, facts.time_zone) for month in behind]
    return [*due, days_later(min(due), limits.month_end_overdue, facts.time_zone)] if due else ()


def _details(facts: Facts, limits: Thresholds) -> Moments:
    return (since + limits.details_over + _OVER for since in facts.needs_details)


def _verification(facts: Facts, limits: Thresholds) -> Moments:
    since = step_since(facts)
    if facts.onboarding_status is OnboardingStatus.INFO_REQUESTED:
        return (since + limits.info_requested_over + _OVER,)
    if facts.onboarding_status is OnboardingStatus.IN_REVIEW:
        return (business_days_later(since, limits.review_over, facts.time_zone) + _OVER,)
    return ()


def _grants(facts: Facts, limits: Thresholds) -> Moments:
    return (since + limits.grant_unanswered_for for since in facts.grants_asked)


def _jobs(facts: Facts, limits: Thresholds) -> Moments:
    return (since + limits.export_job_for for since in facts.export_jobs)


def _data(facts: Facts, limits: Thresholds) -> Moments:
    return (known_since(facts) + limits.facts_over + _OVER,)


# Kinds that are missing change with the facts alone.
TURNS: Mapping[SignalKind, Callable[[Facts, Thresholds], Moments]] = {
    SignalKind.MISSING_RECEIPTS: _receipts,
    SignalKind.EXPORT_PENDING: _months_over,
    SignalKind.MONTH_END_BEHIND: _months_due,
    SignalKind.NEEDS_REVIEW: _details,
    SignalKind.VERIFICATION_STUCK: _verification,
    SignalKind.GRANT_PENDING: _grants,
    SignalKind.EXPORT_JOB_STUCK: _jobs,
    SignalKind.DATA_STALE: _data,
}
