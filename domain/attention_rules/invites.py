"""The rule about invites, which stand by themselves: while one is open, there is no client yet."""

from datetime import datetime

from domain.attention_rules.signal import Verdict, span
from domain.attention_rules.thresholds import Thresholds
from domain.invite import stale_from
from domain.vocabulary import AttentionLevel
from domain.vocabulary import AttentionLimit as Limit


def invite_stale(opened_at: datetime | None, sent_at: datetime, expires_at: datetime, limits: Thresholds) -> Verdict:
    """Why an open invite asks for attention, and since when (which may lie ahead): unopened, or about to end."""
    since = stale_from(opened_at, sent_at, expires_at, limits.invite_unopened_for, limits.invite_expires_within)
    if since == expires_at - limits.invite_expires_within:
        limit, source = span(limits.invite_expires_within), limits.source(Limit.INVITE_EXPIRES_WITHIN)
        return Verdict(AttentionLevel.INFO, since, f"The invite ends within {limit}.", limit, source=source)
    limit, source = span(limits.invite_unopened_for), limits.source(Limit.INVITE_UNOPENED_FOR)
    return Verdict(AttentionLevel.INFO, since, f"The invite is unopened for {limit}.", limit, source=source)
