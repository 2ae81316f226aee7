"""`POST /facts`: what integrations send is taken in once, each fact with its own result, and no faster than it goes."""

import asyncio
import json
from collections.abc import AsyncIterator, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx2
import pytest
from sqlalchemy import select

from domain.vocabulary import Role, Scope
from store.engine import Store
from store.tables import audit_entry
from tests.facts.telling import Json, Teller, account_of
from tests.portal import Portal
from tests.portal.portal import Caller, open_portal
from tests.world import Client, Firm, World

LINES = {"Content-Type": "application/x-ndjson"}


async def send(caller: Caller, facts: Sequence[Any], **headers: str) -> httpx2.Response:
    """Sends a batch as an array."""
    return await caller.http.post("/facts", json=facts, headers={**caller.headers, **headers})


async def sender(portal: Portal, firm: Firm) -> Caller:
    """An integration that may send facts."""
    return portal.machine(await firm.integration([Scope.FACTS_WRITE]), "facts:write")


async def teller(store: Store, firm: Firm, client: Client) -> Teller:
    return Teller(await account_of(store, client), firm.now - timedelta(hours=1))


async def test_each_fact_has_its_result_and_people_see_the_effect(
    world: World, portal: Portal, admin_store: Store
) -> None:
    firm, other = await world.partner(), await world.partner()
    admin, bakery, foreign = await firm.colleague(role=Role.ADMIN), await firm.client(), await other.client()
    say, theirs = await teller(admin_store, firm, bakery), await teller(admin_store, other, foreign)
    balance, level = say("balance.changed", balanceMinor=-5_00), say("access.level_changed", level="EXTENDED")
    batch: list[Json] = [
        level,
        balance | {"partner": firm.public_id},
        balance,
        say("card.frozen", card="1"),
        say("balance.changed"),
        theirs("balance.changed", balanceMinor=1),
        balance | {"partner": other.public_id},
        say("access.grant_changed", grant="PAY_INVOICES", granted=True),
        say("balance.changed", balanceMinor=10**12 + 1),
    ]
    answer = await send(await sender(portal, firm), [*batch, "fact"])
    results = answer.json()["results"]
    assert [each["index"] for each in results] == list(range(10))
    assert [(each["id"], each["outcome"]) for each in results] == [
        (level["id"], "APPLIED"),
        (balance["id"], "APPLIED"),
        (balance["id"], "DUPLICATE"),
        (batch[3]["id"], "UNKNOWN_KIND"),
        (batch[4]["id"], "REFUSED"),
        (batch[5]["id"], "REFUSED"),
        (balance["id"], "REFUSED"),
        (batch[7]["id"], "HELD"),
        (batch[8]["id"], "REFUSED"),
        (None, "REFUSED"),
    ]
    assert [results[place]["message"] for place in (4, 5, 6, 8, 9)] == [
        "`data` lacks `balanceMinor`.",
        "There is no such client.",
        "There is no such firm.",
        "`data.balanceMinor` must be smaller than or equal to 1000000000000.",
        "A fact must be object.",
    ]
    seen = await portal.of(admin)(
        "query($id: ID!) { client(id: $id) { wallet { balance { amount } } access { level } "
        "attention { signals { kind level } } } }",
        id=bakery.public_id,
    )
    client = seen.data["client"]
    assert (client["wallet"]["balance"]["amount"], client["access"]["level"]) == ("-5.00", "EXTENDED")
    assert {"kind": "LOW_BALANCE", "level": "CRITICAL"} in client["attention"]["signals"]
    async with admin_store.engine.connect() as connection:
        entries = (await connection.execute(select(audit_entry).where(audit_entry.c.client_id == bakery.id))).all()
    assert [(each.action, each.actor_kind) for each in entries] == [("client.level_changed", "PLATFORM")]


async def test_consent_is_not_for_a_firm_to_tell(
    world: World, portal: Portal, store: Store, admin_store: Store, database_url: str, tmp_path: Path
) -> None:
    firm = await world.partner()
    client = await firm.client()
    say = await teller(admin_store, firm, client)
    facts = [
        say("access.level_changed", level="EXTENDED"),
        say("access.grant_changed", grant="PAY_INVOICES", granted=True),
        say("access.poa_changed", granted=True),
        say("account.checked"),
    ]
    strict = open_portal(store, database_url, tmp_path, firm.now, portal.issuer, GATEWAY_FIRMS_TELL_CONSENT="false")
    results = (await send(await sender(strict, firm), facts)).json()["results"]
    assert [each["outcome"] for each in results] == ["REFUSED", "REFUSED", "REFUSED", "APPLIED"]
    assert {each["message"] for each in results[:3]} == {"Only the platform can tell this, not a firm's integration."}


async def test_what_no_database_could_keep_is_refused_alone(world: World, portal: Portal, admin_store: Store) -> None:
    firm = await world.partner()
    say = await teller(admin_store, firm, await firm.client())
    day = {"expense": "1", "amountMinor": 1, "currency": "DKK"}
    admin = {"name": "A", "email": "no address"}
    joined = {"name": "A", "country": "DK", "registrationNumber": "1", "companySize": "SMALL", "level": "LIMITED"}
    good = say("account.checked")
    odd = [
        good | {"client": "a\0b"},
        good | {"partner": "a\0b"},
        good | {"kind": "expense.submitted", "data": {**day, "spentOn": "9999-12-31"}},
        good | {"kind": "expense.submitted", "data": {**day, "spentOn": "0001-01-01"}},
        good | {"kind": "client.joined", "data": {**joined, "admin": admin}},
    ]
    results = (await send(await sender(portal, firm), [*odd, good])).json()["results"]
    assert [each["outcome"] for each in results] == ["REFUSED"] * 5 + ["APPLIED"]
    places = ["`client`", "`partner`", "`data.spentOn`", "`data.spentOn`", "`data.admin.email`"]
    assert [each["message"].split()[0] for each in results[:5]] == places


async def test_facts_may_come_one_on_each_line(world: World, portal: Portal, admin_store: Store) -> None:
    firm = await world.partner()
    say, caller = await teller(admin_store, firm, await firm.client()), await sender(portal, firm)
    lines = "\n\n".join(json.dumps(say("account.checked")) for _ in range(3))
    answer = await caller.http.post("/facts", content=lines, headers={**caller.headers, **LINES})
    assert [each["outcome"] for each in answer.json()["results"]] == ["APPLIED"] * 3


async def test_only_integrations_with_the_scope_may_send(world: World, portal: Portal) -> None:
    firm = await world.partner()
    integration = await firm.integration([Scope.FACTS_WRITE])
    reader = await firm.integration([Scope.CLIENTS_READ])
    callers = {
        401: [portal.anybody, portal.bearer("nonsense")],
        403: [
            portal.of(await firm.colleague(role=Role.OWNER)),
            portal.machine(integration, "clients:read"),
            portal.machine(reader, "facts:write"),
        ],
    }
    for status, some in callers.items():
        for caller in some:
            assert (await send(caller, [])).status_code == status
    assert (await send(portal.machine(integration, "facts:write"), [])).json() == {"results": []}


@pytest.mark.parametrize(
    ("body", "content_type", "status", "message"),
    [
        ("[" + "1," * 500 + "1]", "application/json", 413, "Send at most 500 facts at a time; these are 501."),
        (" " * 1_048_577, "application/json", 413, "The body is larger than 1048576 bytes."),
        ("{}", "application/json", 400, "Send a JSON array of facts."),
        ('{}\n{"a": 1, "a": 2}', "application/x-ndjson", 400, "Line 2 names `a` twice; keep one of them."),
        (
            "[]",
            "text/plain",
            415,
            "Send facts as application/json (an array) or application/x-ndjson (one on each line).",
        ),
    ],
)
async def test_what_is_no_batch_is_refused_as_a_whole(
    world: World, portal: Portal, body: str, content_type: str, status: int, message: str
) -> None:
    caller = await sender(portal, await world.partner())
    headers = {**caller.headers, "Content-Type": content_type}
    answer = await caller.http.post("/facts", content=body, headers=headers)
    assert (answer.status_code, answer.json()["errors"][0]["message"]) == (status, message)


async def test_when_too_many_are_under_way_the_next_is_told_to_come_again(
    world: World, store: Store, database_url: str, admin_store: Store, tmp_path: Path
) -> None:
    firm = await world.partner()
    portal = open_portal(store, database_url, tmp_path, firm.now, GATEWAY_FACTS_IN_FLIGHT="1")
    say, caller = await teller(admin_store, firm, await firm.client()), await sender(portal, firm)
    fact, begun, go_on = say("account.checked"), asyncio.Event(), asyncio.Event()

    async def slowly() -> AsyncIterator[bytes]:
        begun.set()
        await go_on.wait()
        yield json.dumps(fact).encode()

    slow = asyncio.create_task(caller.http.post("/facts", content=slowly(), headers={**caller.headers, **LINES}))
    await begun.wait()
    turned_away = await send(caller, [fact])
    go_on.set()
    assert (turned_away.status_code, turned_away.headers["Retry-After"]) == (429, "1")
    assert (await slow).json()["results"][0]["outcome"] == "APPLIED"
    assert (await send(caller, [fact])).json()["results"][0]["outcome"] == "DUPLICATE"
    await portal.http.aclose()
