"""Signals follow from what is stored: every kind, only what is new is written, and each change is announced once."""

from datetime import timedelta
from typing import Any

import pytest

from domain.facts.words import ExportJobStatus
from domain.vocabulary import AccessStatus, Grant, OnboardingStatus, Role
from store.tables import client, due, expense, export_job, outbox_event, signal
from tests.attention.firm import CLOCK, PLATFORM, Watched
from tests.servers.statements import recorded
from tests.world import Client


async def staffed(watched: Watched, **columns: Any) -> Client:
    """A client on whom somebody works."""
    made = await watched.firm.client(**columns)
    await watched.firm.assign(await watched.firm.colleague(), made)
    return made


async def test_every_kind_of_signal_is_found_in_what_is_stored(watched: Watched) -> None:
    firm, day = watched.firm, timedelta(days=1)
    old = firm.now - 40 * day
    since: dict[str, Any] = {"billing_blocked_since": firm.now - day, "integration_broken_since": firm.now - day}
    busy = await firm.client(balance=0, facts_at=firm.now - day, created_at=old, **since)
    of = {"client_id": busy.id}
    await firm.month(busy, "2026-03", submitted=(9, 900), exported=(2, 200))
    await firm.insert(expense, of | {"expense_id": "a", "submitted_at": old})
    details = {"has_receipt": True, "review": "NEEDS_DETAILS", "reviewed_at": old}
    await firm.insert(expense, of | details | {"expense_id": "b", "submitted_at": old})
    running = {"status": ExportJobStatus.RUNNING, "started_at": firm.now - day}
    await firm.insert(export_job, of | running | {"job_id": "job"})
    await firm.grant_request(busy, Grant.PAY_INVOICES, created_at=firm.now - 4 * day)
    stuck = await firm.client(
        onboarding=OnboardingStatus.INFO_REQUESTED, waiting_since=firm.now - 3 * day, poa=False, poa_changed_at=old
    )
    gone = await firm.client(access_status=AccessStatus.DISCONNECTED, facts_at=old)
    await watched.refresh(busy, stuck, gone)
    assert await watched.live(busy) == {
        "MISSING_RECEIPTS": "CRITICAL",
        "EXPORT_PENDING": "WARNING",
        "MONTH_END_BEHIND": "CRITICAL",
        "LOW_BALANCE": "CRITICAL",
        "NEEDS_REVIEW": "INFO",
        "GRANT_PENDING": "INFO",
        "BILLING_BLOCKED": "CRITICAL",
        "UNASSIGNED": "WARNING",
        "INTEGRATION_BROKEN": "WARNING",
        "EXPORT_JOB_STUCK": "WARNING",
        "DATA_STALE": "INFO",
    }
    assert await watched.live(stuck) == {
        "VERIFICATION_STUCK": "WARNING",
        "POA_MISSING": "CRITICAL",
        "UNASSIGNED": "WARNING",
    }
    assert await watched.live(gone) == {}


async def test_a_change_is_announced_once_with_what_was_and_what_is(watched: Watched) -> None:
    calm, poor = await staffed(watched), await staffed(watched, balance=-5)
    for _ in range(2):
        await watched.refresh(calm, poor)
    change = {"level": ["NONE", "CRITICAL"], "signals": [{"kind": "LOW_BALANCE", "level": ["NONE", "CRITICAL"]}]}
    assert await watched.events() == [change | {"why": "FACTS"}]
    announced = [row for row in await watched.rows(outbox_event) if row.kind == "attention.changed"]
    assert [(row.object_kind, row.object_id, row.client_id) for row in announced] == [("CLIENT", poor.id, poor.id)]


async def test_what_is_as_it_was_is_not_written_again(watched: Watched) -> None:
    clients = [await staffed(watched, balance=balance) for balance in (-1, 0, 1, 100)]
    await watched.refresh(*clients)
    before = [await watched.rows(table) for table in (signal, client, due, outbox_event)]
    with recorded(watched.store) as statements:
        await watched.refresh(*clients, at=watched.firm.now + timedelta(minutes=30))
    verbs = [sent.text.split()[0] for sent in statements if not sent.text.startswith(("BEGIN", "SET", "PRAGMA"))]
    assert [await watched.rows(table) for table in (signal, client, due, outbox_event)] == before
    assert verbs == ["SELECT"] * 3


@pytest.mark.parametrize("seconds", [1, 290])
async def test_a_clock_that_is_behind_takes_nothing_back(watched: Watched, seconds: int) -> None:
    made = await staffed(watched)
    await watched.refresh(made)
    moment = await watched.due(made)
    await watched.refresh(made, at=moment, actor=CLOCK)
    for _ in range(2):
        await watched.refresh(made, at=moment - timedelta(seconds=seconds))
    assert await watched.live(made) == {"DATA_STALE": "INFO"}
    assert [(event["level"], event["why"]) for event in await watched.events()] == [(["NONE", "INFO"], "TIME")]


async def test_a_client_that_nobody_works_on_since_then_says_since_when(watched: Watched) -> None:
    firm, bo = watched.firm, await watched.firm.colleague(role=Role.BOOKKEEPER)
    boxed = await firm.client()
    await firm.assign(bo, boxed, ends_at=firm.now + timedelta(minutes=10))
    await watched.refresh(boxed)
    assert await watched.live(boxed) == {}
    assert await watched.due(boxed) == firm.now + timedelta(minutes=10)
    await watched.refresh(boxed, at=firm.now + timedelta(minutes=50), actor=PLATFORM)
    since = [row.since for row in await watched.rows(signal) if row.kind == "UNASSIGNED"]
    assert since == [firm.now + timedelta(minutes=10)]


async def test_what_comes_sooner_than_filed_is_filed_and_what_comes_later_waits(watched: Watched) -> None:
    firm, made = watched.firm, await staffed(watched)
    await watched.refresh(made)
    running = {"status": ExportJobStatus.RUNNING, "started_at": watched.ago(minutes=20)}
    await firm.insert(export_job, running | {"client_id": made.id, "job_id": "job"})
    await watched.refresh(made)
    assert await watched.due(made) == firm.now + timedelta(minutes=40)
    async with firm.work() as work:
        await work.update(export_job, {"status": ExportJobStatus.SUCCEEDED}, client_id=made.id)
    await watched.refresh(made)
    assert await watched.due(made) == firm.now + timedelta(minutes=40)
    await watched.refresh(made, at=firm.now + timedelta(minutes=40), actor=CLOCK)
    assert await watched.events() == []
