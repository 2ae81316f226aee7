"""What holds for a client, or for all clients of a firm: every limit with its value and where it comes from."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from domain.attention_rules.limits import LIMITS, limits_of
from domain.attention_rules.thresholds import PRODUCT, Thresholds
from domain.vocabulary import AttentionLimit, LimitUnit, SignalKind, ThresholdSource


@dataclass(frozen=True, slots=True)
class LimitInForce:
    """A limit as it holds: a whole number of its unit, and within which bounds it can be set."""

    limit: AttentionLimit
    value: int
    unit: LimitUnit
    source: ThresholdSource
    default: int
    least: int
    most: int
    meaning: str


@dataclass(frozen=True, slots=True)
class OwnRule:
    """What was set for this client, or for all clients of this firm, of one kind."""

    set_by: UUID | None
    set_at: datetime
    version: int


@dataclass(frozen=True, slots=True)
class RuleInForce:
    """The limits of one kind; who set them and when, where that was done right here."""

    kind: SignalKind
    limits: tuple[LimitInForce, ...]
    set_by: UUID | None = None
    set_at: datetime | None = None
    version: int | None = None


def rules_in_force(limits: Thresholds, own: Mapping[SignalKind, OwnRule]) -> list[RuleInForce]:
    """A rule for every kind that has limits, in the order of the vocabulary."""
    return [_rule(kind, limits, own.get(kind)) for kind in SignalKind if limits_of(kind)]


def limits_in_force(kind: SignalKind, limits: Thresholds) -> tuple[LimitInForce, ...]:
    """The limits of one kind; none where it fires at once."""
    return tuple(_limit(limit, limits) for limit in limits_of(kind))


def _rule(kind: SignalKind, limits: Thresholds, own: OwnRule | None) -> RuleInForce:
    shown = limits_in_force(kind, limits)
    return RuleInForce(kind, shown, own.set_by, own.set_at, own.version) if own else RuleInForce(kind, shown)


def _limit(limit: AttentionLimit, limits: Thresholds) -> LimitInForce:
    of, source = LIMITS[limit], limits.source(limit)
    return LimitInForce(
        limit, limits.value(limit), of.unit, source, PRODUCT.value(limit), of.least, of.most, of.meaning
    )
