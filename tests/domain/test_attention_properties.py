"""Whatever the facts: more or older trouble is never calmer, and time alone never turns a worry into calm."""

from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from domain.attention import END_OF_TIME, summarize
from domain.attention_rules import ExportMonth, Facts, Signal, evaluate
from domain.vocabulary import AttentionLevel, SignalKind
from tests.domain.facts import AGES, FACTS, NOW


def by_kind(facts: Facts, now: datetime = NOW) -> dict[SignalKind, Signal]:
    return {signal.kind: signal for signal in evaluate(facts, now)}


@given(FACTS)
def test_there_is_one_signal_per_kind_and_a_quiet_one_says_nothing(facts: Facts) -> None:
    signals = evaluate(facts, NOW)
    assert [signal.kind for signal in signals] == list(SignalKind)
    for signal in signals:
        if signal.level is AttentionLevel.NONE:
            assert signal == Signal(signal.kind)
        else:
            assert signal.since <= NOW
            assert signal.rule
            assert signal.threshold
            assert signal.count > 0
            assert signal.amount_minor >= 0


@given(FACTS, AGES)
def test_time_alone_never_calms_a_client(facts: Facts, later: timedelta) -> None:
    now, then = by_kind(facts), by_kind(facts, NOW + later)
    for kind in SignalKind:
        assert then[kind].level >= now[kind].level
        assert then[kind].count >= now[kind].count
        assert then[kind].since <= now[kind].since
    before, after = (summarize((s.level, s.since) for s in each.values()) for each in (now, then))
    assert after.order <= before.order


@given(FACTS, st.integers(0, 40), AGES)
def test_more_and_older_missing_receipts_are_never_calmer(facts: Facts, more: int, older: timedelta) -> None:
    oldest = facts.oldest_missing_at or NOW
    base = replace(facts, oldest_missing_at=oldest)
    worse = replace(base, missing_receipts=facts.missing_receipts + more, oldest_missing_at=oldest - older)
    kind = SignalKind.MISSING_RECEIPTS
    assert by_kind(worse)[kind].level >= by_kind(base)[kind].level


@given(FACTS, st.integers(0, 100_000))
def test_a_lower_balance_is_never_calmer(facts: Facts, less: int) -> None:
    if facts.balance_minor is not None:
        lower = by_kind(replace(facts, balance_minor=facts.balance_minor - less))[SignalKind.LOW_BALANCE]
        before = by_kind(facts)[SignalKind.LOW_BALANCE]
        assert lower.level >= before.level
        assert lower.amount_minor >= before.amount_minor


@given(FACTS)
def test_every_further_case_is_never_calmer(facts: Facts) -> None:
    month = ExportMonth("2025-06", 9, 3, 6, 900, 300)
    old = NOW - timedelta(days=100)
    worse = by_kind(
        replace(
            facts,
            months=(month, *facts.months),
            needs_details=(*facts.needs_details, old),
            grants_asked=(*facts.grants_asked, old),
            export_jobs=(*facts.export_jobs, old),
        )
    )
    for kind, signal in by_kind(facts).items():
        assert worse[kind].level >= signal.level
        assert worse[kind].count >= signal.count


@given(FACTS)
def test_a_worry_moves_a_client_before_a_calm_one(facts: Facts) -> None:
    verdict = summarize((signal.level, signal.since) for signal in evaluate(facts, NOW))
    calm = summarize([(AttentionLevel.NONE, END_OF_TIME)])
    assert (verdict.order < calm.order) == (verdict.level > AttentionLevel.NONE)
