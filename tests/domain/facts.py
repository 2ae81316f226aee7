"""Any facts about a client, as of a Wednesday."""

from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from domain.attention_rules import ExportMonth, Facts
from domain.months import months_ending
from domain.vocabulary import AccessStatus, OnboardingStatus

NOW = datetime(2026, 3, 18, 11, 0, tzinfo=UTC)
ZONES = st.sampled_from(["Europe/Copenhagen", "America/Nuuk", "Asia/Kathmandu", "Pacific/Apia", "UTC"])
AGES = st.timedeltas(timedelta(), timedelta(days=60))
PAST = AGES.map(lambda age: NOW - age)
MAYBE = st.none() | PAST
CASES = st.lists(PAST, max_size=4).map(tuple)


@st.composite
def export_months(draw: st.DrawFn) -> tuple[ExportMonth, ...]:
    figures = []
    for month in months_ending("2026-03", draw(st.integers(0, 5))):
        submitted = draw(st.integers(0, 50))
        exported = draw(st.integers(0, submitted))
        ready = draw(st.integers(0, submitted - exported))
        figures.append(ExportMonth(month, submitted, exported, ready, submitted * 100, exported * 100))
    return tuple(figures)


FACTS = st.builds(
    Facts,
    time_zone=ZONES,
    created_at=st.just(NOW - timedelta(days=90)),
    facts_at=MAYBE,
    access_status=st.sampled_from(AccessStatus),
    poa_granted=st.booleans(),
    poa_changed_at=MAYBE,
    onboarding_status=st.sampled_from(OnboardingStatus),
    onboarding_since=MAYBE,
    missing_receipts=st.integers(0, 40),
    oldest_missing_at=MAYBE,
    months=export_months(),
    balance_minor=st.none() | st.integers(-1000, 100_000),
    low_balance_minor=st.none() | st.integers(0, 50_000),
    daily_spend_minor=st.none() | st.integers(0, 10_000),
    balance_at=MAYBE,
    low_since=MAYBE,
    needs_details=CASES,
    grants_asked=CASES,
    export_jobs=CASES,
    unassigned_since=MAYBE,
    billing_blocked_since=MAYBE,
    integration_broken_since=MAYBE,
)
