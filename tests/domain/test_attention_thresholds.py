"""Every rule fires exactly at its threshold, and is quiet before."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from domain.attention import END_OF_TIME
from domain.attention_rules import PRODUCT, Signal, evaluate
from domain.invite import stale_from
from domain.vocabulary import AttentionLevel, OnboardingStatus, SignalKind
from tests.domain.attention import A_MOMENT, CALM, CRITICAL, INFO, NONE, NOW, WARNING, ago, behind, signal


@pytest.mark.parametrize(
    ("count", "age", "level"),
    [
        (0, timedelta(days=99), NONE),
        (1, timedelta(), INFO),
        (4, timedelta(days=14), INFO),
        (5, timedelta(), WARNING),
        (1, timedelta(days=14) + A_MOMENT, WARNING),
        (1, timedelta(days=30), WARNING),
        (500, timedelta(days=30), WARNING),
        (1, timedelta(days=30) + A_MOMENT, CRITICAL),
    ],
)
def test_missing_receipts_by_number_and_age(count: int, age: timedelta, level: AttentionLevel) -> None:
    fired = signal(SignalKind.MISSING_RECEIPTS, missing_receipts=count, oldest_missing_at=NOW - age)
    assert (fired.level, fired.count) == (level, count)
    assert fired.since == (NOW - age if level else END_OF_TIME)


def test_exports_are_pending_only_from_months_that_are_over_for_the_client() -> None:
    months = (behind("2026-03", ready=4), behind("2026-02", ready=2), behind("2026-01", ready=1))
    fired = signal(SignalKind.EXPORT_PENDING, months=months)
    assert fired.count == 3
    assert fired.since == datetime(2026, 1, 31, 23, 0, tzinfo=UTC)


@pytest.mark.parametrize(("time_zone", "level"), [("Europe/Copenhagen", WARNING), ("America/Nuuk", NONE)])
def test_a_month_is_over_when_it_is_over_in_the_clients_time_zone(time_zone: str, level: AttentionLevel) -> None:
    midnight = datetime(2026, 2, 28, 23, 0, tzinfo=UTC)
    months = (behind("2026-02", ready=1),)
    assert signal(SignalKind.EXPORT_PENDING, midnight, months=months, time_zone=time_zone).level is level


@pytest.mark.parametrize(
    ("now", "level"),
    [
        (datetime(2026, 3, 10, 23, 0, tzinfo=UTC) - A_MOMENT, NONE),
        (datetime(2026, 3, 10, 23, 0, tzinfo=UTC), WARNING),
        (datetime(2026, 3, 17, 23, 0, tzinfo=UTC) - A_MOMENT, WARNING),
        (datetime(2026, 3, 17, 23, 0, tzinfo=UTC), CRITICAL),
    ],
)
def test_a_month_end_is_behind_after_the_cut_off_day(now: datetime, level: AttentionLevel) -> None:
    assert signal(SignalKind.MONTH_END_BEHIND, now, months=(behind("2026-02"),)).level is level


def test_a_month_end_counts_what_is_left_in_all_months_that_are_due() -> None:
    months = (behind("2025-12", 9, 9), behind("2026-01", 7, 5), behind("2026-02"), behind("2026-03"))
    fired = signal(SignalKind.MONTH_END_BEHIND, months=months)
    assert (fired.count, fired.amount_minor) == (8, 8000)
    assert fired.since == datetime(2026, 2, 10, 23, 0, tzinfo=UTC)


def test_a_firms_cut_off_day_moves_its_month_end() -> None:
    facts = replace(CALM, months=(behind("2026-02"),))
    levels = {
        day: max(each.level for each in evaluate(facts, NOW, replace(PRODUCT, cut_off_day=day)))
        for day in (5, 10, 11, 17, 18, 31)
    }
    assert levels == {5: CRITICAL, 10: CRITICAL, 11: WARNING, 17: WARNING, 18: NONE, 31: NONE}


def test_a_cut_off_day_beyond_the_month_is_its_last_day() -> None:
    facts = replace(CALM, months=(behind("2026-01"),))
    end_of_february = datetime(2026, 2, 28, 23, 0, tzinfo=UTC)
    limits = replace(PRODUCT, cut_off_day=31)
    worst = [
        max(s.level for s in evaluate(facts, end_of_february - early, limits)) for early in (A_MOMENT, A_MOMENT * 0)
    ]
    assert worst == [NONE, WARNING]


@pytest.mark.parametrize(
    ("balance", "own", "daily", "level", "missing"),
    [
        (100, 100, 50, NONE, 0),
        (99, 100, 50, WARNING, 1),
        (99, 100, None, WARNING, 1),
        (350, None, 50, NONE, 0),
        (349, None, 50, WARNING, 1),
        (1, None, None, NONE, 0),
        (0, None, None, CRITICAL, 0),
        (0, 100, None, CRITICAL, 100),
        (-20, None, 10, CRITICAL, 90),
        (0, 0, 10, CRITICAL, 0),
        (1, 0, 10, NONE, 0),
        (None, 100, 10, NONE, 0),
    ],
)
def test_a_balance_is_low_by_the_clients_threshold_or_a_week_of_spend(
    balance: int | None, own: int | None, daily: int | None, level: AttentionLevel, missing: int
) -> None:
    facts: dict[str, Any] = {
        "balance_minor": balance,
        "low_balance_minor": own,
        "daily_spend_minor": daily,
        "balance_at": ago(days=2),
    }
    fired = signal(SignalKind.LOW_BALANCE, **facts)
    assert (fired.level, fired.amount_minor) == (level, missing)
    assert fired.since == (ago(days=2) if level else END_OF_TIME)


AGES = [
    (SignalKind.NEEDS_REVIEW, "needs_details", timedelta(days=7), False),
    (SignalKind.GRANT_PENDING, "grants_asked", timedelta(days=3), True),
    (SignalKind.EXPORT_JOB_STUCK, "export_jobs", timedelta(hours=1), True),
]


@pytest.mark.parametrize(("kind", "fact", "limit", "inclusive"), AGES)
def test_cases_count_once_they_are_old_enough(kind: SignalKind, fact: str, limit: timedelta, inclusive: bool) -> None:
    def given(*moments: datetime) -> dict[str, Any]:
        return {fact: moments}

    assert signal(kind, **given(NOW - limit + A_MOMENT)) == Signal(kind)
    assert bool(signal(kind, **given(NOW - limit)).level) is inclusive
    fired = signal(kind, **given(NOW, NOW - limit - A_MOMENT, NOW - 2 * limit))
    assert (fired.count, fired.since) == (2, NOW - 2 * limit)


def test_data_are_stale_after_an_hour_and_when_there_never_were_any() -> None:
    assert signal(SignalKind.DATA_STALE, facts_at=ago(hours=1)).level is NONE
    assert signal(SignalKind.DATA_STALE, facts_at=ago(hours=1) - A_MOMENT).level is INFO
    assert signal(SignalKind.DATA_STALE, facts_at=None).since == CALM.created_at


@pytest.mark.parametrize(
    ("sent", "opened", "expires", "is_stale"),
    [
        (timedelta(days=5) - A_MOMENT, False, timedelta(days=25), False),
        (timedelta(days=5), False, timedelta(days=25), True),
        (timedelta(days=5), True, timedelta(days=25), False),
        (timedelta(days=20), True, timedelta(days=3), True),
        (timedelta(days=20), True, timedelta(days=3) + A_MOMENT, False),
    ],
)
def test_an_invite_is_stale_unopened_or_close_to_its_end(
    sent: timedelta, opened: bool, expires: timedelta, is_stale: bool
) -> None:
    assert (stale_from(NOW - sent if opened else None, NOW - sent, NOW + expires) <= NOW) is is_stale


@pytest.mark.parametrize(
    ("status", "since", "level"),
    [
        (OnboardingStatus.INFO_REQUESTED, ago(days=2), NONE),
        (OnboardingStatus.INFO_REQUESTED, ago(days=2) - A_MOMENT, WARNING),
        (OnboardingStatus.SUBMITTED, ago(days=60), NONE),
        # NOW is a Wednesday: four business days before it is the Thursday of the week before.
        (OnboardingStatus.IN_REVIEW, ago(days=6), NONE),
        (OnboardingStatus.IN_REVIEW, ago(days=6) - A_MOMENT, WARNING),
        # Handed in on a Saturday: the clock starts on Monday, 0:00, and ends on Friday, 0:00.
        (OnboardingStatus.IN_REVIEW, datetime(2026, 3, 14, 12, tzinfo=UTC), NONE),
    ],
)
def test_a_verification_is_stuck_by_its_step_and_time(
    status: OnboardingStatus, since: datetime, level: AttentionLevel
) -> None:
    fired = signal(SignalKind.VERIFICATION_STUCK, onboarding_status=status, onboarding_since=since)
    assert fired.level is level


@pytest.mark.parametrize(("early", "level"), [(timedelta(), NONE), (-A_MOMENT, WARNING)])
def test_a_review_from_a_weekend_ends_four_days_after_monday_morning(early: timedelta, level: AttentionLevel) -> None:
    saturday = datetime(2026, 3, 14, tzinfo=UTC)
    friday = datetime(2026, 3, 19, 23, 0, tzinfo=UTC)
    facts: dict[str, Any] = {
        "onboarding_status": OnboardingStatus.IN_REVIEW,
        "onboarding_since": saturday,
    }
    assert signal(SignalKind.VERIFICATION_STUCK, friday - early, facts_at=friday, **facts).level is level


def test_a_review_keeps_its_time_of_day_over_a_change_of_the_clocks() -> None:
    # Copenhagen changes to summer time on Sunday, 29 March 2026.
    since = datetime(2026, 3, 26, 11, 0, tzinfo=UTC)
    due = datetime(2026, 4, 1, 10, 0, tzinfo=UTC)
    facts: dict[str, Any] = {"onboarding_status": OnboardingStatus.IN_REVIEW, "onboarding_since": since}
    assert signal(SignalKind.VERIFICATION_STUCK, due, **facts).level is NONE
    assert signal(SignalKind.VERIFICATION_STUCK, due + A_MOMENT, **facts).level is WARNING
