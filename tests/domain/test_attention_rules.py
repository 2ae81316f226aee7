"""Every kind of signal fires exactly at its threshold, and is quiet before."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from domain.attention import END_OF_TIME
from domain.attention_rules import FROM_FIGURES, PRODUCT, ExportMonth, Facts, OpenInvite, Signal, evaluate
from domain.attention_rules.evaluate import RULES
from domain.vocabulary import AccessStatus, AttentionLevel, OnboardingStatus, SignalKind

NONE, INFO, WARNING, CRITICAL = AttentionLevel
# A Wednesday, 12:00 in Copenhagen.
NOW = datetime(2026, 3, 18, 11, 0, tzinfo=UTC)
CALM = Facts(time_zone="Europe/Copenhagen", created_at=NOW - timedelta(days=400), facts_at=NOW)
A_MOMENT = timedelta(seconds=1)


def signal(kind: SignalKind, now: datetime = NOW, **facts: Any) -> Signal:
    return next(each for each in evaluate(replace(CALM, **facts), now) if each.kind is kind)


def ago(**span: float) -> datetime:
    return NOW - timedelta(**span)


def behind(month: str, submitted: int = 10, exported: int = 4, ready: int = 0) -> ExportMonth:
    return ExportMonth(month, submitted, exported, ready, submitted * 1000, exported * 1000)


# What makes each kind fire at NOW, and at which level.
FIRING: dict[SignalKind, tuple[dict[str, Any], AttentionLevel]] = {
    SignalKind.MISSING_RECEIPTS: ({"missing_receipts": 1, "oldest_missing_at": ago(days=1)}, INFO),
    SignalKind.EXPORT_PENDING: ({"months": (behind("2026-02", 4, 4, 1),)}, WARNING),
    SignalKind.MONTH_END_BEHIND: ({"months": (behind("2026-02"),)}, CRITICAL),
    SignalKind.LOW_BALANCE: ({"balance_minor": 99, "low_balance_minor": 100}, WARNING),
    SignalKind.NEEDS_REVIEW: ({"needs_details": (ago(days=8),)}, INFO),
    SignalKind.VERIFICATION_STUCK: (
        {"onboarding_status": OnboardingStatus.INFO_REQUESTED, "onboarding_since": ago(days=3)},
        WARNING,
    ),
    SignalKind.INVITE_STALE: ({"open_invites": (OpenInvite(ago(days=6), ago(days=-24)),)}, INFO),
    SignalKind.GRANT_PENDING: ({"grants_asked": (ago(days=3),)}, INFO),
    SignalKind.POA_MISSING: ({"poa_granted": False, "poa_changed_at": ago(hours=1)}, CRITICAL),
    SignalKind.BILLING_BLOCKED: ({"billing_blocked_since": ago(hours=1)}, CRITICAL),
    SignalKind.UNASSIGNED: ({"unassigned_since": ago(hours=1)}, WARNING),
    SignalKind.INTEGRATION_BROKEN: ({"integration_broken_since": ago(hours=1)}, WARNING),
    SignalKind.EXPORT_JOB_STUCK: ({"export_jobs": (ago(hours=1),)}, WARNING),
    SignalKind.DATA_STALE: ({"facts_at": ago(hours=2)}, INFO),
}


def test_every_kind_has_a_rule_and_an_example() -> None:
    assert set(RULES) == set(FIRING) == set(SignalKind)


def test_a_calm_client_has_one_quiet_signal_per_kind() -> None:
    assert evaluate(CALM, NOW) == tuple(Signal(kind) for kind in SignalKind)
    assert {(each.level, each.count, each.since, each.rule) for each in evaluate(CALM, NOW)} == {
        (NONE, 0, END_OF_TIME, "")
    }


@pytest.mark.parametrize("kind", SignalKind)
def test_a_live_signal_says_how_urgent_since_when_and_why(kind: SignalKind) -> None:
    facts, level = FIRING[kind]
    fired = signal(kind, **facts)
    assert fired.level is level
    assert fired.since <= NOW
    assert fired.count > 0
    assert fired.rule.endswith(".")
    assert 0 < len(fired.threshold) <= 100
    assert len(fired.rule) <= 300


@pytest.mark.parametrize("kind", SignalKind)
def test_a_fact_disturbs_no_other_kind(kind: SignalKind) -> None:
    live = {each.kind for each in evaluate(replace(CALM, **FIRING[kind][0]), NOW) if each.level}
    assert live == {kind}


@pytest.mark.parametrize("kind", SignalKind)
@pytest.mark.parametrize(
    "blind", [{"access_status": AccessStatus.SUSPENDED}, {"poa_granted": False, "poa_changed_at": NOW}]
)
def test_a_firm_that_may_not_see_figures_hears_nothing_from_them(kind: SignalKind, blind: dict[str, Any]) -> None:
    fired = signal(kind, **(FIRING[kind][0] | blind))
    assert (fired.level is NONE) == (kind in FROM_FIGURES)


@pytest.mark.parametrize("kind", SignalKind)
def test_a_disconnected_client_asks_for_nothing(kind: SignalKind) -> None:
    assert signal(kind, **(FIRING[kind][0] | {"access_status": AccessStatus.DISCONNECTED})) == Signal(kind)


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
    facts = {"balance_minor": balance, "low_balance_minor": own, "daily_spend_minor": daily, "balance_at": ago(days=2)}
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
    assert signal(kind, **{fact: (NOW - limit + A_MOMENT,)}) == Signal(kind)
    assert bool(signal(kind, **{fact: (NOW - limit,)}).level) is inclusive
    fired = signal(kind, **{fact: (NOW, NOW - limit - A_MOMENT, NOW - 2 * limit)})
    assert (fired.count, fired.since) == (2, NOW - 2 * limit)


def test_data_are_stale_after_an_hour_and_when_there_never_were_any() -> None:
    assert signal(SignalKind.DATA_STALE, facts_at=ago(hours=1)).level is NONE
    assert signal(SignalKind.DATA_STALE, facts_at=ago(hours=1) - A_MOMENT).level is INFO
    assert signal(SignalKind.DATA_STALE, facts_at=None).since == CALM.created_at


@pytest.mark.parametrize(
    ("sent", "opened", "expires", "level"),
    [
        (timedelta(days=5) - A_MOMENT, False, timedelta(days=25), NONE),
        (timedelta(days=5), False, timedelta(days=25), INFO),
        (timedelta(days=5), True, timedelta(days=25), NONE),
        (timedelta(days=20), True, timedelta(days=3), INFO),
        (timedelta(days=20), True, timedelta(days=3) + A_MOMENT, NONE),
    ],
)
def test_an_invite_is_stale_unopened_or_close_to_its_end(
    sent: timedelta, opened: bool, expires: timedelta, level: AttentionLevel
) -> None:
    invite = OpenInvite(NOW - sent, NOW + expires, NOW - sent if opened else None)
    assert signal(SignalKind.INVITE_STALE, open_invites=(invite,)).level is level


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
    friday = datetime(2026, 3, 19, 23, 0, tzinfo=UTC)
    facts = {"onboarding_status": OnboardingStatus.IN_REVIEW, "onboarding_since": datetime(2026, 3, 14, tzinfo=UTC)}
    assert signal(SignalKind.VERIFICATION_STUCK, friday - early, facts_at=friday, **facts).level is level


def test_a_review_keeps_its_time_of_day_over_a_change_of_the_clocks() -> None:
    # Copenhagen changes to summer time on Sunday, 29 March 2026.
    since = datetime(2026, 3, 26, 11, 0, tzinfo=UTC)
    due = datetime(2026, 4, 1, 10, 0, tzinfo=UTC)
    facts = {"onboarding_status": OnboardingStatus.IN_REVIEW, "onboarding_since": since}
    assert signal(SignalKind.VERIFICATION_STUCK, due, **facts).level is NONE
    assert signal(SignalKind.VERIFICATION_STUCK, due + A_MOMENT, **facts).level is WARNING


def test_the_threshold_that_fired_is_named() -> None:
    named = {kind: signal(kind, **facts).threshold for kind, (facts, _) in FIRING.items()}
    assert named[SignalKind.NEEDS_REVIEW] == "7 days"
    assert named[SignalKind.EXPORT_JOB_STUCK] == "1 hour"
    assert named[SignalKind.VERIFICATION_STUCK] == "2 days"
    assert named[SignalKind.MONTH_END_BEHIND] == "7 days after day 10 of the following month"
