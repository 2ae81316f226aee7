"""When a verdict can change by time alone: never before the moment that is told, and never unnoticed."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.attention_rules import PRODUCT, Facts, Thresholds, evaluate, next_due
from domain.vocabulary import AccessStatus, AttentionLimit, OnboardingStatus, ThresholdSource
from tests.domain.attention import CALM, NOW, ago, behind
from tests.domain.facts import FACTS

A_TICK = timedelta(microseconds=1)
MOST_DAYS = 120
LIMITS = st.builds(
    lambda day, days, minutes: PRODUCT.having(
        {
            AttentionLimit.CUT_OFF_DAY: day,
            AttentionLimit.DETAILS_OVER: days,
            AttentionLimit.MONTH_END_OVERDUE: days,
            AttentionLimit.FACTS_OVER: minutes,
        },
        ThresholdSource.PARTNER,
    ),
    st.integers(1, 31),
    st.integers(1, 60),
    st.integers(5, 10_000),
)


def calm(**facts: Any) -> Facts:
    """A client of whom only what is given can change by time, within any test."""
    return replace(CALM, facts_at=NOW + timedelta(days=900), **facts)


@given(FACTS, LIMITS, st.floats(0, 1, exclude_max=True))
def test_until_it_is_due_nothing_changes(facts: Facts, limits: Thresholds, share: float) -> None:
    due = next_due(facts, NOW, limits)
    end = due or NOW + timedelta(days=MOST_DAYS)
    assert end > NOW
    last = end - NOW - A_TICK
    for later in (last * share, last):
        assert evaluate(facts, NOW + later, limits) == evaluate(facts, NOW, limits)


@given(FACTS, LIMITS, st.integers(7, 30))
@settings(max_examples=25, deadline=None)
def test_going_from_moment_to_moment_sees_every_change_that_a_scan_sees(
    facts: Facts, limits: Thresholds, hours: int
) -> None:
    end = NOW + timedelta(days=MOST_DAYS)
    moments, due = [NOW], next_due(facts, NOW, limits)
    while due is not None and due <= end:
        moments.append(due)
        due = next_due(facts, due, limits)
    steps = [NOW + timedelta(hours=hours) * step for step in range(MOST_DAYS * 24 // hours)]
    for before, after in pairwise(steps):
        if evaluate(facts, before, limits) != evaluate(facts, after, limits):
            assert any(before < moment <= after for moment in moments)


# Copenhagen changes to summer time on Sunday, 29 March 2026; NOW is Wednesday, 18 March.
TURNS = [
    ({"missing_receipts": 1, "oldest_missing_at": ago(days=3)}, NOW + timedelta(days=11) + A_TICK),
    ({"missing_receipts": 1, "oldest_missing_at": ago(days=20)}, NOW + timedelta(days=10) + A_TICK),
    ({"months": (behind("2026-03", 5, 5, ready=1),)}, datetime(2026, 3, 31, 22, tzinfo=UTC)),
    ({"months": (behind("2026-03"),)}, datetime(2026, 4, 10, 22, tzinfo=UTC)),
    ({"months": (behind("2026-03"),), "time_zone": "America/Nuuk"}, datetime(2026, 4, 11, 1, tzinfo=UTC)),
    ({"needs_details": (ago(days=9), ago(days=6), ago(days=2))}, NOW + timedelta(days=1) + A_TICK),
    ({"grants_asked": (ago(days=1),)}, NOW + timedelta(days=2)),
    ({"export_jobs": (ago(minutes=20),)}, NOW + timedelta(minutes=40)),
    ({"onboarding_status": OnboardingStatus.INFO_REQUESTED, "onboarding_since": NOW}, NOW + timedelta(days=2) + A_TICK),
    (
        {"onboarding_status": OnboardingStatus.IN_REVIEW, "onboarding_since": datetime(2026, 3, 26, 11, tzinfo=UTC)},
        datetime(2026, 4, 1, 10, tzinfo=UTC) + A_TICK,
    ),
]


@pytest.mark.parametrize(("facts", "due"), TURNS)
def test_a_verdict_turns_exactly_when_it_is_told(facts: dict[str, Any], due: datetime) -> None:
    client = calm(**facts)
    assert next_due(client, NOW) == due
    assert evaluate(client, due - A_TICK) == evaluate(client, NOW)
    assert evaluate(client, due) != evaluate(client, NOW)


def test_a_month_end_becomes_critical_a_week_after_its_cut_off_day() -> None:
    client = calm(months=(behind("2026-02"),))
    assert next_due(client, ago(days=8)) == datetime(2026, 3, 10, 23, tzinfo=UTC)
    assert next_due(client, datetime(2026, 3, 10, 23, tzinfo=UTC)) == datetime(2026, 3, 17, 23, tzinfo=UTC)
    assert next_due(client, datetime(2026, 3, 17, 23, tzinfo=UTC)) == next_due(calm(), NOW)


def test_data_get_stale_an_hour_after_the_last_facts() -> None:
    assert next_due(CALM, NOW) == NOW + timedelta(hours=1) + A_TICK
    assert next_due(CALM, NOW + timedelta(hours=1) + A_TICK) is None


@pytest.mark.parametrize("gone", [{"access_status": AccessStatus.DISCONNECTED}, {"poa_granted": False}])
def test_what_cannot_fire_is_not_waited_for(gone: dict[str, Any]) -> None:
    assert next_due(calm(missing_receipts=1, oldest_missing_at=NOW, **gone), NOW + timedelta(days=901)) is None


def test_the_closest_source_of_a_limit_is_told() -> None:
    firm = PRODUCT.having({AttentionLimit.RECEIPTS_MANY: 2, AttentionLimit.RECEIPTS_OLD: 3}, ThresholdSource.PARTNER)
    client = firm.having({AttentionLimit.RECEIPTS_OLD: 4}, ThresholdSource.CLIENT)
    assert [client.value(limit) for limit in (AttentionLimit.RECEIPTS_MANY, AttentionLimit.RECEIPTS_OLD)] == [2, 4]
    fired = [
        (signal.level.name, signal.threshold, signal.source)
        for count, days in ((1, 0), (2, 0), (1, 5), (1, 31))
        for signal in evaluate(calm(missing_receipts=count, oldest_missing_at=ago(days=days)), NOW, client)[:1]
    ]
    assert fired == [
        ("INFO", "1 receipt", "PRODUCT"),
        ("WARNING", "2 receipts", "PARTNER"),
        ("WARNING", "4 days", "CLIENT"),
        ("CRITICAL", "30 days", "PRODUCT"),
    ]
