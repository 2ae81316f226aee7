"""Teams: their names, members and clients, and the assignments that follow from them and from nothing else."""

import asyncio
from random import Random
from typing import Any
from uuid import UUID

import pytest

from domain.ids import IdKind, decode, encode
from domain.vocabulary import AccessStatus, ColleagueStatus, Role, Scope
from store.engine import Store
from store.ids import new_id
from tests.people.asking import (
    ASSIGN,
    CREATE_TEAM,
    DELETE_TEAM,
    SET_CLIENTS,
    SET_MEMBERS,
    UNASSIGN,
    UPDATE_TEAM,
    ask,
    codes,
    ids,
    left,
)
from tests.portal import Portal
from tests.world import World

EVERY = {
    CREATE_TEAM: {"name": "Syd"},
    UPDATE_TEAM: {"name": "Syd"},
    SET_MEMBERS: {"colleagueIds": []},
    SET_CLIENTS: {"clientIds": []},
    DELETE_TEAM: {},
}


async def test_a_new_team_works_on_its_clients(world: World, portal: Portal, admin_store: Store) -> None:
    firm = await world.partner()
    anna, bo = await firm.colleague(role=Role.ADMIN), await firm.colleague()
    client = await firm.client()
    payload = await ask(
        portal.of(anna),
        CREATE_TEAM,
        name="  Nord ",
        description=" Line one\nline two ",
        colleagueIds=ids(anna, bo),
        clientIds=ids(client),
    )
    team = payload["team"]
    assert (team["name"], team["description"], team["clientCount"]) == ("Nord", "Line one\nline two", 1)
    id = decode(IdKind.TEAM, team["id"])
    after = await left(admin_store)
    assert after.live == {(client.id, anna.id): {id}, (client.id, bo.id): {id}}
    assert after.audit == after.events == {"team.created": 1, "team.roster_changed": 1, "assignment.started": 2}


async def test_equal_names_are_refused_whatever_case_and_accents(world: World, portal: Portal) -> None:
    firm, other = await world.partner(), await world.partner()
    anna = portal.of(await firm.colleague(role=Role.ADMIN))
    await firm.team("Søndergård")
    await other.team("Elsewhere")
    team = await firm.team("Nord")
    assert codes(await ask(anna, CREATE_TEAM, name=" SONDERGARD")) == ["NAME_TAKEN"]
    assert codes(await ask(anna, UPDATE_TEAM, teamId=team.public_id, name="søndergård")) == ["NAME_TAKEN"]
    assert codes(await ask(anna, UPDATE_TEAM, teamId=team.public_id, name="NORD")) == []
    assert codes(await ask(anna, CREATE_TEAM, name="Elsewhere")) == []


async def test_fifty_at_once_create_one_team_of_a_name(world: World, portal: Portal, admin_store: Store) -> None:
    firm = await world.partner()
    anna = portal.of(await firm.colleague(role=Role.ADMIN))
    payloads = await asyncio.gather(*(ask(anna, CREATE_TEAM, name="Nord") for _ in range(50)))
    assert sorted(code for payload in payloads for code in codes(payload)) == ["NAME_TAKEN"] * 49
    assert (await left(admin_store)).audit == {"team.created": 1}


@pytest.mark.parametrize(
    ("changes", "path", "code"),
    [
        ({"name": " "}, "name", "REQUIRED"),
        ({"name": "x" * 101}, "name", "TOO_LONG"),
        ({"name": "a\nb"}, "name", "INVALID"),
        ({"name": "\u0301"}, "name", "INVALID"),
        ({"description": "x" * 1001}, "description", "TOO_LONG"),
        ({"description": "a\u0000"}, "description", "INVALID"),
        ({"colleagueIds": ["a", "a"]}, "colleagueIds", "DUPLICATE"),
        ({"clientIds": ["a", "a"]}, "clientIds", "DUPLICATE"),
        ({"clientIds": ["client_00000000000000000000000000"]}, "clientIds", "NOT_FOUND"),
        ({"colleagueIds": ["x"]}, "colleagueIds", "NOT_FOUND"),
        ({"idempotencyKey": "a\u0000"}, "idempotencyKey", "INVALID"),
    ],
)
async def test_bad_input_is_told_with_its_place_and_leaves_nothing(
    world: World, portal: Portal, admin_store: Store, changes: dict[str, Any], path: str, code: str
) -> None:
    firm = await world.partner()
    anna = portal.of(await firm.colleague(role=Role.ADMIN))
    payload = await ask(anna, CREATE_TEAM, **{"name": "Nord"} | changes)
    assert [(error["path"], error["code"]) for error in payload["userErrors"]] == [(["input", path], code)]
    assert (payload["team"], (await left(admin_store)).audit) == (None, {})


async def test_only_active_people_and_connected_clients_join_a_team(
    world: World, portal: Portal, admin_store: Store
) -> None:
    firm = await world.partner()
    anna = portal.of(await firm.colleague(role=Role.ADMIN))
    invited = await firm.colleague("Ida Holm", status=ColleagueStatus.INVITED)
    over = await firm.client("Bergs Bageri", access_status=AccessStatus.DISCONNECTED)
    payload = await ask(anna, CREATE_TEAM, name="Nord", colleagueIds=ids(invited), clientIds=ids(over))
    assert codes(payload) == ["COLLEAGUE_NOT_ACTIVE", "CLIENT_NOT_CONNECTED"]
    assert [error["message"].split(",")[0] for error in payload["userErrors"]] == [
        "Number 0 of `colleagueIds`",
        "Number 0 of `clientIds`",
    ]
    assert "Ida" not in str(payload["userErrors"])
    assert "Bergs" not in str(payload["userErrors"])
    assert (await left(admin_store)).audit == {}


@pytest.mark.parametrize("missing", ["clients:read", "people:read"])
async def test_an_integration_does_not_find_what_it_may_not_read(
    world: World, portal: Portal, admin_store: Store, missing: str
) -> None:
    firm = await world.partner()
    client, over = await firm.client(), await firm.client(access_status=AccessStatus.DISCONNECTED)
    bo, invited = await firm.colleague(), await firm.colleague(status=ColleagueStatus.INVITED)
    scopes = [scope for scope in (Scope.PEOPLE_WRITE, Scope.CLIENTS_READ, Scope.PEOPLE_READ) if scope != missing]
    caller = portal.machine(await firm.integration(list(Scope)), *scopes)
    kind, where, real = (
        (IdKind.CLIENT, "clientIds", [client, over])
        if missing == "clients:read"
        else (IdKind.COLLEAGUE, "colleagueIds", [bo, invited])
    )
    query = "mutation ($input: CreateTeamInput!) { createTeam(input: $input) { userErrors { code message path } } }"
    chosen = [*ids(*real), encode(kind, new_id())]
    answers = [await caller(query, input={"name": "Nord", where: [id]}) for id in chosen]
    assert {answer.raw for answer in answers} == {answers[0].raw}
    assert codes(answers[0].data["createTeam"]) == ["NOT_FOUND"]
    assert (await left(admin_store)).audit == {}


async def test_a_team_that_is_too_big_is_refused_without_counting_its_other_side(
    world: World, portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("resolvers.roster.MOST_PAIRS", 2)
    firm = await world.partner()
    anna, bo = portal.of(await firm.colleague(role=Role.ADMIN)), await firm.colleague()
    team = await firm.team("Nord", clients=[await firm.client() for _ in range(3)])
    payload = await ask(anna, SET_MEMBERS, teamId=team.public_id, colleagueIds=ids(bo))
    assert codes(payload) == ["TOO_MANY"]
    assert "3" not in payload["userErrors"][0]["message"]


async def test_members_and_clients_are_replaced_and_assignments_follow(
    world: World, portal: Portal, admin_store: Store
) -> None:
    firm = await world.partner()
    anna, bo, eva = [await firm.colleague(role=role) for role in (Role.ADMIN, Role.BOOKKEEPER, Role.VIEWER)]
    one, two = await firm.client(), await firm.client()
    team, caller = await firm.team("Nord", members=[bo], clients=[one]), portal.of(anna)
    payload = await ask(caller, SET_MEMBERS, teamId=team.public_id, colleagueIds=ids(eva), ifVersion=1)
    assert (payload["team"]["members"], payload["team"]["version"]) == ([{"id": eva.public_id}], 2)
    assert (await left(admin_store)).live == {(one.id, eva.id): {team.id}}
    stale = await ask(caller, SET_CLIENTS, teamId=team.public_id, clientIds=ids(two), ifVersion=1)
    assert codes(stale) == ["CONFLICT"]
    await ask(caller, SET_CLIENTS, teamId=team.public_id, clientIds=ids(two), ifVersion=2)
    after = await left(admin_store)
    assert (after.live, after.unassigned) == ({(two.id, eva.id): {team.id}}, {one.id})
    same = await ask(caller, SET_CLIENTS, teamId=team.public_id, clientIds=ids(two))
    assert same["team"]["version"] == 3
    assert (await left(admin_store)).audit == after.audit


async def test_a_deleted_team_leaves_direct_work_and_the_history(
    world: World, portal: Portal, admin_store: Store
) -> None:
    firm = await world.partner()
    anna, bo, client = await firm.colleague(role=Role.ADMIN), await firm.colleague(), await firm.client()
    team = await firm.team("Nord", members=[anna, bo], clients=[client])
    await firm.assign(bo, client)
    payload = await ask(portal.of(anna), DELETE_TEAM, teamId=team.public_id)
    assert payload == {"deletedTeamId": team.public_id, "userErrors": []}
    after = await left(admin_store)
    assert (after.live, after.assignments) == ({(client.id, bo.id): {None}}, 2)
    assert after.audit == after.events == {"assignment.source_ended": 1, "assignment.ended": 1, "team.deleted": 1}
    assert codes(await ask(portal.of(anna), DELETE_TEAM, teamId=team.public_id)) == ["NOT_FOUND"]


@pytest.mark.parametrize("query", list(EVERY))
async def test_teams_are_for_admins_and_other_ids_all_answer_alike(
    world: World, portal: Portal, admin_store: Store, query: str
) -> None:
    firm, other = await world.partner(), await world.partner()
    anna, bo = await firm.colleague(role=Role.ADMIN), await firm.colleague()
    team, foreign = await firm.team("Nord"), await other.team()
    wanted: dict[str, Any] = dict(EVERY[query])
    if query != CREATE_TEAM:
        absent = [*ids(foreign, bo), encode(IdKind.TEAM, new_id()), "x"]
        answers = [await portal.of(anna)(query, input=wanted | {"teamId": id}) for id in absent]
        assert {answer.raw for answer in answers} == {answers[0].raw}
        assert codes(answers[0].data["done"]) == ["NOT_FOUND"]
        wanted |= {"teamId": team.public_id}
    machine = await firm.integration([Scope.PEOPLE_WRITE, Scope.PEOPLE_READ])
    for caller in (portal.of(bo), portal.machine(machine, "people:read")):
        assert (await caller(query, input=wanted)).codes == ["ACCESS_DENIED"]
    assert (await left(admin_store)).audit == {}
    query = query.replace("clientCount", "")
    assert codes(await ask(portal.machine(machine, "people:write", "people:read"), query, **wanted)) == []


@pytest.mark.parametrize("seed", range(4))
async def test_any_sequence_of_changes_leaves_exactly_the_sources_that_follow_from_it(
    world: World, portal: Portal, admin_store: Store, seed: int
) -> None:
    dice, firm = Random(seed), await world.partner()
    anna = portal.of(await firm.colleague(role=Role.ADMIN))
    people = {each.public_id: each.id for each in [await firm.colleague() for _ in range(3)]}
    clients = {each.public_id: each.id for each in [await firm.client() for _ in range(4)]}
    teams = [await firm.team(), await firm.team()]
    direct: set[tuple[UUID, UUID]] = set()
    members: dict[UUID, set[UUID]] = {team.id: set() for team in teams}
    shared: dict[UUID, set[UUID]] = {team.id: set() for team in teams}
    touched: set[UUID] = set()
    for _ in range(25):
        some = dice.sample(sorted(people), dice.randint(0, 3)), dice.sample(sorted(clients), dice.randint(0, 4))
        there, whom = {clients[id] for id in some[1]}, {people[id] for id in some[0]}
        pairs, team = {(one, other) for one in there for other in whom}, dice.choice(teams)
        match dice.choice("assign unassign members clients".split()):
            case "assign" if pairs:
                await ask(anna, ASSIGN, clientIds=some[1], colleagueIds=some[0])
                direct |= pairs
            case "unassign" if pairs:
                await ask(anna, UNASSIGN, clientIds=some[1], colleagueIds=some[0])
                direct -= pairs
            case "members":
                await ask(anna, SET_MEMBERS, teamId=team.public_id, colleagueIds=some[0])
                members[team.id] = whom
            case "clients":
                await ask(anna, SET_CLIENTS, teamId=team.public_id, clientIds=some[1])
                shared[team.id] = there
        expected: dict[tuple[UUID, UUID], set[UUID | None]] = {pair: {None} for pair in direct}
        for id, whom in members.items():
            for pair in {(one, other) for one in shared[id] for other in whom}:
                expected.setdefault(pair, set()).add(id)
        touched |= {one for one, _ in expected}
        after = await left(admin_store)
        assert after.live == expected
        assert after.audit == after.events
        assert after.unassigned == touched - {one for one, _ in expected}
