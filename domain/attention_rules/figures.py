"""Rules about receipts, exports, month ends and balances: what only a firm that may see the figures is told."""

from datetime import datetime

from domain.attention_rules.deadlines import cut_off, days_later, end_of_month
from domain.attention_rules.facts import Facts
from domain.attention_rules.signal import Verdict, plural, span
from domain.attention_rules.thresholds import Thresholds
from domain.months import month_of
from domain.vocabulary import AttentionLevel


def missing_receipts(facts: Facts, now: datetime, limits: Thresholds) -> Verdict | None:
    """Any: INFO; many, or one that is old: WARNING; one that is overdue: CRITICAL. `since` is the oldest."""
    count, oldest = facts.missing_receipts, facts.oldest_missing_at or facts.facts_at or now
    if count <= 0:
        return None
    if now - oldest > limits.receipts_overdue:
        limit = span(limits.receipts_overdue)
        return Verdict(AttentionLevel.CRITICAL, oldest, f"A receipt is missing for over {limit}.", limit, count)
    if now - oldest > limits.receipts_old:
        limit = span(limits.receipts_old)
        return Verdict(AttentionLevel.WARNING, oldest, f"A receipt is missing for over {limit}.", limit, count)
    if count >= limits.receipts_many:
        limit = plural(limits.receipts_many, "receipt")
        return Verdict(AttentionLevel.WARNING, oldest, f"{limit} or more are missing.", limit, count)
    return Verdict(AttentionLevel.INFO, oldest, "Receipts are missing.", "1 receipt", count)


def export_pending(facts: Facts, now: datetime, limits: Thresholds) -> Verdict | None:
    """Expenses of months that are over are ready to export; `since` is when the oldest such month was over."""
    current = month_of(now, facts.time_zone)
    ready = [month for month in facts.months if month.month < current and month.ready_count > 0]
    if not ready:
        return None
    since = end_of_month(min(month.month for month in ready), facts.time_zone)
    rule = "Expenses of a month that is over are ready to export."
    return Verdict(AttentionLevel.WARNING, since, rule, "1 expense", sum(month.ready_count for month in ready))


def month_end_behind(facts: Facts, now: datetime, limits: Thresholds) -> Verdict | None:
    """Past months are not fully exported after the cut-off day; the oldest decides level and `since`.

    The count and the amount are what is left to export in all months that are due.
    """
    due = {
        month: moment
        for month in facts.months
        if month.exported_count < month.submitted_count
        and (moment := cut_off(month.month, limits.cut_off_day, facts.time_zone)) <= now
    }
    if not due:
        return None
    since = min(due.values())
    overdue = now >= days_later(since, limits.month_end_overdue_days, facts.time_zone)
    level = AttentionLevel.CRITICAL if overdue else AttentionLevel.WARNING
    late = f"{plural(limits.month_end_overdue_days, 'day')} after " if overdue else ""
    threshold = f"{late}day {limits.cut_off_day} of the following month"
    left = sum(month.submitted_count - month.exported_count for month in due)
    amount = sum(month.submitted_minor - month.exported_minor for month in due)
    return Verdict(level, since, f"A month is not fully exported {threshold}.", threshold, left, amount)


def low_balance(facts: Facts, now: datetime, limits: Thresholds) -> Verdict | None:
    """At or below zero: CRITICAL; below the client's own threshold, else some days of its spend: WARNING.

    The amount is what is missing to the threshold (to zero, where there is none).
    """
    balance = facts.balance_minor
    limit, words = _balance_limit(facts, limits)
    if balance is None or (balance > 0 and balance >= limit):
        return None
    since = facts.low_since or facts.balance_at or facts.facts_at or now
    missing = max(limit - balance, 0)
    if balance <= 0:
        return Verdict(AttentionLevel.CRITICAL, since, "The wallet is empty.", "0", amount_minor=missing)
    return Verdict(AttentionLevel.WARNING, since, f"The balance is below {words}.", words, amount_minor=missing)


def _balance_limit(facts: Facts, limits: Thresholds) -> tuple[int, str]:
    if facts.low_balance_minor is not None:
        return facts.low_balance_minor, "the client's own threshold"
    return limits.spend_days * (facts.daily_spend_minor or 0), f"{plural(limits.spend_days, 'day')} of average spend"


def needs_review(facts: Facts, now: datetime, limits: Thresholds) -> Verdict | None:
    """Expenses were reviewed as "needs details" and nobody gave them; the count is of those over the limit."""
    waiting = [since for since in facts.needs_details if now - since > limits.details_over]
    if not waiting:
        return None
    limit = span(limits.details_over)
    return Verdict(
        AttentionLevel.INFO, min(waiting), f"An expense needs details for over {limit}.", limit, len(waiting)
    )


def export_job_stuck(facts: Facts, now: datetime, limits: Thresholds) -> Verdict | None:
    """Export jobs run for too long."""
    stuck = [since for since in facts.export_jobs if now - since >= limits.export_job_for]
    if not stuck:
        return None
    limit = span(limits.export_job_for)
    return Verdict(
        AttentionLevel.WARNING, min(stuck), f"An export job has been running for {limit}.", limit, len(stuck)
    )
