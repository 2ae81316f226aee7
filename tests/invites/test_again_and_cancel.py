"""Sending invites again and taking them back: from which states, by whom, with what left behind."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from domain.invite import CLIENT_INVITE, COLLEAGUE_INVITE, INBOUND_INVITE
from domain.vocabulary import InviteKind, InviteStatus, Role, Scope
from store.engine import Store
from store.tables import audit_detail, invite
from store.vault import Vault, secret_hash
from tests.invites.asking import ACCEPT, CANCEL, JOIN, RESEND, acceptance, ask, codes, left, places, secret_in
from tests.portal import Portal
from tests.world import Firm, World

MACHINES = {"CLIENT": CLIENT_INVITE, "COLLEAGUE": COLLEAGUE_INVITE, "INBOUND": INBOUND_INVITE}
QUERIES = {"resend": RESEND, "cancel": CANCEL}
# Whoever had the invite, also an expired one, is reminded; of one that came back nobody knows yet.
RESENT = {
    "CLIENT": ["client_invite", "client_invite_reminder", "client_invite_reminder"],
    "COLLEAGUE": ["colleague_invite"] * 3,
    "INBOUND": [],
}
DONE = {"resend": "resent", "cancel": "cancelled"}


async def make(firm: Firm, kind: str, status: InviteStatus, **columns: Any) -> Any:
    """An invite of a kind in a state."""
    if kind == InviteKind.INBOUND:
        return await firm.inbound_invite(status=status, **columns)
    factory = firm.client_invite if kind == InviteKind.CLIENT else firm.colleague_invite
    return (await factory(status=status, **columns))[0]


@pytest.mark.parametrize("event", ["resend", "cancel"])
@pytest.mark.parametrize("kind", ["CLIENT", "COLLEAGUE", "INBOUND"])
async def test_every_listed_transition_succeeds_and_no_other(
    world: World, portal: Portal, admin_store: Store, kind: str, event: str
) -> None:
    firm = await world.partner()
    caller = portal.of(await firm.colleague(role=Role.ADMIN))
    trail: list[str] = []
    for status in InviteStatus:
        made = await make(firm, kind, status)
        payload = await ask(caller, QUERIES[event], inviteId=made.public_id)
        to = MACHINES[kind].events[event].get(status)
        if to is None:
            assert places(payload) == {"input.inviteId": "WRONG_STATE"}
            assert status in payload["userErrors"][0]["message"]
        else:
            assert (codes(payload), payload["invite"]["status"]) == ([], to)
            trail.append(f"{kind.lower()}_invite.{DONE[event]}")
        after = await left(admin_store)
        assert {row.status for row in after.invites if row.id == made.id} == {to or status}
        assert after.audit == after.events == trail
    assert (await left(admin_store)).mail_kinds == (RESENT[kind] if event == "resend" else [])


@pytest.mark.parametrize("query", [RESEND, CANCEL])
async def test_an_invite_that_makes_an_owner_is_for_owners_to_handle(
    world: World, portal: Portal, admin_store: Store, query: str
) -> None:
    firm = await world.partner()
    made, _ = await firm.colleague_invite(role=Role.OWNER)
    refused = await ask(portal.of(await firm.colleague(role=Role.ADMIN)), query, inviteId=made.public_id)
    assert places(refused) == {"input.inviteId": "OWNER_PROTECTED"}
    machine = await firm.integration([Scope.INVITES_READ, Scope.INVITES_WRITE])
    by_machine = await ask(portal.machine(machine, "invites:read", "invites:write"), query, inviteId=made.public_id)
    assert codes(by_machine) == ["NOT_FOUND"]
    assert (await left(admin_store)).is_nothing
    assert codes(await ask(portal.of(await firm.colleague(role=Role.OWNER)), query, inviteId=made.public_id)) == []


async def test_a_new_link_works_and_the_old_one_is_dead(
    world: World, portal: Portal, admin_store: Store, vault: Vault
) -> None:
    firm = await world.partner()
    made, old = await firm.client_invite(sent_at=firm.now - timedelta(days=4))
    payload = await ask(portal.of(await firm.colleague(role=Role.ADMIN)), RESEND, inviteId=made.public_id, ifVersion=1)
    after = await left(admin_store)
    new = secret_in(after.mails[0], vault)
    assert payload["invite"] == {
        "id": made.public_id,
        "status": "SENT",
        "sendCount": 2,
        "version": 2,
        "expiresAt": "2026-06-12T09:00:00Z",
    }
    assert (after.invites[0].token_hash, after.invites[0].sent_at) == (secret_hash(new), firm.now)
    assert codes(await ask(portal.anybody, ACCEPT, **acceptance(old))) == ["TOKEN_INVALID"]
    assert codes(await ask(portal.anybody, ACCEPT, **acceptance(new))) == []


async def test_a_wrong_address_is_mended_whether_or_not_it_bounced(
    world: World, portal: Portal, admin_store: Store, vault: Vault
) -> None:
    firm = await world.partner()
    admin = portal.of(await firm.colleague(role=Role.ADMIN))
    made, old = await firm.client_invite(opened_at=firm.now)
    assert places(await ask(admin, RESEND, inviteId=made.public_id, email="ida")) == {"input.email": "INVALID_EMAIL"}
    assert codes(await ask(admin, RESEND, inviteId=made.public_id, email="ida@bakery.example")) == []
    after = await left(admin_store)
    assert [(mail.kind, mail.to_email) for mail in after.mails] == [("client_invite", "ida@bakery.example")]
    assert (after.invites[0].email, after.invites[0].opened_at) == ("ida@bakery.example", None)
    async with admin_store.engine.connect() as connection:
        (entry,) = (await connection.execute(select(audit_detail.c.before, audit_detail.c.after))).all()
    assert (entry.before["email"], entry.after["email"]) == (made.email, "ida@bakery.example")
    assert codes(await ask(portal.anybody, ACCEPT, **acceptance(old))) == ["TOKEN_INVALID"]
    assert codes(await ask(portal.anybody, ACCEPT, **acceptance(secret_in(after.mails[0], vault)))) == []


async def test_a_colleague_joins_with_the_address_that_was_mended(
    world: World, portal: Portal, admin_store: Store, vault: Vault
) -> None:
    firm = await world.partner()
    boss = await firm.colleague(role=Role.ADMIN)
    made, _ = await firm.colleague_invite(status=InviteStatus.BOUNCED)
    taken = await ask(portal.of(boss), RESEND, inviteId=made.public_id, email=boss.email)
    assert places(taken) == {"input.email": "ALREADY_A_COLLEAGUE"}
    assert (await left(admin_store)).is_nothing
    assert codes(await ask(portal.of(boss), RESEND, inviteId=made.public_id, email="eva@nord.example")) == []
    after = await left(admin_store)
    assert after.audit == after.events == ["colleague.updated", "colleague_invite.resent"]
    token = secret_in(after.mails[0], vault)
    assert codes(await ask(portal.person(made.email), JOIN, token=token)) == ["TOKEN_INVALID"]
    assert codes(await ask(portal.person("eva@nord.example"), JOIN, token=token)) == []


async def test_an_invite_that_lapsed_unnoticed_is_noted_first(world: World, portal: Portal, admin_store: Store) -> None:
    firm = await world.partner()
    bo, anna = await firm.colleague(), await firm.colleague(role=Role.ADMIN)
    made, _ = await firm.client_invite(by=bo, expires_at=firm.now)
    assert codes(await ask(portal.of(anna), CANCEL, inviteId=made.public_id)) == ["WRONG_STATE"]
    assert codes(await ask(portal.of(anna), RESEND, inviteId=made.public_id)) == []
    after = await left(admin_store)
    assert after.audit == after.events == ["client_invite.expired", "client_invite.resent"]
    assert after.mail_kinds == ["client_invite_expired", "client_invite_reminder"]


async def test_nothing_is_sent_again_where_something_else_came_between(world: World, portal: Portal) -> None:
    firm = await world.partner()
    caller = portal.of(await firm.colleague(role=Role.ADMIN))
    rival, _ = await firm.client_invite(status=InviteStatus.EXPIRED, registration_number="13585628")
    await firm.client_invite(registration_number="13585628")
    client, _ = await firm.client_invite(status=InviteStatus.BOUNCED, registration_number="25052943")
    await firm.client(registration_number="25052943")
    colleague, _ = await firm.colleague_invite(status=InviteStatus.EXPIRED)
    await make_second_invite(firm, colleague)
    found = [places(await ask(caller, RESEND, inviteId=made.public_id)) for made in (rival, client, colleague)]
    assert [place["input.inviteId"] for place in found] == [
        "INVITE_ALREADY_OPEN",
        "ALREADY_A_CLIENT",
        "INVITE_ALREADY_OPEN",
    ]


async def make_second_invite(firm: Firm, first: Any) -> None:
    """Another open invite to the same colleague."""
    other, _ = await firm.colleague_invite()
    async with firm.work() as work:
        await work.update(invite, {"colleague_id": first.colleague_id}, id=other.id)


@pytest.mark.parametrize("query", [RESEND, CANCEL])
async def test_hidden_foreign_wrong_and_random_ids_answer_alike(
    world: World, portal: Portal, admin_store: Store, query: str
) -> None:
    firm, elsewhere = await world.partner(), await world.partner()
    bo, ida = await firm.colleague(), await firm.colleague()
    hidden, _ = await firm.client_invite(by=ida)
    colleague, _ = await firm.colleague_invite(by=bo)
    foreign, _ = await elsewhere.client_invite()
    ids = [hidden.public_id, colleague.public_id, foreign.public_id, bo.public_id, "invite_" + "0" * 26, "", "x" * 999]
    answers = {(await portal.of(bo)(query, input={"inviteId": id, "ifVersion": 7})).raw for id in ids}
    assert len(answers) == 1
    assert b"NOT_FOUND" in answers.pop()
    assert (await left(admin_store)).audit == []


async def test_a_bookkeeper_handles_own_invites_only_and_resends_while_inviting_is_allowed(
    world: World, portal: Portal
) -> None:
    firm = await world.partner(bookkeepers_may_invite=False)
    bo = await firm.colleague()
    made, _ = await firm.client_invite(by=bo)
    assert codes(await ask(portal.of(bo), RESEND, inviteId=made.public_id)) == ["SWITCHED_OFF"]
    assert codes(await ask(portal.of(bo), CANCEL, inviteId=made.public_id)) == []


@pytest.mark.parametrize("query", [RESEND, CANCEL])
async def test_an_outdated_version_is_a_conflict(world: World, portal: Portal, admin_store: Store, query: str) -> None:
    firm = await world.partner()
    made, _ = await firm.client_invite()
    payload = await ask(portal.of(await firm.colleague(role=Role.ADMIN)), query, inviteId=made.public_id, ifVersion=2)
    assert places(payload) == {"input.ifVersion": "CONFLICT"}
    assert (await left(admin_store)).audit == []
