"""The table of rules, one per kind that is about a client, and the evaluation of a client by all of them."""

from collections.abc import Callable, Mapping
from datetime import datetime

from domain.attention_rules import figures, standing
from domain.attention_rules.facts import Facts
from domain.attention_rules.signal import QUIET, Signal, Verdict
from domain.attention_rules.thresholds import PRODUCT, Thresholds
from domain.vocabulary import AccessStatus, SignalKind

AttentionRule = Callable[[Facts, datetime, Thresholds], Verdict | None]

# INVITE_STALE stands on the invite: while that is open, there is no client yet.
RULES: Mapping[SignalKind, AttentionRule] = {
    SignalKind.MISSING_RECEIPTS: figures.missing_receipts,
    SignalKind.EXPORT_PENDING: figures.export_pending,
    SignalKind.MONTH_END_BEHIND: figures.month_end_behind,
    SignalKind.LOW_BALANCE: figures.low_balance,
    SignalKind.NEEDS_REVIEW: figures.needs_review,
    SignalKind.VERIFICATION_STUCK: standing.verification_stuck,
    SignalKind.GRANT_PENDING: standing.grant_pending,
    SignalKind.POA_MISSING: standing.poa_missing,
    SignalKind.BILLING_BLOCKED: standing.billing_blocked,
    SignalKind.UNASSIGNED: standing.unassigned,
    SignalKind.INTEGRATION_BROKEN: standing.integration_broken,
    SignalKind.EXPORT_JOB_STUCK: figures.export_job_stuck,
    SignalKind.DATA_STALE: standing.data_stale,
}

# What a firm is not told while it may not see the client's figures.
FROM_FIGURES = frozenset(
    {
        SignalKind.MISSING_RECEIPTS,
        SignalKind.EXPORT_PENDING,
        SignalKind.MONTH_END_BEHIND,
        SignalKind.LOW_BALANCE,
        SignalKind.NEEDS_REVIEW,
        SignalKind.EXPORT_JOB_STUCK,
    }
)


def evaluate(facts: Facts, now: datetime, limits: Thresholds = PRODUCT) -> tuple[Signal, ...]:
    """One signal per kind, in the order of the vocabulary, as of an aware moment.

    A disconnected client asks for nothing. While access is suspended or the power of attorney is missing, the
    kinds in `FROM_FIGURES` stay quiet. A firm's cut-off day is part of `limits`.
    """
    kinds = applying(facts)
    return tuple(
        Signal.of(kind, RULES[kind](facts, now, limits)) if kind in kinds else QUIET[kind] for kind in SignalKind
    )


def applying(facts: Facts) -> frozenset[SignalKind]:
    """The kinds that can fire at all for a client of such standing."""
    if facts.access_status is AccessStatus.DISCONNECTED:
        return frozenset()
    return _ALL if facts.figures_visible else _ALL - FROM_FIGURES


_ALL = frozenset(RULES)
