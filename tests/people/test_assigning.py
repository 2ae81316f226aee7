"""Assigning colleagues to clients: every pair stands or falls alone, and everything stays in step."""

from datetime import timedelta
from time import perf_counter
from typing import Any

import pytest

from domain.ids import IdKind, encode
from domain.vocabulary import AccessStatus, ColleagueStatus, Role, Scope, SignalKind
from store.engine import Store
from store.ids import new_id
from tests.people.asking import ASSIGN, ask, codes, ids, left
from tests.portal import Portal
from tests.servers.statements import count_statements
from tests.world import World


async def test_every_pair_is_assigned_and_nobody_misses_them_any_more(
    world: World, portal: Portal, admin_store: Store
) -> None:
    firm = await world.partner()
    anna, bo, eva = [await firm.colleague(role=role) for role in (Role.ADMIN, Role.BOOKKEEPER, Role.VIEWER)]
    clients = [await firm.client(), await firm.client()]
    await firm.signal(clients[0], SignalKind.UNASSIGNED)
    payload = await ask(portal.of(anna), ASSIGN, clientIds=ids(*clients), colleagueIds=ids(bo, eva), reason=" Busy ")
    assert [(result["row"], result["clientId"], result["colleagueId"]) for result in payload["results"]] == [
        (0, clients[0].public_id, bo.public_id),
        (1, clients[0].public_id, eva.public_id),
        (2, clients[1].public_id, bo.public_id),
        (3, clients[1].public_id, eva.public_id),
    ]
    assert {result["assignment"]["status"] for result in payload["results"]} == {"ACTIVE"}
    after = await left(admin_store)
    assert after.live == {(one.id, other.id): {None} for one in clients for other in (bo, eva)}
    assert after.audit == after.events == {"assignment.started": 4}
    assert after.unassigned == set()


async def test_a_pair_that_cannot_be_says_why_and_stops_nobody(
    world: World, portal: Portal, admin_store: Store
) -> None:
    firm = await world.partner()
    anna, bo = await firm.colleague(role=Role.ADMIN), await firm.colleague()
    invited = await firm.colleague(status=ColleagueStatus.INVITED)
    gone = await firm.colleague(status=ColleagueStatus.DEACTIVATED)
    fine, left_us = await firm.client(), await firm.client(access_status=AccessStatus.DISCONNECTED)
    await firm.assign(bo, fine)
    people = ids(anna, bo, invited, gone)
    payload = await ask(portal.of(anna), ASSIGN, clientIds=ids(fine, left_us), colleagueIds=people)
    assert [codes(result) for result in payload["results"]] == [
        [],
        ["ALREADY_ASSIGNED"],
        ["COLLEAGUE_NOT_ACTIVE"],
        ["COLLEAGUE_NOT_ACTIVE"],
        ["CLIENT_NOT_CONNECTED"],
        ["CLIENT_NOT_CONNECTED"],
        ["CLIENT_NOT_CONNECTED", "COLLEAGUE_NOT_ACTIVE"],
        ["CLIENT_NOT_CONNECTED", "COLLEAGUE_NOT_ACTIVE"],
    ]
    assert {error["row"] for error in payload["results"][5]["userErrors"]} == {5}
    assert "INVITED" in payload["results"][2]["userErrors"][0]["message"]
    assert (await left(admin_store)).live == {(fine.id, anna.id): {None}, (fine.id, bo.id): {None}}


async def test_ids_that_do_not_exist_for_the_firm_all_answer_alike(
    world: World, portal: Portal, admin_store: Store
) -> None:
    firm, other = await world.partner(), await world.partner()
    anna, foreign = await firm.colleague(role=Role.ADMIN), await other.client()
    client, stranger = await firm.client(), await other.colleague()
    absent = [foreign.public_id, encode(IdKind.CLIENT, new_id()), anna.public_id, "x"]
    payload = await ask(portal.of(anna), ASSIGN, clientIds=absent, colleagueIds=ids(anna))
    told = [[error | {"row": None} for error in result["userErrors"]] for result in payload["results"]]
    assert told == [told[0]] * 4
    assert codes(payload["results"][0]) == ["NOT_FOUND"]
    absent = [stranger.public_id, encode(IdKind.COLLEAGUE, new_id()), client.public_id]
    payload = await ask(portal.of(anna), ASSIGN, clientIds=ids(client), colleagueIds=absent)
    told = [[error | {"row": None} for error in result["userErrors"]] for result in payload["results"]]
    assert told == [told[0]] * 3
    assert (await left(admin_store)).assignments == 0


@pytest.mark.parametrize(
    ("changes", "path", "code"),
    [
        ({"clientIds": []}, "clientIds", "REQUIRED"),
        ({"colleagueIds": []}, "colleagueIds", "REQUIRED"),
        ({"clientIds": ["a", "b", "a"]}, "clientIds", "DUPLICATE"),
        ({"clientIds": list("abcdef"), "colleagueIds": [str(n) for n in range(200)]}, "clientIds", "TOO_MANY"),
        ({"endsAt": "2026-05-13T09:00:00Z"}, "endsAt", "INVALID"),
        ({"reason": "x" * 501}, "reason", "TOO_LONG"),
        ({"reason": "a\u0000b"}, "reason", "INVALID"),
        ({"idempotencyKey": ""}, "idempotencyKey", "INVALID"),
        ({"idempotencyKey": "k" * 101}, "idempotencyKey", "INVALID"),
    ],
)
async def test_bad_input_is_told_with_its_place_and_leaves_nothing(
    world: World, portal: Portal, admin_store: Store, changes: dict[str, Any], path: str, code: str
) -> None:
    firm = await world.partner()
    anna, client = await firm.colleague(role=Role.ADMIN), await firm.client()
    wanted = {"clientIds": ids(client), "colleagueIds": ids(anna)} | changes
    payload = await ask(portal.of(anna), ASSIGN, **wanted)
    assert [(error["path"], error["code"]) for error in payload["userErrors"]] == [(["input", path], code)]
    assert payload["results"] == []
    after = await left(admin_store)
    assert (after.assignments, after.audit, after.events) == (0, {}, {})


async def test_what_has_run_out_is_ended_before_it_begins_anew(
    world: World, portal: Portal, admin_store: Store
) -> None:
    firm = await world.partner()
    anna, client = await firm.colleague(role=Role.ADMIN), await firm.client()
    await firm.assign(anna, client, ends_at=firm.now - timedelta(hours=1))
    until = (firm.now + timedelta(days=3)).isoformat()
    payload = await ask(portal.of(anna), ASSIGN, clientIds=ids(client), colleagueIds=ids(anna), endsAt=until)
    assert codes(payload["results"][0]) == []
    assert payload["results"][0]["assignment"]["endsAt"] == "2026-05-16T09:00:00Z"
    after = await left(admin_store)
    assert after.audit == {"assignment.ended": 1, "assignment.started": 1}
    assert (after.assignments, len(after.live)) == (2, 1)


async def test_a_direct_source_joins_what_a_team_keeps_live(world: World, portal: Portal, admin_store: Store) -> None:
    firm = await world.partner()
    anna, client = await firm.colleague(role=Role.ADMIN), await firm.client()
    team = await firm.team(members=[anna], clients=[client])
    until = (firm.now + timedelta(days=3)).isoformat()
    payload = await ask(portal.of(anna), ASSIGN, clientIds=ids(client), colleagueIds=ids(anna), endsAt=until)
    assert payload["results"][0]["assignment"]["endsAt"] is None
    after = await left(admin_store)
    assert after.live == {(client.id, anna.id): {None, team.id}}
    assert after.audit == after.events == {"assignment.source_added": 1}


async def test_a_dry_run_tells_everything_and_leaves_nothing(world: World, portal: Portal, admin_store: Store) -> None:
    firm = await world.partner()
    anna, client = await firm.colleague(role=Role.ADMIN), await firm.client()
    wanted = {"clientIds": ids(client), "colleagueIds": [anna.public_id, "x"], "validateOnly": True}
    payload = await ask(portal.of(anna), ASSIGN, **wanted)
    assert [codes(result) for result in payload["results"]] == [[], ["NOT_FOUND"]]
    after = await left(admin_store)
    assert (after.assignments, after.audit) == (0, {})


@pytest.mark.parametrize("role", [Role.BOOKKEEPER, Role.VIEWER])
async def test_only_admins_assign(world: World, portal: Portal, admin_store: Store, role: Role) -> None:
    firm = await world.partner()
    bo, client = await firm.colleague(role=role), await firm.client()
    wanted = {"clientIds": ids(client), "colleagueIds": ids(bo)}
    answer = await portal.of(bo)(ASSIGN, input=wanted)
    assert (answer.data["done"], answer.codes) == (None, ["ACCESS_DENIED"])
    assert (await left(admin_store)).assignments == 0


@pytest.mark.parametrize("missing", ["clients:read", "people:read"])
async def test_an_integration_does_not_find_what_it_may_not_read(
    world: World, portal: Portal, admin_store: Store, missing: str
) -> None:
    firm = await world.partner()
    client, over = await firm.client(), await firm.client(access_status=AccessStatus.DISCONNECTED)
    bo, invited = await firm.colleague(), await firm.colleague(status=ColleagueStatus.INVITED)
    scopes = [scope for scope in (Scope.PEOPLE_WRITE, Scope.CLIENTS_READ, Scope.PEOPLE_READ) if scope != missing]
    caller = portal.machine(await firm.integration(list(Scope)), *scopes)
    if missing == "clients:read":
        clients, people = [*ids(client, over), encode(IdKind.CLIENT, new_id())], ids(bo)
    else:
        clients, people = ids(client), [*ids(bo, invited), encode(IdKind.COLLEAGUE, new_id())]
    query = ASSIGN.replace("assignment { id status endsAt }", "")
    payload = await ask(caller, query, clientIds=clients, colleagueIds=people)
    told = [[error | {"row": None} for error in result["userErrors"]] for result in payload["results"]]
    assert told == [told[0]] * 3
    assert [codes(result) for result in payload["results"]] == [["NOT_FOUND"]] * 3
    assert (await left(admin_store)).assignments == 0


async def test_an_integration_assigns_with_its_scopes_alone(world: World, portal: Portal, admin_store: Store) -> None:
    firm = await world.partner()
    bo, client = await firm.colleague(), await firm.client()
    machine = await firm.integration([Scope.PEOPLE_WRITE, Scope.PEOPLE_READ, Scope.CLIENTS_READ])
    wanted = {"clientIds": ids(client), "colleagueIds": ids(bo)}
    answer = await portal.machine(machine, "people:read")(ASSIGN, input=wanted)
    assert answer.codes == ["ACCESS_DENIED"]
    payload = await ask(portal.machine(machine, "people:write", "people:read", "clients:read"), ASSIGN, **wanted)
    assert codes(payload["results"][0]) == []
    assert (await left(admin_store)).live == {(client.id, bo.id): {None}}


async def test_a_thousand_pairs_take_less_than_two_seconds(
    world: World, portal: Portal, store: Store, admin_store: Store
) -> None:
    firm = await world.partner()
    anna = await firm.colleague(role=Role.ADMIN)
    people = [await firm.colleague() for _ in range(4)]
    clients = [await firm.client() for _ in range(251)]
    query = ASSIGN.replace("assignment { id status endsAt }", "")
    with count_statements(store) as few:
        await ask(portal.of(anna), query, clientIds=ids(clients[0]), colleagueIds=ids(*people))
    started = perf_counter()
    with count_statements(store) as many:
        payload = await ask(portal.of(anna), query, clientIds=ids(*clients[1:]), colleagueIds=ids(*people))
    seconds = perf_counter() - started
    assert len(payload["results"]) == 1_000
    assert (await left(admin_store)).audit == {"assignment.started": 1_004}
    assert len(many) == len(few)
    assert seconds < 2
