"""Leaving the firm ends everything at once, hands work over, and never takes the last admin."""

import asyncio
from typing import Any

import pytest
from sqlalchemy import select

from domain.ids import IdKind, encode
from domain.vocabulary import ColleagueStatus, InviteStatus, Role
from store.engine import Store
from store.ids import new_id
from store.tables import colleague, mail
from tests.invites import asking as invites
from tests.people.asking import ASSIGN, DEACTIVATE, REACTIVATE, ask, codes, ids, left
from tests.portal import Caller, Portal
from tests.world import Client, Colleague, Firm, World

INVITES = (
    "{ partner { pendingClients { outboundInvites(status: [SENT, BOUNCED]) { nodes { id invitedBy { id } } } } } }"
)
SEEN = "{ viewer { kind } partner { clients { nodes { id } } } }"


class Office:
    """A firm in which `leaver` works on four clients: two of them alone, one with `other`, one through a team."""

    firm: Firm
    boss: Colleague
    leaver: Colleague
    other: Colleague
    clients: list[Client]

    @classmethod
    async def open(cls, world: World, **leaver: Any) -> "Office":
        self = cls()
        self.firm = await world.partner()
        self.boss = await self.firm.colleague(role=Role.ADMIN)
        self.leaver = await self.firm.colleague(name="Bo Berg", **leaver)
        self.other = await self.firm.colleague()
        self.clients = [await self.firm.client() for _ in range(4)]
        return self

    async def assign(self, admin: Caller) -> None:
        await ask(admin, ASSIGN, clientIds=ids(*self.clients[:3]), colleagueIds=ids(self.leaver))
        await ask(admin, ASSIGN, clientIds=ids(self.clients[2]), colleagueIds=ids(self.other))
        await self.firm.team(members=[self.leaver], clients=[self.clients[3]])


@pytest.fixture
async def office(world: World, portal: Portal) -> Office:
    made = await Office.open(world)
    await made.assign(portal.of(made.boss))
    return made


async def test_whoever_leaves_is_out_at_once_and_nobody_works_for_them(
    office: Office, portal: Portal, admin_store: Store
) -> None:
    leaver = portal.of(office.leaver)
    assert (await leaver(SEEN)).data["viewer"]["kind"] == "COLLEAGUE"
    before = await left(admin_store)
    done = await ask(portal.of(office.boss), DEACTIVATE, colleagueId=office.leaver.public_id, reason="New job")
    assert (done["colleague"]["status"], done["endedAssignmentCount"], done["takenOver"]) == ("DEACTIVATED", 4, [])
    assert len(done["teamsLeft"]) == 1
    assert done["orphanedClientCount"] == 3
    assert {each["id"] for each in done["orphanedClients"]} == set(ids(*office.clients)) - {office.clients[2].public_id}
    assert (await leaver(SEEN)).codes == ["NOT_A_MEMBER"]
    after = await left(admin_store)
    assert after.audit - before.audit == after.events - before.events
    assert (after.audit - before.audit) == {
        "colleague.deactivated": 1,
        "assignment.ended": 4,
        "team.member_removed": 1,
    }
    assert {client for client, _ in after.live} == {office.clients[2].id}
    assert after.unassigned == {office.clients[place].id for place in (0, 1, 3)}


async def test_work_goes_over_to_several_by_turns_and_they_are_told(
    office: Office, portal: Portal, admin_store: Store
) -> None:
    third = await office.firm.colleague()
    to = {"colleagueId": office.leaver.public_id, "handOverTo": ids(office.other, third)}
    done = await ask(portal.of(office.boss), DEACTIVATE, **to)
    assert [each["clientCount"] for each in done["takenOver"]] == [2, 2]
    assert done["orphanedClientCount"] == 0
    after = await left(admin_store)
    assert {client for client, _ in after.live} == {each.id for each in office.clients}
    assert {who for _, who in after.live} == {office.other.id, third.id}
    assert after.unassigned == set()
    async with admin_store.engine.connect() as connection:
        told = (await connection.execute(select(mail.c.to_email).where(mail.c.kind == "clients_taken_over"))).scalars()
        assert sorted(told) == sorted([office.other.email, third.email])


async def mailed(store: Store, *kinds: str) -> list[tuple[str, str, dict[str, Any]]]:
    """Kind, address and parameters of the mails of some kinds."""
    async with store.engine.connect() as connection:
        rows = (await connection.execute(select(mail).where(mail.c.kind.in_(kinds)).order_by(mail.c.id))).all()
    return [(row.kind, row.to_email, row.params) for row in rows]


async def test_invites_that_wait_go_over_with_the_clients(office: Office, portal: Portal, admin_store: Store) -> None:
    third, boss = await office.firm.colleague(), portal.of(office.boss)
    _, secret = await office.firm.client_invite(by=office.leaver)
    bounced, _ = await office.firm.client_invite(by=office.leaver, status=InviteStatus.BOUNCED)
    for status in (InviteStatus.ACCEPTED, InviteStatus.EXPIRED, InviteStatus.CANCELLED):
        await office.firm.client_invite(by=office.leaver, status=status)
    to = {"colleagueId": office.leaver.public_id, "handOverTo": ids(office.other, third)}
    told = await ask(boss, DEACTIVATE, **to, validateOnly=True)
    done = await ask(boss, DEACTIVATE, **to)
    assert told["takenOver"] == done["takenOver"]
    assert (done["openInviteCount"], [each["inviteCount"] for each in done["takenOver"]]) == (2, [1, 1])
    assert (await left(admin_store)).audit["client_invite.handed_over"] == 2
    said = {
        to: (params["clients"], params["invites"]) for _, to, params in await mailed(admin_store, "clients_taken_over")
    }
    assert said == {office.other.email: (2, 1), third.email: (2, 1)}
    assert (await portal.of(third)(INVITES)).data["partner"]["pendingClients"]["outboundInvites"]["nodes"] == [
        {"id": bounced.public_id, "invitedBy": {"id": third.public_id}}
    ]
    assert codes(await invites.ask(portal.anybody, invites.ACCEPT, **invites.acceptance(secret))) == []
    assert [(kind, to) for kind, to, _ in await mailed(admin_store, "client_invite_accepted")] == [
        ("client_invite_accepted", office.other.email)
    ]
    after = await left(admin_store)
    assert [who for client, who in after.live if client not in {each.id for each in office.clients}] == [
        office.other.id
    ]


async def test_without_anybody_to_take_over_the_admins_hear_what_becomes_of_invites(
    office: Office, portal: Portal, admin_store: Store
) -> None:
    _, accepted = await office.firm.client_invite(by=office.leaver)
    _, declined = await office.firm.client_invite()
    done = await ask(portal.of(office.boss), DEACTIVATE, colleagueId=office.leaver.public_id)
    assert (done["openInviteCount"], done["takenOver"]) == (1, [])
    assert codes(await invites.ask(portal.anybody, invites.ACCEPT, **invites.acceptance(accepted))) == []
    assert codes(await invites.ask(portal.anybody, invites.DECLINE, token=declined)) == []
    told = await mailed(admin_store, "client_invite_accepted", "client_invite_declined")
    assert [(kind, to, params["stands_in"]) for kind, to, params in told] == [
        ("client_invite_accepted", office.boss.email, True),
        ("client_invite_declined", office.boss.email, True),
    ]
    assert len((await left(admin_store)).unassigned) == 4


async def test_a_dry_run_tells_the_same_and_changes_nothing(office: Office, portal: Portal, admin_store: Store) -> None:
    before, input = await left(admin_store), {"colleagueId": office.leaver.public_id, "handOverTo": ids(office.other)}
    told = await ask(portal.of(office.boss), DEACTIVATE, **input, validateOnly=True)
    assert told["colleague"]["status"] == "ACTIVE"
    assert await left(admin_store) == before
    done = await ask(portal.of(office.boss), DEACTIVATE, **input)
    assert {**told, "colleague": None} == {**done, "colleague": None}


async def test_who_comes_back_has_role_and_sign_in_but_no_clients(office: Office, portal: Portal) -> None:
    boss, leaver = portal.of(office.boss), portal.of(office.leaver)
    await ask(boss, DEACTIVATE, colleagueId=office.leaver.public_id)
    back = await ask(boss, REACTIVATE, colleagueId=office.leaver.public_id)
    assert back["colleague"] | {"id": None} == {"id": None, "status": "ACTIVE", "deactivatedAt": None} | {
        "role": "BOOKKEEPER"
    }
    assert (await leaver(SEEN)).data == {"viewer": {"kind": "COLLEAGUE"}, "partner": {"clients": {"nodes": []}}}
    assert codes(await ask(boss, REACTIVATE, colleagueId=office.leaver.public_id)) == ["WRONG_STATE"]


async def test_owners_oneself_invited_people_and_strangers_are_refused(world: World, portal: Portal) -> None:
    office = await Office.open(world, role=Role.OWNER)
    boss, owner = portal.of(office.boss), portal.of(office.leaver)
    invited = await office.firm.colleague(status=ColleagueStatus.INVITED)
    stranger = await (await world.partner()).colleague()
    refused = {
        office.leaver.public_id: "OWNER_PROTECTED",
        office.boss.public_id: "ACCESS_DENIED",
        invited.public_id: "WRONG_STATE",
        stranger.public_id: "NOT_FOUND",
        encode(IdKind.COLLEAGUE, new_id()): "NOT_FOUND",
    }
    assert {id: codes(await ask(boss, DEACTIVATE, colleagueId=id)) for id in refused} == {
        id: [code] for id, code in refused.items()
    }
    assert codes(await ask(owner, DEACTIVATE, colleagueId=office.leaver.public_id)) == ["ACCESS_DENIED"]
    for bad, code in (
        (invited, "COLLEAGUE_NOT_ACTIVE"),
        (stranger, "NOT_FOUND"),
        (office.other, "COLLEAGUE_NOT_ACTIVE"),
    ):
        input = {"colleagueId": office.other.public_id, "handOverTo": [bad.public_id]}
        assert codes(await ask(boss, DEACTIVATE, **input)) == [code]


async def test_former_owners_come_back_by_owners_only(world: World, portal: Portal) -> None:
    office = await Office.open(world, role=Role.OWNER)
    gone = await office.firm.colleague(role=Role.OWNER, status=ColleagueStatus.DEACTIVATED)
    assert codes(await ask(portal.of(office.boss), REACTIVATE, colleagueId=gone.public_id)) == ["OWNER_PROTECTED"]
    assert codes(await ask(portal.of(office.leaver), REACTIVATE, colleagueId=gone.public_id)) == []


async def test_admins_who_deactivate_one_another_leave_one(world: World, portal: Portal, admin_store: Store) -> None:
    firm = await world.partner()
    admins = [await firm.colleague(role=Role.ADMIN) for _ in range(12)]
    pairs = zip(admins, [*admins[1:], admins[0]], strict=True)
    answers = await asyncio.gather(
        *(portal.of(one)(DEACTIVATE, input={"colleagueId": other.public_id}) for one, other in pairs)
    )
    async with admin_store.engine.connect() as connection:
        alive = (await connection.execute(select(colleague.c.id).where(colleague.c.status == "ACTIVE"))).scalars().all()
    done = [each for each in answers if each.status == 200 and not each.errors and not codes(each.data["done"])]
    assert len(alive) == len(admins) - len(done) >= 1
    assert (await left(admin_store)).audit == {"colleague.deactivated": len(done)}
