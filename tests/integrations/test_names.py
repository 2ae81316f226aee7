"""Two integrations of a firm never have the same name, so that whoever rotates a secret knows whose it is."""

import asyncio

from domain.vocabulary import Role
from store.engine import Store
from tests.integrations.asking import change, codes
from tests.people.asking import left
from tests.portal import Portal
from tests.world import World

SCOPES = ["CLIENTS_READ"]


async def test_equal_names_are_refused_whatever_case_and_accents(world: World, portal: Portal) -> None:
    firm, other = await world.partner(), await world.partner()
    boss = portal.of(await firm.colleague(role=Role.ADMIN))
    await firm.integration(name="Løn & tid")
    await other.integration(name="Elsewhere")
    mine = (await change(boss, "createIntegration", name="Ledger", scopes=SCOPES))["integration"]
    taken = await change(boss, "createIntegration", name=" LØN & TID", scopes=SCOPES)
    assert [(error["code"], error["path"]) for error in taken["userErrors"]] == [("NAME_TAKEN", ["input", "name"])]
    renamed = await change(boss, "updateIntegration", integrationId=mine["id"], name="løn & tid")
    assert [(error["code"], error["path"]) for error in renamed["userErrors"]] == [("NAME_TAKEN", ["input", "name"])]
    assert codes(await change(boss, "updateIntegration", integrationId=mine["id"], name="LEDGER")) == []
    assert codes(await change(boss, "createIntegration", name="Elsewhere", scopes=SCOPES)) == []


async def test_a_dry_run_tells_that_a_name_is_taken(world: World, portal: Portal) -> None:
    firm = await world.partner()
    boss = portal.of(await firm.colleague(role=Role.ADMIN))
    await firm.integration(name="Ledger")
    tried = await change(boss, "createIntegration", name="Ledger", scopes=SCOPES, validateOnly=True)
    assert codes(tried) == ["NAME_TAKEN"]


async def test_twenty_at_once_make_one_integration_of_a_name(world: World, portal: Portal, admin_store: Store) -> None:
    boss = portal.of(await (await world.partner()).colleague(role=Role.ADMIN))
    asked = (change(boss, "createIntegration", name="Ledger", scopes=SCOPES) for _ in range(20))
    payloads = await asyncio.gather(*asked)
    assert sorted(code for payload in payloads for code in codes(payload)) == ["NAME_TAKEN"] * 19
    assert (await left(admin_store)).audit == {"integration.created": 1}


async def test_of_two_renamed_at_once_one_gets_the_name(world: World, portal: Portal) -> None:
    boss = portal.of(await (await world.partner()).colleague(role=Role.ADMIN))
    made = [(await change(boss, "createIntegration", name=name, scopes=SCOPES))["integration"] for name in "AB"]
    both = (change(boss, "updateIntegration", integrationId=one["id"], name="Ledger") for one in made)
    told = [codes(payload) for payload in await asyncio.gather(*both)]
    assert sorted(map(len, told)) == [0, 1]
    assert {code for found in told for code in found} <= {"NAME_TAKEN", "CONFLICT"}
