"""A calm client, a moment, and how to ask for one kind of signal."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from domain.attention_rules import ExportMonth, Facts, Signal, evaluate
from domain.vocabulary import AttentionLevel, SignalKind

NONE, INFO, WARNING, CRITICAL = AttentionLevel
# A Wednesday, 12:00 in Copenhagen.
NOW = datetime(2026, 3, 18, 11, 0, tzinfo=UTC)
CALM = Facts(time_zone="Europe/Copenhagen", created_at=NOW - timedelta(days=400), facts_at=NOW)
A_MOMENT = timedelta(seconds=1)


def signal(kind: SignalKind, at: datetime = NOW, /, **facts: Any) -> Signal:
    return next(each for each in evaluate(replace(CALM, **facts), at) if each.kind is kind)


def ago(**span: float) -> datetime:
    return NOW - timedelta(**span)


def behind(month: str, submitted: int = 10, exported: int = 4, ready: int = 0) -> ExportMonth:
    return ExportMonth(month, submitted, exported, ready, submitted * 1000, exported * 1000)
