"""What a colleague reaches is listed before they leave: every client, how, until when, and who would be left alone."""

from datetime import timedelta
from typing import Any

import pytest

from domain.vocabulary import AssignmentStatus, Role, Scope
from store.engine import Store
from store.tables import assignment, integration, webhook
from tests.integrations.asking import change
from tests.integrations.asking import codes as refusals
from tests.people.asking import ASSIGN, DEACTIVATE, ask, ids
from tests.portal import Caller, Portal
from tests.servers.statements import count_statements
from tests.world import Colleague, Firm, World

REPORT = """query ($who: ID!, $first: Int, $after: String, $orphaned: Boolean! = false) {
  partner { leaverReport(colleagueId: $who) {
    colleague { name } seesAllClients orphanedClientCount
    clients(first: $first, after: $after, onlyOrphaned: $orphaned) {
      totalCount pageInfo { hasNextPage endCursor }
      nodes { client { name } since endsAt isDirect isOrphaned reasons { source team { name } } } } } } }"""


async def report(caller: Caller, who: Colleague, **variables: Any) -> Any:
    """The report on a colleague."""
    answer = await caller(REPORT, who=who.public_id, **variables)
    assert answer.errors == [], answer.body
    return answer.data["partner"]["leaverReport"]


async def test_it_lists_every_client_how_and_whether_anybody_else_is_left(world: World, portal: Portal) -> None:
    firm = await world.partner()
    boss, leaver, mate = (
        portal.of(await firm.colleague(role=Role.ADMIN)),
        await firm.colleague(),
        await firm.colleague(),
    )
    alone, shared, timed, lapsing = [await firm.client(name) for name in ("Alone", "Shared", "Timed", "With lapsing")]
    team = await firm.team("North", members=[leaver, mate], clients=[shared])
    end = firm.now + timedelta(days=3)
    for client in (alone, shared):
        await firm.assign(leaver, client)
    await firm.assign(leaver, timed, ends_at=end)
    await firm.assign(leaver, lapsing)
    await firm.assign(mate, lapsing, ends_at=firm.now - timedelta(days=1))
    await firm.assign(leaver, await firm.client("Over"), ends_at=firm.now - timedelta(minutes=1))
    found = await report(boss, leaver)
    assert (found["colleague"]["name"], found["seesAllClients"], found["orphanedClientCount"]) == (
        leaver.name,
        False,
        3,
    )
    direct, through = {"source": "DIRECT", "team": None}, {"source": "TEAM", "team": {"name": team.name}}
    since, until = firm.now.isoformat(), end.isoformat()
    told = {"since": found["clients"]["nodes"][0]["since"], "endsAt": None, "isDirect": True}
    assert told["since"][:16] == since[:16]
    rows = found["clients"]["nodes"]
    assert [(row["client"]["name"], row["isOrphaned"]) for row in rows] == [
        ("Alone", True),
        ("Shared", False),
        ("Timed", True),
        ("With lapsing", True),
    ]
    assert [sorted(each["source"] for each in row["reasons"]) for row in rows[:2]] == [["DIRECT"], ["DIRECT", "TEAM"]]
    assert all(reason in (direct, through) for row in rows for reason in row["reasons"])
    assert rows[2]["endsAt"][:16] == until[:16]
    orphans = await report(boss, leaver, orphaned=True)
    assert [row["client"]["name"] for row in orphans["clients"]["nodes"]] == ["Alone", "Timed", "With lapsing"]
    assert orphans["clients"]["totalCount"] == 3


async def test_it_says_what_leaving_then_does(world: World, portal: Portal) -> None:
    firm = await world.partner()
    boss = portal.of(await firm.colleague(role=Role.ADMIN))
    leaver, mate = await firm.colleague(), await firm.colleague()
    clients = [await firm.client() for _ in range(3)]
    await ask(boss, ASSIGN, clientIds=ids(*clients), colleagueIds=ids(leaver))
    await ask(boss, ASSIGN, clientIds=ids(clients[0]), colleagueIds=ids(mate))
    before = await report(boss, leaver)
    left = await ask(boss, DEACTIVATE, colleagueId=leaver.public_id)
    assert (left["endedAssignmentCount"], left["orphanedClientCount"]) == (
        before["clients"]["totalCount"],
        before["orphanedClientCount"],
    )
    assert (await report(boss, leaver))["clients"]["nodes"] == []


async def test_pages_cost_the_same_and_lose_nothing(world: World, portal: Portal, store: Store) -> None:
    firm = await world.partner()
    boss, leaver = portal.of(await firm.colleague(role=Role.ADMIN)), await firm.colleague()
    clients = [await firm.client() for _ in range(7)]
    await firm.team(members=[leaver], clients=clients)
    names, after, costs = [], None, []
    while True:
        with count_statements(store) as seen:
            page = (await report(boss, leaver, first=3, after=after))["clients"]
        costs.append(len(seen))
        names += [row["client"]["name"] for row in page["nodes"]]
        if not page["pageInfo"]["hasNextPage"]:
            break
        after = page["pageInfo"]["endCursor"]
    assert names == sorted(client.name for client in clients)
    assert len(set(costs)) == 1


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
async def test_it_is_for_admins_and_knows_nobody_of_other_firms(world: World, portal: Portal) -> None:
    firm, other = await world.partner(), await world.partner()
    boss, mate, stranger = await firm.colleague(role=Role.OWNER), await firm.colleague(), await other.colleague()
    assert (await portal.of(mate)(REPORT, who=mate.public_id)).codes == ["ACCESS_DENIED"]
    unknown = [stranger.public_id, firm.public_id, "colleague_x", ""]
    found = [(await portal.of(boss)(REPORT, who=who)).raw for who in unknown]
    assert len(set(found)) == 1
    assert b'"leaverReport":null' in found[0]
    assert (await report(portal.of(boss), boss))["seesAllClients"] is True
    async with firm.work() as work:
        assert await work.find(assignment, status=AssignmentStatus.ENDED) == []


KNOWN = """query ($who: ID!) { partner { leaverReport(colleagueId: $who) { seesAllClients assignedClientCount
  knownSecrets { kind since kid integration { name } webhook { url } } } } }"""
HOOK = """mutation ($input: CreateWebhookInput!) { done: createWebhook(input: $input) {
  webhook { id } userErrors { code message } } }"""
ROTATE_HOOK = """mutation ($input: RotateWebhookSecretInput!) { done: rotateWebhookSecret(input: $input) {
  userErrors { code } } }"""
FOLLOW = "subscription { clientAttentionChanged { cursor } }"
JWK = '{"kty":"OKP","crv":"Ed25519","kid":"laptop","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}'


async def known(caller: Caller, who: Colleague) -> list[tuple[str, str]]:
    """The secrets that somebody knows: kind, and what it is called."""
    answer = await caller(KNOWN, who=who.public_id)
    assert answer.errors == [], answer.body
    found = answer.data["partner"]["leaverReport"]["knownSecrets"]
    return sorted((each["kind"], each["kid"] or each["integration"]["name"]) for each in found)


async def an_hour_ago(firm: Firm) -> None:
    """What was made by now was made earlier: the portal's clock stands still."""
    then = firm.now - timedelta(hours=1)
    async with firm.work() as work:
        for table in (integration, webhook):
            await work.update(table, {"created_at": then, "secret_since": then})


async def test_secrets_that_somebody_was_shown_are_named_until_they_are_others(world: World, portal: Portal) -> None:
    firm = await world.partner()
    leaver, mate = await firm.colleague(role=Role.ADMIN), await firm.colleague(role=Role.ADMIN)
    theirs, boss = portal.of(leaver), portal.of(mate)
    made = (await change(theirs, "createIntegration", name="Ledger", scopes=["BOOKKEEPING_READ"]))["integration"]
    other = (await change(boss, "createIntegration", name="Payroll", scopes=["CLIENTS_READ"]))["integration"]
    assert refusals(await change(theirs, "registerIntegrationKey", integrationId=other["id"], jwk=JWK)) == []
    hook = await ask(theirs, HOOK, integrationId=made["id"], url="https://hooks.example.com/in", document=FOLLOW)
    assert hook["userErrors"] == []
    assert await known(boss, leaver) == [
        ("INTEGRATION_KEY", "laptop"),
        ("INTEGRATION_SECRET", "Ledger"),
        ("WEBHOOK_SECRET", "Ledger"),
    ]
    assert await known(boss, mate) == [("INTEGRATION_SECRET", "Payroll")]
    await an_hour_ago(firm)
    await change(boss, "rotateIntegrationSecret", integrationId=made["id"], overlapHours=0)
    await change(boss, "removeIntegrationKey", integrationId=other["id"], kid="laptop")
    await ask(boss, ROTATE_HOOK, webhookId=hook["webhook"]["id"], overlapHours=0)
    assert await known(boss, leaver) == []
    assert [kind for kind, _ in await known(boss, mate)] == [
        "INTEGRATION_SECRET",
        "INTEGRATION_SECRET",
        "WEBHOOK_SECRET",
    ]


async def test_a_secret_is_known_while_it_overlaps_with_the_next(world: World, portal: Portal) -> None:
    firm = await world.partner()
    leaver, mate = await firm.colleague(role=Role.ADMIN), await firm.colleague(role=Role.ADMIN)
    made = (await change(portal.of(mate), "createIntegration", name="Ledger", scopes=["CLIENTS_READ"]))["integration"]
    await change(portal.of(leaver), "rotateIntegrationSecret", integrationId=made["id"], overlapHours=1)
    assert (
        await known(portal.of(mate), leaver) == await known(portal.of(mate), mate) == [("INTEGRATION_SECRET", "Ledger")]
    )


async def test_an_admins_assignments_are_told_apart_from_what_the_role_shows(world: World, portal: Portal) -> None:
    firm = await world.partner()
    boss = await firm.colleague(role=Role.ADMIN)
    mine, _ = await firm.client(), await firm.client()
    await firm.assign(boss, mine)
    await firm.integration([Scope.CLIENTS_READ])
    answer = await portal.of(boss)(KNOWN, who=boss.public_id)
    told = {"seesAllClients": True, "assignedClientCount": 1, "knownSecrets": []}
    assert answer.data["partner"]["leaverReport"] == told
