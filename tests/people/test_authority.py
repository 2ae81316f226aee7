"""A mutation acts with the rights of its turn, not with those of its arrival."""

import asyncio
from datetime import timedelta

import pytest

from domain.vocabulary import ColleagueStatus, Role, Scope
from store.tables import colleague, idempotency, integration
from tests.portal import Portal
from tests.world import World

DEMOTE_MYSELF_AND_INVITE = """mutation($me: ID!) {
  demote: changeColleagueRole(input: {colleagueId: $me, role: VIEWER}) {
    userErrors { code } query { viewer { role } partner { pendingClients { inboundInvites { totalCount } } } } }
  invite: inviteColleagues(input: {text: "helper@firm.example", textRole: ADMIN}) { userErrors { code } }
}"""
CREATE_TEAM = """mutation($name: String!, $key: String) { createTeam(input: {name: $name, idempotencyKey: $key}) {
  team { id } userErrors { code } } }"""


async def test_whoever_steps_down_has_stepped_down_for_the_rest_of_the_document(world: World, portal: Portal) -> None:
    firm = await world.partner()
    await firm.colleague(role=Role.OWNER)
    admin = await firm.colleague(role=Role.ADMIN)
    answer = await portal.of(admin)(DEMOTE_MYSELF_AND_INVITE, me=admin.public_id)
    assert answer.data["demote"]["userErrors"] == []
    assert answer.data["demote"]["query"]["viewer"]["role"] == "VIEWER"
    assert answer.data["demote"]["query"]["partner"]["pendingClients"]["inboundInvites"] is None
    assert answer.data["invite"] is None
    denied = [error["extensions"].get("coordinate") for error in answer.errors]
    assert "Mutation.inviteColleagues" in denied


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
async def test_a_mutation_that_waited_behind_the_end_of_its_rights_is_refused(world: World, portal: Portal) -> None:
    """On SQLite writers wait for each other from their first statement, so the order is certain."""
    firm = await world.partner()
    admin = await firm.colleague(role=Role.ADMIN)
    async with firm.work() as work:
        await work.update(colleague, {"status": ColleagueStatus.DEACTIVATED}, id=admin.id)
        waiting = asyncio.ensure_future(portal.of(admin)(CREATE_TEAM, name="North"))
        done, _ = await asyncio.wait({waiting}, timeout=0.5)
        assert not done
    answer = await waiting
    assert [error["code"] for error in answer.data["createTeam"]["userErrors"]] == ["ACCESS_DENIED"]


async def test_an_integration_whose_scope_was_taken_is_refused_on_the_next_request(
    world: World, portal: Portal
) -> None:
    firm = await world.partner()
    machine = await firm.integration([Scope.PEOPLE_WRITE, Scope.PEOPLE_READ])
    caller = portal.machine(machine, "people:write", "people:read")
    assert (await caller(CREATE_TEAM, name="North")).data["createTeam"]["userErrors"] == []
    async with firm.work() as work:
        await work.update(integration, {"scopes": "people:read"}, id=machine.id)
    assert (await caller(CREATE_TEAM, name="South")).codes == ["ACCESS_DENIED"]


async def test_an_idempotency_key_is_good_for_24_hours(world: World, portal: Portal) -> None:
    firm = await world.partner()
    caller = portal.of(await firm.colleague(role=Role.ADMIN))
    assert (await caller(CREATE_TEAM, name="North", key="k")).data["createTeam"]["userErrors"] == []
    reused = (await caller(CREATE_TEAM, name="South", key="k")).data["createTeam"]["userErrors"]
    assert [error["code"] for error in reused] == ["IDEMPOTENCY_KEY_REUSED"]
    async with firm.work() as work:
        await work.update(idempotency, {"created_at": firm.now - timedelta(hours=25)}, key="k")
    assert (await caller(CREATE_TEAM, name="South", key="k")).data["createTeam"]["userErrors"] == []


async def test_a_search_of_very_many_words_is_refused(world: World, portal: Portal) -> None:
    firm = await world.partner()
    caller = portal.of(await firm.colleague())
    for text in (" ".join(f"w{number}" for number in range(11)), "a-b-c-d-e-f-g-h-i-j-k", "w" * 201):
        for field in ("clients(filter: {search: $text})", "colleagues(search: $text)"):
            answer = await caller(f"query($text: String) {{ partner {{ {field} {{ totalCount }} }} }}", text=text)
            assert answer.codes == ["BAD_INPUT"], (field, text)
