"""The floor: the four answers written out by hand over the statements, without GraphQL: asyncpg, orjson, raw ASGI."""

from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from datetime import datetime
from typing import Any
from uuid import UUID

import asyncpg
import orjson

from bench.documents import OVERVIEW, PEOPLE, UPDATE_TEAM, VIEWER
from bench.peers.settings import COLLEAGUE_ID, CONNECTIONS, EMAIL, PARTNER_ID, serve, statements
from domain.access import menu
from domain.ids import IdKind, decode
from domain.money import Money, exponent
from domain.months import months_ending
from domain.vocabulary import Role

SQL = statements()
LEVELS = ("NONE", "INFO", "WARNING", "CRITICAL")
_LETTERS = "0123456789abcdefghjkmnpqrstvwxyz"
_PAIRS = tuple(first + second for first in _LETTERS for second in _LETTERS)
_SHIFTS = tuple(range(120, -1, -10))
Handler = Callable[[Any, dict[str, Any]], Awaitable[dict[str, Any]]]


def public_id(kind: str, value: UUID) -> str:
    """The id as the gateway writes it."""
    number = value.int
    return kind + "_" + "".join([_PAIRS[number >> shift & 1023] for shift in _SHIFTS])


def moment(value: datetime | None) -> str | None:
    """A moment as the gateway writes it."""
    return None if value is None else value.isoformat()[:-6] + "Z"


def money(minor: int | None, currency: str) -> dict[str, str] | None:
    """An amount as the gateway writes it."""
    if minor is None:
        return None
    if minor >= 0 and exponent(currency) == 2:
        return {"amount": f"{minor // 100}.{minor % 100:02d}", "currencyCode": currency}
    return {"amount": format(Money(minor, currency).amount, "f"), "currencyCode": currency}


def grouped(rows: Iterable[Any], key: str) -> defaultdict[Any, list[Any]]:
    """Rows by one of their columns."""
    found: defaultdict[Any, list[Any]] = defaultdict(list)
    for row in rows:
        found[row[key]].append(row)
    return found


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
    people = await _people(read, {row["colleague_id"] for row in working})
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
                {"total": money(row["minor"], row["currency"]), "clients": row["clients"]} for row in balances
            ],
            "attentionCounts": [
                {"level": LEVELS[level], "clients": counts.get(level, 0)} for level in reversed(range(4))
            ],
        },
        "monthlyOverview": [
            {
                "month": month,
                "clientsBehind": sum(row["clients_behind"] for row in monthly[month]),
                "totals": [
                    {"currency": row["currency"], "clientsBehind": row["clients_behind"], **_expenses(row)}
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


async def _people(read: Any, ids: Iterable[UUID], *columns: str) -> dict[UUID, dict[str, Any]]:
    rows = await read.fetch(SQL["colleagues"], PARTNER_ID, list(ids))
    more = columns or ("name", "role")
    return {row["id"]: {"id": public_id("colleague", row["id"])} | {name: row[name] for name in more} for row in rows}


async def viewer(read: Any, _: dict[str, Any]) -> dict[str, Any]:
    """The viewer; who that is comes from the environment, for there is no token."""
    firms = await read.fetch(SQL["memberships"], EMAIL)
    me = (await _people(read, [COLLEAGUE_ID]))[COLLEAGUE_ID]
    memberships = [
        {"partnerId": public_id("partner", row["partner_id"]), "partnerName": row["name"], "role": row["role"]}
        for row in firms
    ]
    shown = {"kind": "COLLEAGUE", "role": me["role"], "menu": menu(Role(me["role"])), "person": {"email": EMAIL}}
    return {"viewer": shown | {"colleague": me, "memberships": memberships}}


async def people(read: Any, variables: dict[str, Any]) -> dict[str, Any]:
    """The people, with whom they work for."""
    rows = await read.fetch(SQL["people"], PARTNER_ID, variables["first"] + 1)
    total = await read.fetchval(SQL["people_count"], PARTNER_ID)
    shown = rows[: variables["first"]]
    work = await read.fetch(SQL["work"], PARTNER_ID, [row["id"] for row in shown], 20)
    ids = list({row["client_id"] for row in work})
    clients = {row["id"]: row for row in await read.fetch(SQL["clients_by_id"], PARTNER_ID, ids)}
    working = await read.fetch(SQL["assignments"], PARTNER_ID, ids)
    names = await _people(read, {row["colleague_id"] for row in working}, "name")
    workers, own = grouped(working, "client_id"), grouped(work, "colleague_id")
    nodes = [_person(row, own[row["id"]], clients, workers, names) for row in shown]
    return {"partner": {"colleagues": {"totalCount": total, "nodes": nodes}}}


def _person(row: Any, work: Any, clients: Any, workers: Any, names: Any) -> dict[str, Any]:
    return {
        "id": public_id("colleague", row["id"]),
        "name": row["name"],
        "role": row["role"],
        "status": row["status"],
        "assignments": [
            {
                "id": public_id("assignment", each["id"]),
                "createdAt": moment(each["created_at"]),
                "client": {
                    "id": public_id("client", each["client_id"]),
                    "name": clients[each["client_id"]]["name"],
                    "country": clients[each["client_id"]]["country"],
                    "status": clients[each["client_id"]]["status"],
                    "assignments": [
                        {"colleague": names[other["colleague_id"]]} for other in workers[each["client_id"]]
                    ],
                },
            }
            for each in work
        ],
    }


async def update_team(read: Any, variables: dict[str, Any]) -> dict[str, Any]:
    """Changes a team's description and notes the event, in one transaction."""
    given = variables["input"]
    async with read.transaction():
        id = decode(IdKind.TEAM, given["teamId"])
        row = await read.fetchrow(SQL["update_team"], PARTNER_ID, id, given["description"])
        await read.execute(SQL["event"], PARTNER_ID, id)
    team = {"id": public_id("team", row["id"]), "name": row["name"], "description": row["description"]}
    return {"updateTeam": {"team": team, "userErrors": []}}


HANDLERS: dict[str, Handler] = {OVERVIEW: overview, VIEWER: viewer, PEOPLE: people, UPDATE_TEAM: update_team}


class App:
    """Raw ASGI: a body in, an answer out."""

    def __init__(self) -> None:
        self._pool: Any = None

    async def __call__(self, scope: MutableMapping[str, Any], receive: Any, send: Any) -> None:
        """One request, or the lifespan."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
            return
        asked = orjson.loads(await _body(receive))
        async with self._pool.acquire() as connection:
            data = await HANDLERS[asked["query"]](connection, asked["variables"])
        answer = orjson.dumps({"data": data})
        headers = [(b"content-type", b"application/json"), (b"content-length", str(len(answer)).encode())]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": answer})

    async def _live(self, receive: Any, send: Any) -> None:
        await receive()
        self._pool = await asyncpg.create_pool(min_size=CONNECTIONS, max_size=CONNECTIONS, reset=_as_it_is)
        await send({"type": "lifespan.startup.complete"})
        await receive()
        self._pool.terminate()
        await send({"type": "lifespan.shutdown.complete"})


async def _body(receive: Any) -> bytes:
    message = await receive()
    body: bytes = message["body"]
    while message.get("more_body"):
        message = await receive()
        body += message["body"]
    return body


async def _as_it_is(_: Any) -> None:
    """Nothing is ever set on a connection, so nothing has to be set back."""


if __name__ == "__main__":
    serve(App())
