"""What can be set of the attention rules: each limit, of which kind of signal, in which unit, within which bounds."""

from collections.abc import Mapping
from dataclasses import dataclass

from domain.vocabulary import AttentionLimit, LimitUnit, SignalKind


@dataclass(frozen=True, slots=True)
class Limit:
    """A whole number of a unit, from `least` to `most`, with its meaning in words."""

    kind: SignalKind
    unit: LimitUnit
    least: int
    most: int
    meaning: str


_RECEIPTS, _MONTHS = SignalKind.MISSING_RECEIPTS, SignalKind.MONTH_END_BEHIND
_INVITES, _STUCK = SignalKind.INVITE_STALE, SignalKind.VERIFICATION_STUCK
_THINGS, _DAYS, _MINUTES = LimitUnit.THINGS, LimitUnit.DAYS, LimitUnit.MINUTES

LIMITS: Mapping[AttentionLimit, Limit] = {
    AttentionLimit.RECEIPTS_MANY: Limit(_RECEIPTS, _THINGS, 1, 10_000, "So many missing receipts are a warning."),
    AttentionLimit.RECEIPTS_OLD: Limit(_RECEIPTS, _DAYS, 1, 365, "A receipt missing for longer is a warning."),
    AttentionLimit.RECEIPTS_OVERDUE: Limit(_RECEIPTS, _DAYS, 1, 365, "A receipt missing for longer is critical."),
    AttentionLimit.CUT_OFF_DAY: Limit(
        _MONTHS, LimitUnit.DAY_OF_MONTH, 1, 31, "The last day on which the month before may be open without a warning."
    ),
    AttentionLimit.MONTH_END_OVERDUE: Limit(_MONTHS, _DAYS, 1, 90, "So many days after the cut-off day is critical."),
    AttentionLimit.SPEND_DAYS: Limit(
        SignalKind.LOW_BALANCE, _DAYS, 1, 90, "A balance below so many days of average spend is a warning."
    ),
    AttentionLimit.DETAILS_OVER: Limit(
        SignalKind.NEEDS_REVIEW, _DAYS, 1, 365, "Details that are missing for longer are told."
    ),
    AttentionLimit.INFO_REQUESTED_OVER: Limit(
        _STUCK, _DAYS, 1, 90, "A question of the platform open for longer is a warning."
    ),
    AttentionLimit.REVIEW_OVER: Limit(
        _STUCK, LimitUnit.BUSINESS_DAYS, 1, 60, "A review that takes longer is a warning."
    ),
    AttentionLimit.INVITE_UNOPENED_FOR: Limit(_INVITES, _DAYS, 1, 30, "An invite unopened for so long is told."),
    AttentionLimit.INVITE_EXPIRES_WITHIN: Limit(_INVITES, _DAYS, 1, 30, "An invite that expires so soon is told."),
    AttentionLimit.GRANT_UNANSWERED_FOR: Limit(
        SignalKind.GRANT_PENDING, _DAYS, 1, 90, "A grant request unanswered for so long is told."
    ),
    AttentionLimit.EXPORT_JOB_FOR: Limit(
        SignalKind.EXPORT_JOB_STUCK, _MINUTES, 5, 10_080, "An export job running for so long is a warning."
    ),
    AttentionLimit.FACTS_OVER: Limit(
        SignalKind.DATA_STALE, _MINUTES, 5, 10_080, "Facts that are missing for longer are told."
    ),
}


def limits_of(kind: SignalKind) -> tuple[AttentionLimit, ...]:
    """What can be set of a kind of signal, in the order of the vocabulary; nothing, where it fires at once."""
    return tuple(limit for limit in AttentionLimit if LIMITS[limit].kind is kind)
