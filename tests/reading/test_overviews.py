"""Totals of portfolios: per currency, per month of the right time zone, of what the viewer may see."""

from collections import Counter
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from domain.vocabulary import AccessStatus, AttentionLevel, Role, SignalKind
from store.engine import Store
from store.tables import client
from tests.portal import Caller, Portal
from tests.portal.portal import open_portal
from tests.reading.reference import Books
from tests.servers.databases import Database
from tests.world import Client, Colleague, Firm, World

OVERVIEW = """query($f: ClientFilter) { partner {
  bookkeepingOverview(filter: $f) {
    balances { total { amount currencyCode } clientCount } attentionCounts { level clientCount }
  }
  monthlyOverview(filter: $f, months: 3, endingWith: "2026-05") { month behindClientCount totals {
    currency behindClientCount submitted { count amount { amount } } exported { count amount { amount } } } }
} }"""
EXPONENTS = {"JPY": 0, "KWD": 3}
MONTHS = ("2026-03", "2026-04", "2026-05")


@pytest.fixture
async def firm(world: World) -> Firm:
    made = await world.partner()
    for place in range(14):
        currency = ["DKK", "EUR", "JPY", "KWD"][place % 4]
        status = AccessStatus.DISCONNECTED if place == 5 else None
        each = await made.client(
            poa=place % 5 != 2,
            access_status=status,
            balance=(-1) ** place * (12_345_678_901 + place),
            currency=currency,
        )
        await made.signal(each, SignalKind.LOW_BALANCE, list(AttentionLevel)[place % 4])
        for turn, month in enumerate(("2026-02", *MONTHS[: place % 4])):
            submitted, exported = place % 3 + 1, (place + turn) % 3
            figures = {"submitted": (submitted, submitted * 5_000_000_001), "exported": (exported, exported * 7)}
            await made.month(each, month, **figures, currency=currency)
    return made


def amount(minor: int, currency: str) -> str:
    return str(Decimal(minor).scaleb(-EXPONENTS.get(currency, 2)))


def balances(books: Books, rows: list[Any]) -> list[Any]:
    shown = [row for row in rows if not books.hidden(row)]
    return [
        {
            "total": {
                "amount": amount(sum(r.balance_minor for r in shown if r.currency == each), each),
                "currencyCode": each,
            },
            "clientCount": sum(row.currency == each for row in shown),
        }
        for each in sorted({row.currency for row in shown})
    ]


def counts(rows: list[Any]) -> list[Any]:
    found = Counter(row.attention_level for row in rows)
    return [{"level": level.name, "clientCount": found[level]} for level in reversed(AttentionLevel)]


def month(books: Books, rows: list[Any], which: str) -> Any:
    shown = {row.id for row in rows if not books.hidden(row)}
    figures = [m for m in books.months if m.month == which and m.client_id in shown]
    totals = []
    for currency in sorted({m.currency for m in figures}):
        own = [m for m in figures if m.currency == currency]
        sums = {
            name: {
                "count": sum(getattr(m, f"{name}_count") for m in own),
                "amount": {"amount": amount(sum(getattr(m, f"{name}_minor") for m in own), currency)},
            }
            for name in ("submitted", "exported")
        }
        behind = sum(m.exported_count < m.submitted_count for m in own)
        totals.append({"currency": currency, "behindClientCount": behind, **sums})
    return {"month": which, "behindClientCount": sum(total["behindClientCount"] for total in totals), "totals": totals}


async def check(firm: Firm, caller: Caller, who: Colleague, level: str | None = None) -> None:
    books = await Books.of(firm)
    rows = [row for row in books.clients if books.visible(row, who) and level in (None, row.level)]
    seen = (await caller(OVERVIEW, f={"level": [level]} if level else None)).data["partner"]
    assert seen["bookkeepingOverview"] == {"balances": balances(books, rows), "attentionCounts": counts(rows)}
    assert seen["monthlyOverview"] == [month(books, rows, which) for which in MONTHS]


async def test_totals_are_those_of_plain_python_for_an_admin(firm: Firm, portal: Portal) -> None:
    boss = await firm.colleague(role=Role.ADMIN)
    await check(firm, portal.of(boss), boss)
    await check(firm, portal.of(boss), boss, "LIMITED")
    await check(firm, portal.of(boss), boss, "EXTENDED")


async def test_the_tabs_of_attention_count_every_level_whichever_is_chosen(firm: Firm, portal: Portal) -> None:
    books = await Books.of(firm)
    anna = await firm.colleague()
    for row in books.clients[3:9]:
        await firm.assign(anna, Client(row.id, firm.id, row.name, row.currency))
    books = await Books.of(firm)
    for who in (anna, await firm.colleague(role=Role.ADMIN)):
        rows = [row for row in books.clients if books.visible(row, who)]
        for other in ({}, {"level": ["LIMITED"]}):
            wanted = {"attention": ["CRITICAL"], **other}
            seen = (await portal.of(who)(OVERVIEW, f=wanted)).data["partner"]["bookkeepingOverview"]
            left = [row for row in rows if row.level in other.get("level", [row.level])]
            assert seen["attentionCounts"] == counts(left)
            assert len({row.attention_level for row in left}) > 1
            chosen = [row for row in left if row.attention_level == AttentionLevel.CRITICAL]
            assert seen["balances"] == balances(books, chosen)


async def test_totals_of_a_bookkeeper_are_those_of_the_own_clients(firm: Firm, portal: Portal) -> None:
    anna, books = await firm.colleague(), await Books.of(firm)
    await check(firm, portal.of(anna), anna)
    for row in books.clients[3:9]:
        await firm.assign(anna, Client(row.id, firm.id, row.name, row.currency))
    await check(firm, portal.of(anna), anna)


async def test_figures_of_a_suspended_client_move_nothing(world: World, portal: Portal) -> None:
    firm = await world.partner()
    boss = portal.of(await firm.colleague(role=Role.ADMIN))
    open_, closed = await firm.client("Aa", balance=500), await firm.client("Bb", poa=False, balance=999_999)
    await firm.month(open_, "2026-05", submitted=(2, 20), exported=(2, 20))

    async def seen() -> bytes:
        richest = "{ partner { clients(orderBy: {field: BALANCE, direction: DESC}) { nodes { name } } } }"
        behind = '{ partner { clients(filter: {monthBehind: "2026-05"}) { totalCount nodes { name } } } }'
        answers = [await boss(OVERVIEW, f=None), await boss(richest), await boss(behind)]
        return b"".join(answer.raw for answer in answers)

    before = await seen()
    assert b"999" not in before
    await firm.month(closed, "2026-05", submitted=(9, 9_000), exported=(1, 1))
    async with firm.work() as work:
        await work.update(client, {"balance_minor": -123_456}, id=closed.id)
    assert await seen() == before


MOMENTS = [
    # The last minute of a year in Copenhagen, and the first of the next; New York is five hours behind London.
    (datetime(2025, 12, 31, 22, 59, 59, tzinfo=UTC), "Europe/Copenhagen", "2025-12"),
    (datetime(2025, 12, 31, 23, 0, tzinfo=UTC), "Europe/Copenhagen", "2026-01"),
    (datetime(2026, 6, 30, 21, 59, 59, tzinfo=UTC), "Europe/Copenhagen", "2026-06"),
    (datetime(2026, 6, 30, 22, 0, tzinfo=UTC), "Europe/Copenhagen", "2026-07"),
    (datetime(2026, 3, 1, 4, 59, tzinfo=UTC), "America/New_York", "2026-02"),
    (datetime(2026, 3, 1, 5, 0, tzinfo=UTC), "America/New_York", "2026-03"),
    (datetime(2025, 12, 31, 10, 0, tzinfo=UTC), "Pacific/Kiritimati", "2026-01"),
    (datetime(2024, 2, 29, 23, 30, tzinfo=UTC), "UTC", "2024-02"),
]


@pytest.mark.parametrize(("moment", "zone", "running"), MOMENTS)
async def test_the_running_month_is_that_of_the_firm_and_of_each_client(
    store: Store, database: Database, world: World, tmp_path: Path, moment: datetime, zone: str, running: str
) -> None:
    portal = open_portal(store, database.url, tmp_path, moment)
    firm = await world.partner(time_zone=zone)
    boss = portal.of(await firm.colleague(role=Role.ADMIN))
    near, far = await firm.client("Aa", time_zone=zone), await firm.client("Bb", time_zone="Asia/Tokyo")
    tokyo = moment.astimezone(ZoneInfo("Asia/Tokyo")).strftime("%Y-%m")
    for each in (near, far):
        for which in sorted({running, tokyo}):
            await firm.month(each, which, submitted=(1, 1))
    answer = await boss(
        "{ partner { monthlyOverview(months: 2) { month }"
        " clients { nodes { name exportProgress(months: 1) { month } } } } }"
    )
    partner = answer.data["partner"]
    assert [each["month"] for each in partner["monthlyOverview"]][-1] == running
    assert len(partner["monthlyOverview"]) == 2
    progress = {node["name"]: [m["month"] for m in node["exportProgress"]] for node in partner["clients"]["nodes"]}
    assert progress == {"Aa": [running], "Bb": [tokyo]}
    await portal.http.aclose()


@pytest.mark.parametrize("months", [0, -1, 25])
async def test_spans_out_of_bounds_are_refused_by_name(firm: Firm, portal: Portal, months: int) -> None:
    boss = portal.of(await firm.colleague(role=Role.ADMIN))
    answer = await boss("query($n: Int!) { partner { monthlyOverview(months: $n) { month } } }", n=months)
    assert answer.codes == ["BAD_INPUT"]
    assert "`months`" in answer.errors[0]["message"]
