"""Rules about a client's standing: verification, grants, authority, billing, people, connections."""

from datetime import datetime

from domain.attention_rules.deadlines import business_days_later
from domain.attention_rules.facts import Facts
from domain.attention_rules.signal import Verdict, plural, span
from domain.attention_rules.thresholds import Thresholds
from domain.vocabulary import AttentionLevel, OnboardingStatus
from domain.vocabulary import AttentionLimit as Limit

_AT_ONCE = "at once"


def verification_stuck(facts: Facts, now: datetime, limits: Thresholds) -> Verdict | None:
    """The platform's question is unanswered, or its review takes longer than its business days."""
    since = step_since(facts)
    if facts.onboarding_status is OnboardingStatus.INFO_REQUESTED and now - since > limits.info_requested_over:
        limit, source = span(limits.info_requested_over), limits.source(Limit.INFO_REQUESTED_OVER)
        return Verdict(
            AttentionLevel.WARNING, since, f"Information is requested for over {limit}.", limit, source=source
        )
    in_review = facts.onboarding_status is OnboardingStatus.IN_REVIEW
    if in_review and now > business_days_later(since, limits.review_over, facts.time_zone):
        limit, source = plural(limits.review_over, "business day"), limits.source(Limit.REVIEW_OVER)
        return Verdict(AttentionLevel.WARNING, since, f"The review takes over {limit}.", limit, source=source)
    return None


def step_since(facts: Facts) -> datetime:
    """Since when the onboarding stands where it stands."""
    return facts.onboarding_since or facts.created_at


def grant_pending(facts: Facts, now: datetime, limits: Thresholds) -> Verdict | None:
    """Grant requests are unanswered; the count is of those over the limit."""
    asked = [since for since in facts.grants_asked if now - since >= limits.grant_unanswered_for]
    if not asked:
        return None
    limit, source = span(limits.grant_unanswered_for), limits.source(Limit.GRANT_UNANSWERED_FOR)
    rule = f"A grant request is unanswered for {limit}."
    return Verdict(AttentionLevel.INFO, min(asked), rule, limit, len(asked), source=source)


def poa_missing(facts: Facts, now: datetime, limits: Thresholds) -> Verdict | None:
    """The power of attorney was never granted, or is revoked."""
    if facts.poa_granted:
        return None
    since = facts.poa_changed_at or facts.created_at
    return Verdict(AttentionLevel.CRITICAL, since, "The power of attorney is missing.", _AT_ONCE)


def billing_blocked(facts: Facts, now: datetime, limits: Thresholds) -> Verdict | None:
    """The client's account is blocked because of unpaid invoices."""
    rule = "The account is blocked because invoices are unpaid."
    return _since(facts.billing_blocked_since, AttentionLevel.CRITICAL, rule)


def unassigned(facts: Facts, now: datetime, limits: Thresholds) -> Verdict | None:
    """Nobody works on the client; only admins see it, because only they see unassigned clients."""
    return _since(facts.unassigned_since, AttentionLevel.WARNING, "Nobody is assigned to the client.")


def integration_broken(facts: Facts, now: datetime, limits: Thresholds) -> Verdict | None:
    """The connection to the client's accounting system fails."""
    rule = "The connection to the accounting system is broken."
    return _since(facts.integration_broken_since, AttentionLevel.WARNING, rule)


def data_stale(facts: Facts, now: datetime, limits: Thresholds) -> Verdict | None:
    """No facts arrived lately, or ever: what is shown may be wrong."""
    since = known_since(facts)
    if now - since <= limits.facts_over:
        return None
    limit, source = span(limits.facts_over), limits.source(Limit.FACTS_OVER)
    return Verdict(AttentionLevel.INFO, since, f"No facts arrived for over {limit}.", limit, source=source)


def known_since(facts: Facts) -> datetime:
    """When the platform last told anything, or the client came."""
    return facts.facts_at or facts.created_at


def _since(since: datetime | None, level: AttentionLevel, rule: str) -> Verdict | None:
    return None if since is None else Verdict(level, since, rule, _AT_ONCE)
