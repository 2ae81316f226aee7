"""The bookkeeping overview."""

from typing import Any

from bench.peers.floor.values import LEVELS, SQL, colleagues, grouped, moment, money, public_id
from bench.peers.settings import PARTNER_ID
from domain.months import months_ending


async def overview(read: Any, variables: dict[str, Any]) -> dict[str, Any]:
    """The bookkeeping overview."""
    size, months = variables["first"], months_ending(variables["month"], 3)
    name = await read.fetchval(SQL["partner"], PARTNER_ID)
    rows = await read.fetch(SQL["clients"], PARTNER_ID, size + 1)
    total = await read.fetchval(SQL["client_count"], PARTNER_ID)
    ids = [row["id"] for row in rows[:size]]
    signals = grouped(await read.fetch(SQL["signals"], PARTNER_ID, ids), "client_id")
    figures = grouped(await read.fetch(SQL["months"], PARTNER_ID, ids, months[0], months[-1]), "client_id")
    working = await read.fetch(SQL["assignments"], PARTNER_ID, ids)
    people = await colleagues(read, {row["colleague_id"] for row in working})
    workers = grouped(working, "client_id")
    nodes = [_client(row, signals[row["id"]], figures[row["id"]], workers[row["id"]], people) for row in rows[:size]]
    page = {"totalCount": total, "pageInfo": {"hasNextPage": len(rows) > size}, "nodes": nodes}
    return {"partner": {"name": name, **await _totals(read, page, months)}}


async def _totals(read: Any, page: dict[str, Any], months: tuple[str, ...]) -> dict[str, Any]:
    balances = await read.fetch(SQL["balances"], PARTNER_ID)
    counts = {row["level"]: row["clients"] for row in await read.fetch(SQL["attention_counts"], PARTNER_ID)}
    monthly = grouped(await read.fetch(SQL["monthly"], PARTNER_ID, months[0], months[-1]), "month")
    return {
        "bookkeepingOverview": {
            "clients": page,
            "balances": [
                {"total": money(row["minor"], row["currency"]), "clientCount": row["clients"]} for row in balances
            ],
            "attentionCounts": [
                {"level": LEVELS[level], "clientCount": counts.get(level, 0)} for level in reversed(range(4))
            ],
        },
        "monthlyOverview": [
            {
                "month": month,
                "behindClientCount": sum(row["clients_behind"] for row in monthly[month]),
                "totals": [
                    {"currency": row["currency"], "behindClientCount": row["clients_behind"], **_expenses(row)}
                    for row in monthly[month]
                ],
            }
            for month in months
        ],
    }


def _client(row: Any, signals: Any, figures: Any, working: Any, people: Any) -> dict[str, Any]:
    currency, onboarding = row["currency"], row["onboarding_status"]
    return {
        "id": public_id("client", row["id"]),
        "name": row["name"],
        "status": row["status"],
        "currency": currency,
        "access": {
            "status": row["access_status"],
            "level": row["level"],
            "powerOfAttorney": {"isGranted": row["poa_granted"]},
        },
        "onboarding": {
            "status": onboarding,
            "isComplete": onboarding == "VERIFIED",
            "waitingOn": row["waiting_on"],
        },
        "wallet": {
            "balance": money(row["balance_minor"], currency),
            "lowBalanceThreshold": money(row["low_balance_minor"], currency),
        },
        "attention": {
            "level": LEVELS[row["attention_level"]],
            "signalCount": row["signal_count"],
            "since": moment(row["attention_since"]),
            "signals": [_signal(each) for each in signals],
        },
        "assignments": [{"colleague": people[each["colleague_id"]]} for each in working],
        "exportProgress": [
            {"month": each["month"], "isBehind": each["exported_count"] < each["submitted_count"], **_expenses(each)}
            for each in figures
        ],
    }


def _signal(row: Any) -> dict[str, Any]:
    return {
        "kind": row["kind"],
        "level": LEVELS[row["level"]],
        "count": row["count"],
        "since": moment(row["since"]),
        "rule": row["rule"],
        "amount": money(row["amount_minor"] or None, row["currency"]),
    }


def _expenses(row: Any) -> dict[str, Any]:
    currency = row["currency"]
    return {
        "submitted": {"count": row["submitted_count"], "amount": money(row["submitted_minor"], currency)},
        "exported": {"count": row["exported_count"], "amount": money(row["exported_minor"], currency)},
    }
