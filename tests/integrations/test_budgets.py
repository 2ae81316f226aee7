"""Budgets by cost and minute: told in headers and in the schema, refused in good time, counted in Redis or without."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from domain.access import Identity, Viewer, ViewerKind
from domain.errors import RequestError
from domain.vocabulary import Role, Scope
from gateway.budgets import Budgets
from gateway.counting import LocalCounters
from gateway.shared_counting import SharedCounters
from store.engine import Store
from tests.portal import Portal
from tests.portal.portal import open_portal
from tests.servers.databases import Database
from tests.servers.valkey import Valkey
from tests.world import World

ON_SQLITE = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
CLIENTS = "{ partner { clients(first: 50) { nodes { id } } } rateLimit { limit remaining cost } }"
MACHINE = Viewer(ViewerKind.INTEGRATION, Identity("us", "robot"))


@pytest.fixture
async def tight(
    store: Store, database: Database, tmp_path: Path, now: object, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Portal]:
    """A gateway with small budgets, in a minute that does not end."""
    monkeypatch.setattr("gateway.counting.window_of", lambda *_: 0)
    budgets = {"GATEWAY_INTEGRATION_BUDGET": "100", "GATEWAY_PERSON_BUDGET": "200"}
    opened = open_portal(store, database.url, tmp_path, now, **budgets)  # type: ignore[arg-type]
    yield opened
    await opened.http.aclose()


@ON_SQLITE
async def test_an_answer_tells_what_is_left_and_gives_back_what_was_not_used(world: World, tight: Portal) -> None:
    firm = await world.partner()
    await firm.client()
    machine = tight.machine(await firm.integration([Scope.PARTNER_READ, Scope.CLIENTS_READ]), *Scope)
    answer = await machine(CLIENTS)
    cost = answer.body["extensions"]["cost"]
    assert answer.data["rateLimit"] == {"limit": 100, "remaining": 100 - cost["estimated"], "cost": cost["estimated"]}
    assert cost["actual"] < cost["estimated"]
    assert answer.headers["ratelimit-policy"] == '"cost";q=100;w=60'
    assert answer.headers["ratelimit"].startswith(f'"cost";r={100 - cost["actual"]};t=')


@ON_SQLITE
async def test_who_has_used_the_minute_up_is_refused_and_nobody_else(world: World, tight: Portal) -> None:
    firm = await world.partner()
    machine = tight.machine(await firm.integration([Scope.PARTNER_READ, Scope.CLIENTS_READ]), *Scope)
    other = tight.machine(await firm.integration([Scope.PARTNER_READ, Scope.CLIENTS_READ]), *Scope)
    person = tight.of(await firm.colleague(role=Role.ADMIN))
    answers = await asyncio.gather(*(machine(CLIENTS) for _ in range(12)))
    assert {answer.status for answer in answers} <= {200, 429}
    while (answer := await machine(CLIENTS)).status == 200:
        pass
    told = answer.errors[0]["extensions"]
    assert (answer.status, told["code"], told["budget"]) == (429, "RATE_LIMITED", 100)
    assert told["cost"] > told["remaining"] >= 0
    assert answer.headers["retry-after"] == str(told["retryAfter"])
    assert answer.headers["ratelimit"] == f'"cost";r={told["remaining"]};t={told["retryAfter"]}'
    assert "data" not in answer.body
    assert (await other(CLIENTS)).status == 200
    assert (await person(CLIENTS)).data["rateLimit"]["limit"] == 200


@ON_SQLITE
async def test_what_costs_more_than_a_minute_is_told_so(world: World, tight: Portal) -> None:
    firm = await world.partner()
    machine = tight.machine(await firm.integration([Scope.PARTNER_READ, Scope.CLIENTS_READ]), *Scope)
    answer = await machine("{ partner { clients(first: 100) { nodes { id name } } } }")
    assert "more than a whole minute has" in answer.errors[0]["message"]
    assert (await tight.anybody("{ __typename }")).status == 200


async def test_processes_count_together_in_redis(valkey: Valkey, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gateway.shared_counting._PATIENCE_SECONDS", 10.0)
    counters = [SharedCounters(valkey.url, lambda: 0.0) for _ in range(2)]
    one, two = (Budgets(100, 100, each, lambda: 0.0) for each in counters)
    here = await one.reserve(MACHINE, 60)
    assert here is not None
    with pytest.raises(RequestError):
        await two.reserve(MACHINE, 60)
    await here.settle({"extensions": {"cost": {"actual": 10}}})
    assert await two.reserve(MACHINE, 60) is not None
    valkey.kill()
    assert await one.reserve(MACHINE, 60) is not None
    for each in counters:
        await each.aclose()


async def test_a_redis_that_is_away_refuses_nobody() -> None:
    away = SharedCounters("redis://127.0.0.1:1/0", lambda: 0.0)
    budgets = Budgets(100, 100, away, lambda: 0.0)
    assert await budgets.reserve(MACHINE, 60) is not None
    with pytest.raises(RequestError):
        await budgets.reserve(MACHINE, 60)
    await away.aclose()


async def test_a_new_window_begins_at_nothing() -> None:
    moment = [59.0]
    counters = LocalCounters(lambda: moment[0])
    assert [await counters.add("a", 5), await counters.add("a", 2), await counters.add("b", 1)] == [5, 7, 1]
    moment[0] = 60.0
    assert await counters.add("a", 1) == 1
