"""Every kind of signal has a rule; it says why it fires, and keeps quiet where it must."""

from dataclasses import replace
from typing import Any

import pytest

from domain.attention import END_OF_TIME
from domain.attention_rules import FROM_FIGURES, Signal, evaluate
from domain.attention_rules.evaluate import RULES
from domain.vocabulary import AccessStatus, AttentionLevel, OnboardingStatus, SignalKind
from tests.domain.attention import CALM, CRITICAL, INFO, NONE, NOW, WARNING, ago, behind, signal

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
    SignalKind.GRANT_PENDING: ({"grants_asked": (ago(days=3),)}, INFO),
    SignalKind.POA_MISSING: ({"poa_granted": False, "poa_changed_at": ago(hours=1)}, CRITICAL),
    SignalKind.BILLING_BLOCKED: ({"billing_blocked_since": ago(hours=1)}, CRITICAL),
    SignalKind.UNASSIGNED: ({"unassigned_since": ago(hours=1)}, WARNING),
    SignalKind.INTEGRATION_BROKEN: ({"integration_broken_since": ago(hours=1)}, WARNING),
    SignalKind.EXPORT_JOB_STUCK: ({"export_jobs": (ago(hours=1),)}, WARNING),
    SignalKind.DATA_STALE: ({"facts_at": ago(hours=2)}, INFO),
}


def test_every_kind_but_that_of_invites_has_a_rule_and_an_example() -> None:
    assert set(RULES) == set(FIRING) == set(SignalKind) - {SignalKind.INVITE_STALE}


def test_figures_are_behind_receipts_exports_months_balances_reviews_and_jobs() -> None:
    kinds = "MISSING_RECEIPTS EXPORT_PENDING MONTH_END_BEHIND LOW_BALANCE NEEDS_REVIEW EXPORT_JOB_STUCK"
    assert set(kinds.split()) == FROM_FIGURES


def test_a_calm_client_has_one_quiet_signal_per_kind() -> None:
    assert evaluate(CALM, NOW) == tuple(Signal(kind) for kind in SignalKind)
    assert {(each.level, each.count, each.since, each.rule) for each in evaluate(CALM, NOW)} == {
        (NONE, 0, END_OF_TIME, "")
    }


@pytest.mark.parametrize("kind", RULES)
def test_a_live_signal_says_how_urgent_since_when_and_why(kind: SignalKind) -> None:
    facts, level = FIRING[kind]
    fired = signal(kind, **facts)
    assert fired.level is level
    assert fired.since <= NOW
    assert fired.count > 0
    assert fired.rule.endswith(".")
    assert 0 < len(fired.threshold) <= 100
    assert len(fired.rule) <= 300


@pytest.mark.parametrize("kind", RULES)
def test_a_fact_disturbs_no_other_kind(kind: SignalKind) -> None:
    live = {each.kind for each in evaluate(replace(CALM, **FIRING[kind][0]), NOW) if each.level}
    assert live == {kind}


@pytest.mark.parametrize("kind", RULES)
@pytest.mark.parametrize(
    "blind", [{"access_status": AccessStatus.SUSPENDED}, {"poa_granted": False, "poa_changed_at": NOW}]
)
def test_a_firm_that_may_not_see_figures_hears_nothing_from_them(kind: SignalKind, blind: dict[str, Any]) -> None:
    fired = signal(kind, **(FIRING[kind][0] | blind))
    assert (fired.level is NONE) == (kind in FROM_FIGURES)


@pytest.mark.parametrize("kind", RULES)
def test_a_disconnected_client_asks_for_nothing(kind: SignalKind) -> None:
    assert signal(kind, **(FIRING[kind][0] | {"access_status": AccessStatus.DISCONNECTED})) == Signal(kind)


def test_the_threshold_that_fired_is_named() -> None:
    named = {kind: signal(kind, **facts).threshold for kind, (facts, _) in FIRING.items()}
    assert named[SignalKind.NEEDS_REVIEW] == "7 days"
    assert named[SignalKind.EXPORT_JOB_STUCK] == "1 hour"
    assert named[SignalKind.VERIFICATION_STUCK] == "2 days"
    assert named[SignalKind.MONTH_END_BEHIND] == "7 days after day 10 of the following month"
