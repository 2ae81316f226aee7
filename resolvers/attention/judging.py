"""One client's verdict as of a moment, beside what was told of it before."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from domain.attention import END_OF_TIME, Attention, as_of, is_asleep, summarize
from domain.attention_rules import Signal, evaluate, next_due
from domain.vocabulary import AttentionLevel, SignalKind
from resolvers.attention.facts import Told, facts_of
from store.reading import Row

_SHOWN = ("level", "count", "amount_minor", "since", "rule", "threshold", "source")
Signals = Mapping[SignalKind, Row]


@dataclass(frozen=True, slots=True)
class Judgement:
    """What is to be told of a client: signals that are others than before, those that wake, and its attention.

    `turned` are those that begin or cease to be set aside, `asleep` all that are set aside. `due` is the next moment at
    which time alone can change it; `filed` is the row that says so now, if any.
    """

    client: Row
    before: Signals
    signals: tuple[Signal, ...]
    changed: tuple[Signal, ...]
    woken: frozenset[SignalKind]
    turned: frozenset[SignalKind]
    asleep: frozenset[SignalKind]
    attention: Attention
    at: datetime
    due: datetime
    filed: Row | None

    @property
    def is_news(self) -> bool:
        """Whether the client's attention is another one than was told."""
        row, now = self.client, self.attention
        told = (row.attention_level, row.signal_count, row.attention_since)
        return bool(self.changed or self.turned) or told != (now.level, now.count, now.since)

    @property
    def news(self) -> list[Signal]:
        """The signals that are others than was told, or begin or cease to be set aside."""
        return [each for each in self.signals if each in self.changed or each.kind in self.turned]


def judge(client: Row, before: Signals, told: Told, now: datetime) -> Judgement:
    """Evaluates all rules for a locked client."""
    filed = told.one(client.id, "due")
    at = as_of(now, filed.until if filed else None)
    facts, limits = facts_of(client, told, _unassigned_since(client, before, told, at)), told.limits(client.id)
    signals = evaluate(facts, at, limits)
    asleep = frozenset(each.kind for each in signals if (row := before.get(each.kind)) and _sleeps(row, each, at))
    woken = frozenset(kind for kind, row in before.items() if row.snoozed_until is not None and kind not in asleep)
    return Judgement(
        client,
        before,
        tuple(signals),
        tuple(signal for signal in signals if _differs(signal, before.get(signal.kind))),
        woken,
        frozenset(kind for kind, row in before.items() if bool(row.told_aside) != (kind in asleep)),
        asleep,
        summarize((signal.level, signal.since) for signal in signals if signal.kind not in asleep),
        at,
        min(_moments(next_due(facts, at, limits), client, told, before, asleep, at), default=END_OF_TIME),
        filed,
    )


def _moments(
    turning: datetime | None, client: Row, told: Told, before: Signals, asleep: Iterable[SignalKind], at: datetime
) -> Iterable[datetime]:
    """When rules turn, snoozes are over, and what is time-boxed ends."""
    ends = [row.until for what in ("works", "invite", "grant") for row in told.all(client.id, what)]
    ends += [before[kind].snoozed_until for kind in asleep]
    return (moment for moment in (turning, *ends) if moment is not None and moment > at)


def _unassigned_since(client: Row, before: Signals, told: Told, at: datetime) -> datetime | None:
    works = told.all(client.id, "works")
    if any(row.until is None or row.until > at for row in works):
        return None
    if SignalKind.UNASSIGNED in before:
        since: datetime = before[SignalKind.UNASSIGNED].since
        return since
    left = told.one(client.id, "left")
    ended: list[datetime] = [row.until for row in (*works, *([left] if left else ()))]
    return max(ended) if ended else cast("datetime", client.created_at)


def _sleeps(row: Row, signal: Signal, at: datetime) -> bool:
    snoozed = None if row.snoozed_level is None else AttentionLevel(row.snoozed_level)
    return is_asleep(signal.level, at, row.snoozed_until, snoozed)


def _differs(signal: Signal, row: Any) -> bool:
    if row is None:
        return signal.level > AttentionLevel.NONE
    return any(getattr(signal, name) != getattr(row, name) for name in _SHOWN)
