"""What a rule answers: a verdict, or nothing while all is well; and how spans of time are written."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.attention import END_OF_TIME
from domain.vocabulary import AttentionLevel, SignalKind, ThresholdSource


@dataclass(frozen=True, slots=True)
class Verdict:
    """A rule that fired: how urgent, since when, how many or how much (minor units), in words why, by whose limit."""

    level: AttentionLevel
    since: datetime
    rule: str
    threshold: str
    count: int = 1
    amount_minor: int = 0
    source: ThresholdSource = ThresholdSource.PRODUCT


@dataclass(frozen=True, slots=True)
class Signal:
    """One kind's verdict on a client; quiet: NONE, zeros, `END_OF_TIME` and no words."""

    kind: SignalKind
    level: AttentionLevel = AttentionLevel.NONE
    count: int = 0
    amount_minor: int = 0
    since: datetime = END_OF_TIME
    rule: str = ""
    threshold: str = ""
    source: ThresholdSource = ThresholdSource.PRODUCT

    @classmethod
    def of(cls, kind: SignalKind, verdict: Verdict | None) -> "Signal":
        """The signal of a kind from what its rule answered."""
        if verdict is None:
            return QUIET[kind]
        return cls(
            kind,
            verdict.level,
            verdict.count,
            verdict.amount_minor,
            verdict.since,
            verdict.rule,
            verdict.threshold,
            verdict.source,
        )


QUIET: Mapping[SignalKind, Signal] = {kind: Signal(kind) for kind in SignalKind}


def span(length: timedelta) -> str:
    """A threshold in words, for example `14 days`, `1 hour`, `90 minutes`."""
    for unit, size in (("day", timedelta(days=1)), ("hour", timedelta(hours=1))):
        if length >= size and not length % size:
            return plural(length // size, unit)
    return plural(round(length / timedelta(minutes=1)), "minute")


def plural(number: int, noun: str) -> str:
    """A number with its noun, for example `1 day`, `5 receipts`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
