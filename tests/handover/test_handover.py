"""Opening a client's account: who gets a link, where it leads, and all the ways in which it leads nowhere."""

import asyncio
from datetime import datetime, timedelta
from typing import Any

import httpx2
import pytest
from sqlalchemy import select, update

from domain.access import GRANT_CAPABILITIES, LEVEL_TEMPLATES
from domain.denial import CLIENT
from domain.handover import PAGE_CAPABILITY, ClientAccountPage
from domain.ids import IdKind, encode
from domain.rule import Rule
from domain.vocabulary import AccessLevel, AccessStatus, ColleagueStatus, Grant, Role, Scope
from resolvers.handover import redeem
from store.engine import Store
from store.ids import new_id
from store.tables import assignment, assignment_source, client, colleague, handover, idempotency
from store.vault import Vault, secret_hash
from tests.handover.conftest import LINKS
from tests.people.asking import ask, codes, ids, left
from tests.portal import Caller, Portal
from tests.world import Client, Colleague, Firm, World

OPEN = """mutation ($input: OpenClientAccountInput!) { done: openClientAccount(input: $input) {
  url expiresAt client { id } userErrors { code message path row
    denial { factor changedBy suffices { factor change to changedBy } } } } }"""
TRAIL = """query ($filter: AuditFilter) { partner { auditEvents(first: 100, filter: $filter) {
  nodes { action changes { field after } } } } }"""


Door = httpx2.AsyncClient


async def open_account(portal: Portal, who: Colleague, whose: Client, **input: Any) -> dict[str, Any]:
    return await ask(portal.of(who), OPEN, clientId=whose.public_id, **input)


async def trail(caller: Caller, **filter: Any) -> list[tuple[str, str]]:
    """Action and page of audit entries, the newest first."""
    nodes = (await caller(TRAIL, filter=filter)).data["partner"]["auditEvents"]["nodes"]
    return [(node["action"], node["changes"][0]["after"]) for node in nodes]


async def assigned(world: World, **columns: Any) -> tuple[Firm, Colleague, Client]:
    """A bookkeeper and the client they work on."""
    firm = await world.partner()
    bo, client = await firm.colleague(), await firm.client(account_number="ACC 7/1", **columns)
    await firm.assign(bo, client)
    return firm, bo, client


async def test_a_retry_with_the_same_key_is_given_the_same_link(
    world: World, portal: Portal, admin_store: Store
) -> None:
    _, bo, client = await assigned(world)
    first, again, other = [await open_account(portal, bo, client, idempotencyKey=key) for key in ("a", "a", "b")]
    assert first == again
    assert first["url"] != other["url"]
    async with admin_store.engine.connect() as connection:
        kept = str((await connection.execute(select(idempotency))).all())
        assert len((await connection.execute(select(handover))).all()) == 2
    assert first["url"].removeprefix("http://gateway.example/hand-over/") not in kept
    assert codes(await open_account(portal, bo, client, idempotencyKey="")) == ["INVALID"]


async def test_a_link_leads_once_to_the_page_on_the_platform(
    world: World, portal: Portal, door: Door, admin_store: Store
) -> None:
    _, bo, client = await assigned(world)
    payload = await open_account(portal, bo, client, target="CASH_MANAGEMENT")
    assert (codes(payload), payload["expiresAt"]) == ([], "2026-05-13T09:01:00Z")
    secret = payload["url"].removeprefix("http://gateway.example/hand-over/")
    async with admin_store.engine.connect() as connection:
        (row,) = (await connection.execute(select(handover))).all()
    assert (row.token_hash, row.used_at) == (secret_hash(secret), None)
    first, second = await door.get(payload["url"]), await door.get(payload["url"])
    assert first.status_code == 303
    assert first.headers["location"] == "https://platform.example/accounts/ACC%207%2F1?page=cash-management"
    assert second.status_code == 404
    after = await left(admin_store)
    assert after.audit == after.events == {"client_account.money_opened": 1, "client_account.money_entered": 1}


async def test_fifty_at_once_enter_once(
    world: World, portal: Portal, store: Store, vault: Vault, now: datetime, admin_store: Store
) -> None:
    _, bo, client = await assigned(world)
    secret = (await open_account(portal, bo, client))["url"].rsplit("/", 1)[1]
    found = await asyncio.gather(*(redeem(store, vault, LINKS, secret, now) for _ in range(50)))
    assert [each for each in found if each] == ["https://platform.example/accounts/ACC%207%2F1?page=overview"]
    assert (await left(admin_store)).audit == {"client_account.opened": 1, "client_account.entered": 1}


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
async def test_the_ways_to_money_are_audited_apart_and_no_other_page_is(
    world: World, portal: Portal, door: Door
) -> None:
    firm, bo, client = await assigned(world, level=AccessLevel.EXTENDED, grants=tuple(Grant))
    for page in ClientAccountPage:
        assert (await door.get((await open_account(portal, bo, client, target=page))["url"])).status_code == 303
    boss = portal.of(await firm.colleague(role=Role.ADMIN))
    money = {"action": ["client_account.money_opened", "client_account.money_entered"]}
    for part in (money, money | {"clientId": client.public_id, "isClientsPart": True}):
        assert await trail(boss, **part) == [(action, "CASH_MANAGEMENT") for action in reversed(money["action"])]
    others = await trail(boss, action=["client_account.opened", "client_account.entered"])
    assert {page for _, page in others} == {page.value for page in ClientAccountPage} - {"CASH_MANAGEMENT"}
    assert len(others) == 2 * (len(ClientAccountPage) - 1)


@pytest.mark.parametrize("level", list(AccessLevel))
@pytest.mark.parametrize("grants", [(), (Grant.PAY_INVOICES,)])
async def test_every_page_opens_where_level_and_grants_allow_it_and_no_other(
    world: World, portal: Portal, level: AccessLevel, grants: tuple[Grant, ...]
) -> None:
    _, bo, client = await assigned(world, level=level, grants=grants)
    held = LEVEL_TEMPLATES[level] | {GRANT_CAPABILITIES[grant] for grant in grants}
    for page in ClientAccountPage:
        payload = await open_account(portal, bo, client, target=page)
        if PAGE_CAPABILITY[page] in held:
            assert codes(payload) == []
        else:
            assert (codes(payload), payload["url"]) == (["ACCESS_DENIED"], None)
            assert payload["userErrors"][0]["path"] == ["input", "target"]
            assert "Needs the" in payload["userErrors"][0]["message"]
            lacks = Rule(capability=PAGE_CAPABILITY[page])
            factor, to = ("GRANT", lacks.grant) if lacks.grant else ("LEVEL", "EXTENDED")
            change = "GRANT" if lacks.grant else "RAISE_LEVEL"
            step = {"factor": factor, "change": change, "to": to, "changedBy": CLIENT}
            denial = {"factor": factor, "changedBy": CLIENT, "suffices": [step]}
            assert payload["userErrors"][0]["denial"] == denial


async def test_what_is_missing_is_told_with_the_cure(world: World, portal: Portal, admin_store: Store) -> None:
    firm, bo, _ = await assigned(world)
    without = await firm.client(poa=False)
    over = await firm.client(access_status=AccessStatus.DISCONNECTED)
    await firm.assign(bo, without)
    anna = await firm.colleague(role=Role.ADMIN)
    assert codes(await open_account(portal, bo, without)) == ["POWER_OF_ATTORNEY_MISSING"]
    assert codes(await open_account(portal, anna, over)) == ["NOT_ASSIGNED", "CLIENT_NOT_CONNECTED"]
    assert codes(await open_account(portal, anna, over, assignSelf=True)) == ["CLIENT_NOT_CONNECTED"]
    told = await open_account(portal, anna, without)
    assert codes(told) == ["NOT_ASSIGNED", "POWER_OF_ATTORNEY_MISSING"]
    assert "assign yourself first" in told["userErrors"][0]["message"]
    assert told["userErrors"][0]["denial"] is None
    gone = (await open_account(portal, anna, over, assignSelf=True))["userErrors"][0]
    assert gone["denial"] == {"factor": "CONNECTION", "changedBy": CLIENT, "suffices": None}
    assert (await left(admin_store)).audit == {}


async def test_an_admin_assigns_themselves_on_the_way_in(
    world: World, portal: Portal, door: Door, admin_store: Store
) -> None:
    firm = await world.partner()
    anna, client = await firm.colleague(role=Role.ADMIN), await firm.client()
    assert codes(await open_account(portal, anna, client)) == ["NOT_ASSIGNED"]
    payload = await open_account(portal, anna, client, assignSelf=True)
    assert (await door.get(payload["url"])).status_code == 303
    after = await left(admin_store)
    assert after.live == {(client.id, anna.id): {None}}
    assert after.audit == {"assignment.started": 1, "client_account.opened": 1, "client_account.entered": 1}


async def test_readers_machines_and_strangers_get_no_link(world: World, portal: Portal, admin_store: Store) -> None:
    firm, bo, client = await assigned(world)
    eva, machine = await firm.colleague(role=Role.VIEWER), await firm.integration(list(Scope))
    await firm.assign(eva, client)
    scopes = [scope.value for scope in Scope]
    for caller in (portal.of(eva), portal.machine(machine, *scopes)):
        assert (await caller(OPEN, input={"clientId": client.public_id})).codes == ["ACCESS_DENIED"]
    hidden, foreign = await firm.client(), await (await world.partner()).client()
    absent = [*ids(hidden, foreign, bo), encode(IdKind.CLIENT, new_id()), "x"]
    answers = [await portal.of(bo)(OPEN, input={"clientId": id, "assignSelf": True}) for id in absent]
    assert {answer.raw for answer in answers} == {answers[0].raw}
    assert codes(answers[0].data["done"]) == ["NOT_FOUND"]
    assert (await left(admin_store)).audit == {}


@pytest.mark.parametrize(
    ("table", "values"),
    [
        (colleague, {"status": ColleagueStatus.DEACTIVATED}),
        (colleague, {"role": Role.VIEWER}),
        (client, {"access_status": AccessStatus.SUSPENDED}),
        (client, {"access_status": AccessStatus.DISCONNECTED}),
        (client, {"poa_granted": False}),
        (client, {"level": AccessLevel.LIMITED}),
        (assignment, {"status": "ENDED"}),
        (handover, {"expires_at": None}),
        (assignment_source, {"ends_at": None}),
    ],
)
async def test_a_right_withdrawn_after_opening_closes_the_link(
    world: World,
    portal: Portal,
    door: httpx2.AsyncClient,
    admin_store: Store,
    now: datetime,
    table: Any,
    values: dict[str, Any],
) -> None:
    _, bo, client_row = await assigned(world, level=AccessLevel.EXTENDED)
    url = (await open_account(portal, bo, client_row, target="USERS"))["url"]
    over = {name: now if value is None else value for name, value in values.items()}
    async with admin_store.engine.begin() as connection:
        await connection.execute(update(table).values(over))
    answer, wrong = await door.get(url), await door.get("http://gateway.example/hand-over/wrong")
    assert (answer.status_code, answer.content) == (404, wrong.content)
    async with admin_store.engine.connect() as connection:
        assert (await connection.execute(select(handover.c.used_at))).scalars().all() == [None]


@pytest.mark.parametrize("secret", ["", "x", "x" * 101, "\x00", "\ud800", "../" * 20])
async def test_what_is_no_link_leads_nowhere(store: Store, vault: Vault, now: datetime, secret: str) -> None:
    assert await redeem(store, vault, LINKS, secret, now) is None


async def test_a_link_is_dead_after_a_minute(
    world: World, portal: Portal, store: Store, vault: Vault, now: datetime
) -> None:
    _, bo, client = await assigned(world)
    secret = (await open_account(portal, bo, client))["url"].rsplit("/", 1)[1]
    assert await redeem(store, vault, LINKS, secret, now + timedelta(seconds=60)) is None
    assert await redeem(store, vault, LINKS, secret, now + timedelta(seconds=59)) is not None
