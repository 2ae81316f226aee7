"""Whenever the demo world is filled in, its clients make sense: states agree, figures add up, signals follow."""

from collections import defaultdict
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, Table, text

from domain.attention import END_OF_TIME, summarize
from domain.attention_rules import FROM_FIGURES
from domain.months import month_of, months_ending
from domain.onboarding import WAITING_ON
from domain.text import fold, words
from domain.vocabulary import AttentionLevel, OnboardingStatus, SignalKind
from store.engine import Store
from store.tables import (
    client_word,
    expense,
    export_job,
    month_figure,
    signal,
)
from tests.demo.conftest import Rows


def of_client(rows: Rows, table: Table) -> dict[Any, list[Row[Any]]]:
    grouped = defaultdict(list)
    for row in rows[table.name]:
        grouped[row.client_id].append(row)
    return grouped


async def test_the_clients_make_sense(rows: Rows, moment: datetime, admin_store: Store) -> None:
    clients_agree_with_their_signals(rows)
    hidden_figures_raise_no_signal(rows)
    clients_are_found_by_their_words(rows)
    states_agree(rows, moment)
    figures_add_up(rows, moment)
    expenses_agree_with_the_months(rows, moment)
    wallets_agree_with_their_signals(rows)
    if not admin_store.is_postgres:
        async with admin_store.engine.connect() as connection:
            assert (await connection.execute(text("PRAGMA foreign_key_check"))).all() == []


def clients_agree_with_their_signals(rows: Rows) -> None:
    signals = of_client(rows, signal)
    for each in rows["client"]:
        own = signals[each.id]
        assert {row.kind for row in own} == set(SignalKind)
        assert len(own) == 14
        verdict = summarize((AttentionLevel(row.level), row.since) for row in own)
        stored = (each.attention_level, each.signal_count, each.attention_since, each.attention_order)
        assert stored == (verdict.level, verdict.count, verdict.since, verdict.order)
        for row in own:
            assert (row.since == END_OF_TIME) == (row.level == 0) == (row.rule == "")
            assert (row.name_key, row.currency, row.facts_at) == (each.name_key, each.currency, each.facts_at)


def hidden_figures_raise_no_signal(rows: Rows) -> None:
    hidden = {row.id for row in rows["client"] if row.figures_hidden}
    gone = {row.id for row in rows["client"] if row.access_status == "DISCONNECTED"}
    live = [row for row in rows["signal"] if row.level]
    assert not [row for row in live if row.client_id in hidden and row.kind in FROM_FIGURES]
    assert not [row for row in live if row.client_id in gone]


def clients_are_found_by_their_words(rows: Rows) -> None:
    found = of_client(rows, client_word)
    for each in rows["client"]:
        assert each.name_key == fold(each.name)
        expected = words(each.name, each.legal_name, each.registration_number)
        assert {row.word for row in found[each.id]} == expected
    firms = {row.partner_id for row in rows["client"]}
    for firm in firms:
        names = [row.name for row in rows["client"] if row.partner_id == firm]
        assert len(set(names)) == len(names)


def states_agree(rows: Rows, now: datetime) -> None:
    for each in rows["client"]:
        assert each.waiting_on == WAITING_ON[OnboardingStatus(each.onboarding_status)]
        assert (each.waiting_since is None) == (each.waiting_on is None)
        if each.access_status == "ACTIVE":
            verified = each.onboarding_status == "VERIFIED"
            assert each.status == ("ACTIVE" if verified else "ONBOARDING")
        else:
            assert each.status == each.access_status
        assert each.access_status != "SUSPENDED" or not each.poa_granted
    fresh = sum(now - each.facts_at < timedelta(hours=1) for each in rows["client"])
    assert fresh > len(rows["client"]) * 0.9


def figures_add_up(rows: Rows, now: datetime) -> None:
    months, signals = of_client(rows, month_figure), of_client(rows, signal)
    for each in rows["client"]:
        own = months[each.id]
        for row in own:
            assert 0 <= row.exported_count <= row.submitted_count
            assert 0 <= row.exported_minor <= row.submitted_minor
            assert 0 <= row.ready_count + row.missing_receipts <= row.submitted_count - row.exported_count
            assert (row.submitted_minor > 0) == (row.submitted_count > 0)
            assert row.currency == each.currency
        if each.onboarding_status != "VERIFIED":
            assert not own
        elif each.access_status != "DISCONNECTED":
            last_four = months_ending(month_of(now, each.time_zone), 4)
            assert {row.month for row in own} >= set(last_four)
        [receipts] = [row for row in signals[each.id] if row.kind == "MISSING_RECEIPTS"]
        missing = sum(row.missing_receipts for row in own)
        assert receipts.count == (0 if each.figures_hidden else missing)


def expenses_agree_with_the_months(rows: Rows, now: datetime) -> None:
    months, expenses, jobs = of_client(rows, month_figure), of_client(rows, expense), of_client(rows, export_job)
    for each in rows["client"]:
        own = [row for row in expenses[each.id] if row.exported_at is None]
        for row in months[each.id]:
            its = [expense for expense in own if expense.month == row.month]
            ready = [expense for expense in its if expense.has_receipt and expense.review == "APPROVED"]
            assert len(its) == row.submitted_count - row.exported_count
            assert len(ready) == row.ready_count
            assert len(its) - sum(expense.has_receipt for expense in its) == row.missing_receipts
            assert sum(expense.amount_minor for expense in its) <= row.submitted_minor - row.exported_minor
        assert {row.month for row in own} <= {row.month for row in months[each.id]}
        assert all(row.submitted_at <= now for row in expenses[each.id])
    signals = {(row.client_id, row.kind): row for row in rows["signal"]}
    for each in [each for each in rows["client"] if not each.figures_hidden]:
        missing = [row.submitted_at for row in expenses[each.id] if not row.has_receipt]
        receipts = signals[each.id, SignalKind.MISSING_RECEIPTS]
        assert (receipts.count, receipts.since) == (len(missing), min(missing, default=END_OF_TIME))
        details = [row.reviewed_at for row in expenses[each.id] if row.review == "NEEDS_DETAILS"]
        assert signals[each.id, SignalKind.NEEDS_REVIEW].since == min(details, default=END_OF_TIME)
        running = [row.started_at for row in jobs[each.id]]
        assert signals[each.id, SignalKind.EXPORT_JOB_STUCK].since == min(running, default=END_OF_TIME)


def wallets_agree_with_their_signals(rows: Rows) -> None:
    signals = of_client(rows, signal)
    for each in rows["client"]:
        [low] = [row for row in signals[each.id] if row.kind == "LOW_BALANCE"]
        if each.figures_hidden or each.daily_spend_minor is None:
            assert low.level == 0
            continue
        limit = 7 * each.daily_spend_minor if each.low_balance_minor is None else each.low_balance_minor
        expected = 3 if each.balance_minor <= 0 else 2 if each.balance_minor < limit else 0
        assert low.level == expected
