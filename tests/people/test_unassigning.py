"""Taking colleagues off clients: direct work ends, what a team keeps live stays, and unassigned clients are noticed."""

from datetime import timedelta

import pytest

from domain.ids import IdKind, encode
from domain.vocabulary import Role
from store.engine import Store
from store.ids import new_id
from tests.people.asking import UNASSIGN, UNASSIGN_ME, ask, codes, ids, left
from tests.portal import Portal
from tests.world import World

SIGNALS = "query ($id: ID!) { client(id: $id) { attention { level since signals { kind level since rule } } } }"


async def test_a_client_without_anybody_asks_for_attention(world: World, portal: Portal, admin_store: Store) -> None:
    firm = await world.partner()
    anna, bo, client = await firm.colleague(role=Role.ADMIN), await firm.colleague(), await firm.client()
    await firm.assign(bo, client)
    payload = await ask(portal.of(anna), UNASSIGN, clientIds=ids(client), colleagueIds=ids(bo), reason="Moved on")
    assert (codes(payload["results"][0]), payload["results"][0]["assignment"]["status"]) == ([], "ENDED")
    after = await left(admin_store)
    assert (after.live, after.unassigned) == ({}, {client.id})
    assert after.audit == after.events == {"assignment.ended": 1}
    seen = (await portal.of(anna)(SIGNALS, id=client.public_id)).data["client"]["attention"]
    signal = {"kind": "UNASSIGNED", "level": "WARNING", "since": "2026-05-13T09:00:00Z"}
    assert seen["level"] == "WARNING"
    assert seen["signals"] == [signal | {"rule": "Nobody is assigned to the client."}]


async def test_what_a_team_keeps_live_is_told_and_only_the_direct_part_ends(
    world: World, portal: Portal, admin_store: Store
) -> None:
    firm = await world.partner()
    anna, bo, eva = await firm.colleague(role=Role.ADMIN), await firm.colleague(), await firm.colleague()
    client = await firm.client()
    team = await firm.team("Nord", members=[bo, eva], clients=[client])
    await firm.assign(bo, client)
    payload = await ask(portal.of(anna), UNASSIGN, clientIds=ids(client), colleagueIds=ids(bo, eva, anna))
    results = payload["results"]
    assert [codes(result) for result in results] == [["ASSIGNED_THROUGH_TEAM"]] * 2 + [["NOT_ASSIGNED"]]
    assert "Nord" in results[0]["userErrors"][0]["message"]
    assert [(result["assignment"] or {}).get("status") for result in results] == ["ACTIVE", "ACTIVE", None]
    after = await left(admin_store)
    assert after.live == {(client.id, bo.id): {team.id}, (client.id, eva.id): {team.id}}
    assert after.audit == after.events == {"assignment.source_ended": 1}
    assert after.unassigned == set()


@pytest.mark.parametrize("role", [Role.BOOKKEEPER, Role.ADMIN, Role.OWNER])
async def test_workers_take_themselves_off_a_client(
    world: World, portal: Portal, admin_store: Store, role: Role
) -> None:
    firm = await world.partner()
    bo, client = await firm.colleague(role=role), await firm.client()
    await firm.assign(bo, client)
    payload = await ask(portal.of(bo), UNASSIGN_ME, clientId=client.public_id)
    seen = role is not Role.BOOKKEEPER
    assert (codes(payload), payload["client"] is not None) == ([], seen)
    assert (await left(admin_store)).unassigned == {client.id}
    again = await ask(portal.of(bo), UNASSIGN_ME, clientId=client.public_id)
    assert codes(again) == ["NOT_ASSIGNED" if seen else "NOT_FOUND"]
    assert (await left(admin_store)).audit == {"assignment.ended": 1}


async def test_a_viewer_cannot_leave_and_a_team_is_not_left_alone(
    world: World, portal: Portal, admin_store: Store
) -> None:
    firm = await world.partner()
    eva, bo, client = await firm.colleague(role=Role.VIEWER), await firm.colleague(), await firm.client()
    await firm.assign(eva, client)
    team = await firm.team("Nord", members=[bo], clients=[client])
    answer = await portal.of(eva)(UNASSIGN_ME, input={"clientId": client.public_id})
    assert answer.codes == ["ACCESS_DENIED"]
    payload = await ask(portal.of(bo), UNASSIGN_ME, clientId=client.public_id)
    assert codes(payload) == ["ASSIGNED_THROUGH_TEAM"]
    assert payload["userErrors"][0]["path"] == ["input", "clientId"]
    assert (await left(admin_store)).live == {(client.id, eva.id): {None}, (client.id, bo.id): {team.id}}


async def test_a_hidden_a_foreign_and_a_random_client_answer_byte_for_byte_alike(world: World, portal: Portal) -> None:
    firm, other = await world.partner(), await world.partner()
    bo, hidden, foreign = await firm.colleague(), await firm.client(), await other.client()
    over = await firm.client()
    await firm.assign(bo, over, ends_at=firm.now - timedelta(seconds=1))
    absent = [*ids(hidden, foreign, over, bo), encode(IdKind.CLIENT, new_id()), ""]
    answers = [await portal.of(bo)(UNASSIGN_ME, input={"clientId": id}) for id in absent]
    assert {answer.raw for answer in answers} == {answers[0].raw}
    assert codes(answers[0].data["done"]) == ["NOT_FOUND"]
