"""Rules about receipts, exports, month ends and balances: what only a firm that may see the figures is told."""

from datetime import datetime

from domain.attention_rules.deadlines import cut_off, days_later, end_of_month
from domain.attention_rules.facts import Facts
from domain.attention_rules.signal import Verdict, plural, span
from domain.attention_rules.thresholds import Thresholds
from domain.months import month_of
from domain.vocabulary import AttentionLevel, ThresholdSource
from domain.vocabulary import AttentionLimit as Limit


def missing_receipts(facts: Facts, now: datetime, limits: Thresholds) -> Verdict | None:
    """Any: INFO; many, or one that is old: WARNING; one that is overdue: CRITICAL. `since` is the oldest."""
    count, oldest = facts.missing_receipts, receipts_since(facts)
    if count <= 0:
        return None
    if now - oldest > limits.receipts_overdue:
        limit, source = span(limits.receipts_overdue), limits.source(Limit.RECEIPTS_OVERDUE)
        rule = f"A receipt is missing for over {limit}."
        return Verdict(AttentionLevel.CRITICAL, oldest, rule, limit, count, source=source)
    if now - oldest > limits.receipts_old:
        limit, source = span(limits.receipts_old), limits.source(Limit.RECEIPTS_OLD)
        rule = f"A receipt is missing for over {limit}."
        return Verdict(AttentionLevel.WARNING, oldest, rule, limit, count, source=source)
    if count >= limits.receipts_many:
        limit, source = plural(limits.receipts_many, "receipt"), limits.source(Limit.RECEIPTS_MANY)
        return Verdict(AttentionLevel.WARNING, oldest, f"{limit} or more are missing.", limit, count, source=source)
    return Verdict(AttentionLevel.INFO, oldest, "Receipts are missing.", "1 receipt", count)


def receipts_since(facts: Facts) -> datetime:
    """Since when the oldest receipt is missing, as far as it is known."""
    return facts.oldest_missing_at or facts.facts_at or facts.created_at


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
    overdue = now >= days_later(since, limits.month_end_overdue, facts.time_zone)
    level = AttentionLevel.CRITICAL if overdue else AttentionLevel.WARNING
    late = f"{plural(limits.month_end_overdue, 'day')} after " if overdue else ""
    source = limits.source(Limit.CUT_OFF_DAY, *([Limit.MONTH_END_OVERDUE] if overdue else []))
    threshold = f"{late}day {limits.cut_off_day} of the following month"
    left = sum(month.submitted_count - month.exported_count for month in due)
    amount = sum(month.submitted_minor - month.exported_minor for month in due)
    rule = f"A month is not fully exported {'' if overdue else 'after '}{threshold}."
    return Verdict(level, since, rule, threshold, left, amount, source)


def low_balance(facts: Facts, now: datetime, limits: Thresholds) -> Verdict | None:
    """At or below zero: CRITICAL; below the client's own threshold, else some days of its spend: WARNING.

    The amount is what is missing to the threshold (to zero, where there is none).
    """
    balance = facts.balance_minor
    limit, words, source = _balance_limit(facts, limits)
    if balance is None or (balance > 0 and balance >= limit):
        return None
    since = facts.low_since or facts.balance_at or facts.facts_at or facts.created_at
    missing = max(limit - balance, 0)
    if balance <= 0:
        return Verdict(AttentionLevel.CRITICAL, since, "The wallet is empty.", "0", amount_minor=missing)
    rule = f"The balance is below {words}."
    return Verdict(AttentionLevel.WARNING, since, rule, words, amount_minor=missing, source=source)


def _balance_limit(facts: Facts, limits: Thresholds) -> tuple[int, str, ThresholdSource]:
    if facts.low_balance_minor is not None:
        return facts.low_balance_minor, "the client's own threshold", ThresholdSource.CLIENT
    words = f"{plural(limits.spend_days, 'day')} of average spend"
    return limits.spend_days * (facts.daily_spend_minor or 0), words, limits.source(Limit.SPEND_DAYS)


def needs_review(facts: Facts, now: datetime, limits: Thresholds) -> Verdict | None:
    """Expenses were reviewed as "needs details" and nobody gave them; the count is of those over the limit."""
    waiting = [since for since in facts.needs_details if now - since > limits.details_over]
    if not waiting:
        return None
    limit, source = span(limits.details_over), limits.source(Limit.DETAILS_OVER)
    rule = f"An expense needs details for over {limit}."
    return Verdict(AttentionLevel.INFO, min(waiting), rule, limit, len(waiting), source=source)


def export_job_stuck(facts: Facts, now: datetime, limits: Thresholds) -> Verdict | None:
    """Export jobs run for too long."""
    stuck = [since for since in facts.export_jobs if now - since >= limits.export_job_for]
    if not stuck:
        return None
    limit, source = span(limits.export_job_for), limits.source(Limit.EXPORT_JOB_FOR)
    rule = f"An export job has been running for {limit}."
    return Verdict(AttentionLevel.WARNING, min(stuck), rule, limit, len(stuck), source=source)
