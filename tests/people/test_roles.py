"""Changing roles: by whom, to what, and never so that the firm is left without an owner or an admin."""

import asyncio
from functools import partial
from itertools import product

import pytest
from sqlalchemy import select

from domain.colleague import check_role_change
from domain.errors import Refused
from domain.ids import IdKind, encode
from domain.vocabulary import ADMINS, ColleagueStatus, InviteStatus, Role, Scope
from resolvers.change_role import make_owner
from store.engine import Store
from store.ids import new_id
from store.tables import colleague, invite
from store.writing import Actor, unit_of_work
from tests.people.asking import CHANGE_ROLE, DEACTIVATE, ask, codes, ids, left
from tests.portal import Portal
from tests.world import World


async def roles(store: Store) -> dict[str, str]:
    """Every colleague's role."""
    async with store.engine.connect() as connection:
        rows = (await connection.execute(select(colleague.c.id, colleague.c.role))).all()
    return {encode(IdKind.COLLEAGUE, row.id): row.role for row in rows}


def refusals(actor: Role, old: Role, new: Role) -> list[str]:
    """What the rules say of another colleague's change, while there are other admins."""
    try:
        check_role_change(actor, False, old, new, others=[Role.ADMIN])
    except Refused as refusal:
        return [error.code for error in refusal.errors]
    return []


@pytest.mark.parametrize("actor", sorted(ADMINS))
async def test_every_change_that_the_rules_allow_succeeds_and_no_other(
    world: World, portal: Portal, admin_store: Store, actor: Role
) -> None:
    firm = await world.partner()
    anna = await firm.colleague(role=actor)
    done = 0
    for old, new in product(Role, Role):
        other = await firm.colleague(role=old)
        payload = await ask(portal.of(anna), CHANGE_ROLE, colleagueId=other.public_id, role=new)
        refused = refusals(actor, old, new)
        assert codes(payload) == refused
        assert (await roles(admin_store))[other.public_id] == (old if refused else new)
        done += not refused and old is not new
    after = await left(admin_store)
    assert after.audit == after.events == {"colleague.role_changed": done}


async def test_the_last_admin_of_a_firm_that_has_no_owner_keeps_the_role(
    world: World, portal: Portal, admin_store: Store
) -> None:
    firm = await world.partner()
    admin = await firm.colleague(role=Role.ADMIN)
    await firm.colleague(role=Role.ADMIN, status=ColleagueStatus.INVITED)
    await firm.colleague(role=Role.ADMIN, status=ColleagueStatus.DEACTIVATED)
    await (await world.partner()).colleague(role=Role.ADMIN)
    payload = await ask(portal.of(admin), CHANGE_ROLE, colleagueId=admin.public_id, role="VIEWER")
    assert codes(payload) == ["LAST_ADMIN"]
    assert (await left(admin_store)).audit == {}


async def test_the_last_active_owner_hands_over_by_making_another_one_first(
    world: World, portal: Portal, admin_store: Store
) -> None:
    firm = await world.partner()
    owner, admin = await firm.colleague(role=Role.OWNER), await firm.colleague(role=Role.ADMIN)
    for status in (ColleagueStatus.INVITED, ColleagueStatus.DEACTIVATED):
        await firm.colleague(role=Role.OWNER, status=status)
    await (await world.partner()).colleague(role=Role.OWNER)
    for lower in ("ADMIN", "BOOKKEEPER"):
        payload = await ask(portal.of(owner), CHANGE_ROLE, colleagueId=owner.public_id, role=lower)
        assert codes(payload) == ["LAST_OWNER"]
    assert (await left(admin_store)).audit == {}
    for person, role in ((admin, "OWNER"), (owner, "ADMIN")):
        assert codes(await ask(portal.of(owner), CHANGE_ROLE, colleagueId=person.public_id, role=role)) == []
    assert codes(await ask(portal.of(admin), DEACTIVATE, colleagueId=owner.public_id)) == []
    assert codes(await ask(portal.of(admin), CHANGE_ROLE, colleagueId=admin.public_id, role="ADMIN")) == ["LAST_OWNER"]


@pytest.mark.parametrize(("role", "lower"), [("OWNER", "ADMIN"), ("ADMIN", "BOOKKEEPER")])
async def test_fifty_at_once_leave_one_in_their_role(
    world: World, portal: Portal, admin_store: Store, role: str, lower: str
) -> None:
    """Owners step down themselves; the admins of a firm without an owner take the role from one another."""
    firm = await world.partner()
    people = [await firm.colleague(role=Role(role)) for _ in range(50)]
    targets = people if role == "OWNER" else [*people[1:], people[0]]
    payloads = await asyncio.gather(
        *(
            ask(portal.of(one), CHANGE_ROLE, colleagueId=other.public_id, role=lower)
            for one, other in zip(people, targets, strict=True)
        )
    )
    found = [codes(payload) for payload in payloads]
    remaining = [id for id, kept in (await roles(admin_store)).items() if kept == role]
    assert len(remaining) >= 1
    assert (await left(admin_store)).audit == {"colleague.role_changed": found.count([])}
    assert len(remaining) == 50 - found.count([])
    allowed = {"ACCESS_DENIED", "CONFLICT", "LAST_OWNER" if role == "OWNER" else "LAST_ADMIN"}
    assert {code for each in found for code in each} <= allowed


async def test_two_admins_who_demote_each_other_do_not_both_succeed(
    world: World, portal: Portal, admin_store: Store
) -> None:
    firm = await world.partner()
    anna, bo = await firm.colleague(role=Role.ADMIN), await firm.colleague(role=Role.ADMIN)
    await asyncio.gather(
        ask(portal.of(anna), CHANGE_ROLE, colleagueId=bo.public_id, role="VIEWER"),
        ask(portal.of(bo), CHANGE_ROLE, colleagueId=anna.public_id, role="VIEWER"),
        return_exceptions=True,
    )
    assert list((await roles(admin_store)).values()).count(Role.ADMIN) == 1


async def test_an_operator_gives_a_firm_another_owner_who_can_let_the_former_one_go(
    world: World, portal: Portal, admin_store: Store
) -> None:
    firm = await world.partner()
    owner, heir = await firm.colleague(role=Role.OWNER), await firm.colleague()
    gone = await firm.colleague(status=ColleagueStatus.DEACTIVATED)
    operate = partial(unit_of_work, firm.ground.store, firm.id, Actor("OPERATOR"), firm.now, firm.ground.vault)
    for email, former in ((gone.email, None), ("nobody@nord.example", None), (heir.email, gone.email)):
        with pytest.raises(Refused):
            async with operate() as work:
                await make_owner(work, email, former, "The owner has died.")
    assert (await left(admin_store)).audit == {}
    async with operate() as work:
        await make_owner(work, heir.email, owner.email, "The owner has died.")
    assert {(await roles(admin_store))[each.public_id] for each in (heir, owner)} == {"OWNER", "ADMIN"}
    assert (await left(admin_store)).audit == {"colleague.role_changed": 2}
    assert codes(await ask(portal.of(heir), DEACTIVATE, colleagueId=owner.public_id)) == []


async def test_an_invited_colleague_is_offered_the_new_role(world: World, portal: Portal, admin_store: Store) -> None:
    firm = await world.partner()
    anna = await firm.colleague(role=Role.ADMIN)
    for status in (InviteStatus.SENT, InviteStatus.EXPIRED):
        made, _ = await firm.colleague_invite(status=status)
        public = encode(IdKind.COLLEAGUE, made.colleague_id)
        payload = await ask(portal.of(anna), CHANGE_ROLE, colleagueId=public, role="ADMIN")
        assert (payload["colleague"]["role"], payload["colleague"]["invite"]["role"]) == ("ADMIN", "ADMIN")
    async with admin_store.engine.connect() as connection:
        assert set((await connection.execute(select(invite.c.role))).scalars()) == {"ADMIN"}


async def test_a_colleague_who_left_a_stale_version_and_a_stranger_are_refused(
    world: World, portal: Portal, admin_store: Store
) -> None:
    firm, other = await world.partner(), await world.partner()
    anna, bo = await firm.colleague(role=Role.ADMIN), await firm.colleague()
    gone = await firm.colleague(status=ColleagueStatus.DEACTIVATED)
    payload = await ask(portal.of(anna), CHANGE_ROLE, colleagueId=gone.public_id, role="ADMIN")
    assert codes(payload) == ["WRONG_STATE"]
    assert "DEACTIVATED" in payload["userErrors"][0]["message"]
    stale = await ask(portal.of(anna), CHANGE_ROLE, colleagueId=bo.public_id, role="ADMIN", ifVersion=7)
    assert codes(stale) == ["CONFLICT"]
    absent = [*ids(await other.colleague(), await firm.client()), encode(IdKind.COLLEAGUE, new_id()), "x"]
    answers = [await portal.of(anna)(CHANGE_ROLE, input={"colleagueId": id, "role": "ADMIN"}) for id in absent]
    assert {answer.raw for answer in answers} == {answers[0].raw}
    assert codes(answers[0].data["done"]) == ["NOT_FOUND"]
    assert (await left(admin_store)).audit == {}


async def test_a_demoted_colleague_keeps_the_assignments_and_a_dry_run_keeps_the_role(
    world: World, portal: Portal, admin_store: Store
) -> None:
    firm = await world.partner()
    anna, bo, client = await firm.colleague(role=Role.ADMIN), await firm.colleague(), await firm.client()
    await firm.assign(bo, client)
    await ask(portal.of(anna), CHANGE_ROLE, colleagueId=bo.public_id, role="VIEWER", validateOnly=True)
    assert (await roles(admin_store))[bo.public_id] == Role.BOOKKEEPER
    await ask(portal.of(anna), CHANGE_ROLE, colleagueId=bo.public_id, role="VIEWER")
    assert (await left(admin_store)).live == {(client.id, bo.id): {None}}


async def test_bookkeepers_and_machines_without_the_scope_change_no_role(
    world: World, portal: Portal, admin_store: Store
) -> None:
    firm = await world.partner()
    bo, machine = await firm.colleague(), await firm.integration([Scope.PEOPLE_WRITE, Scope.PEOPLE_READ])
    wanted = {"colleagueId": bo.public_id, "role": "ADMIN"}
    for caller in (portal.of(bo), portal.machine(machine, "people:read")):
        assert (await caller(CHANGE_ROLE, input=wanted)).codes == ["ACCESS_DENIED"]
    query = CHANGE_ROLE.replace("invite { role }", "")
    caller = portal.machine(machine, "people:write", "people:read")
    assert codes(await ask(caller, query, **wanted | {"role": "OWNER"})) == ["OWNER_PROTECTED"]
    assert codes(await ask(caller, query, **wanted)) == []
    assert (await roles(admin_store))[bo.public_id] == Role.ADMIN
