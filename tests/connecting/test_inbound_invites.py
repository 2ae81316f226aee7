"""Companies that come by themselves: an admin takes them on or turns them down, once."""

from collections import Counter
from datetime import timedelta

import pytest

from domain.access import grant_bits
from domain.vocabulary import AccessLevel, Grant, InviteStatus, Role
from store.engine import Store
from tests.connecting.asking import ACCEPT, DECLINE
from tests.invites.asking import ask, codes, left
from tests.invites.test_at_the_same_time import at_once
from tests.portal import Portal
from tests.world import World


async def test_an_accepted_company_is_a_client_with_the_access_that_it_offered(
    world: World, portal: Portal, admin_store: Store
) -> None:
    firm = await world.partner()
    anna = await firm.colleague(role=Role.ADMIN)
    offer = {"offered_level": AccessLevel.EXTENDED, "offered_grants": grant_bits((Grant.PAY_INVOICES,))}
    made = await firm.inbound_invite("Skovly", phone="+45 1", account_number="SP-1", **offer)
    payload = await ask(portal.of(anna), ACCEPT, inviteId=made.public_id, assignSelf=True)
    assert codes(payload) == []
    new = payload["client"]
    assert payload["invite"]["status"] == "ACCEPTED"
    assert payload["invite"]["client"]["id"] == new["id"]
    assert (new["name"], new["status"], new["contact"]["email"]) == ("Skovly", "ONBOARDING", made.email)
    assert new["access"] == {
        "level": "EXTENDED",
        "grants": ["PAY_INVOICES"],
        "powerOfAttorney": {"isGranted": True},
    }
    assert new["onboarding"] == {"status": "DETAILS_PENDING", "waitingOn": "CLIENT"}
    assert [work["colleague"]["name"] for work in new["assignments"]] == [anna.name]
    after = await left(admin_store)
    assert after.clients[0].account_number == "SP-1"
    assert after.audit == ["client.created", "assignment.started", "inbound_invite.accepted"]
    assert after.events == after.audit
    assert [(mail.kind, mail.to_email) for mail in after.mails] == [("inbound_invite_accepted", made.email)]


async def test_a_verified_company_goes_straight_to_bookkeeping(world: World, portal: Portal) -> None:
    firm = await world.partner()
    made = await firm.inbound_invite(is_verified=True)
    payload = await ask(portal.of(await firm.colleague(role=Role.ADMIN)), ACCEPT, inviteId=made.public_id)
    assert payload["client"]["status"] == "ACTIVE"
    assert payload["client"]["onboarding"] == {"status": "VERIFIED", "waitingOn": None}


async def test_a_declined_company_is_told_why(world: World, portal: Portal, admin_store: Store) -> None:
    firm = await world.partner()
    made = await firm.inbound_invite("Skovly")
    caller = portal.of(await firm.colleague(role=Role.ADMIN))
    payload = await ask(caller, DECLINE, inviteId=made.public_id, reason=" We are full. ")
    assert payload["invite"]["status"] == "DECLINED"
    assert payload["invite"]["declineReason"] == "We are full."
    after = await left(admin_store)
    assert (after.audit, after.clients) == (["inbound_invite.declined"], [])
    assert after.mails[0].params == {"partner_name": firm.name, "company_name": "Skovly", "reason": "We are full."}


@pytest.mark.parametrize("status", [each for each in InviteStatus if each is not InviteStatus.RECEIVED])
@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
async def test_what_is_answered_or_over_stays_so(
    world: World, portal: Portal, admin_store: Store, status: InviteStatus
) -> None:
    firm = await world.partner()
    caller = portal.of(await firm.colleague(role=Role.ADMIN))
    made = await firm.inbound_invite(status=status)
    for document in (ACCEPT, DECLINE):
        payload = await ask(caller, document, inviteId=made.public_id)
        assert codes(payload) == ["WRONG_STATE"]
        assert status in payload["userErrors"][0]["message"]
    assert (await left(admin_store)).is_nothing


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
async def test_what_has_lapsed_cannot_be_accepted_any_more(world: World, portal: Portal, admin_store: Store) -> None:
    firm = await world.partner()
    made = await firm.inbound_invite(expires_at=firm.now - timedelta(seconds=1))
    payload = await ask(portal.of(await firm.colleague(role=Role.ADMIN)), ACCEPT, inviteId=made.public_id)
    assert codes(payload) == ["WRONG_STATE"]
    assert "EXPIRED" in payload["userErrors"][0]["message"]
    assert (await left(admin_store)).is_nothing


async def test_a_company_that_is_a_client_already_is_not_taken_on_twice(
    world: World, portal: Portal, admin_store: Store
) -> None:
    firm = await world.partner()
    caller = portal.of(await firm.colleague(role=Role.ADMIN))
    made = await firm.inbound_invite(registration_number="13585628")
    await firm.client(registration_number="13585628")
    assert codes(await ask(caller, ACCEPT, inviteId=made.public_id)) == ["ALREADY_A_CLIENT"]
    assert (await left(admin_store)).is_nothing


async def test_the_firms_own_open_invite_to_the_company_is_taken_back(
    world: World, portal: Portal, admin_store: Store
) -> None:
    firm = await world.partner()
    caller = portal.of(await firm.colleague(role=Role.ADMIN))
    made = await firm.inbound_invite(registration_number="13585628")
    own, _ = await firm.client_invite(registration_number="13585628")
    await ask(caller, ACCEPT, inviteId=made.public_id)
    after = await left(admin_store)
    assert {row.id: row.status for row in after.invites} == {made.id: "ACCEPTED", own.id: "CANCELLED"}
    assert after.audit == ["client_invite.cancelled", "client.created", "inbound_invite.accepted"]


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
async def test_a_dry_run_and_another_kind_of_invite_change_nothing(
    world: World, portal: Portal, admin_store: Store
) -> None:
    firm = await world.partner()
    caller = portal.of(await firm.colleague(role=Role.ADMIN))
    made, (outbound, _) = await firm.inbound_invite(), await firm.client_invite()
    assert codes(await ask(caller, ACCEPT, inviteId=made.public_id, validateOnly=True)) == []
    assert codes(await ask(caller, ACCEPT, inviteId=made.public_id, ifVersion=7)) == ["CONFLICT"]
    assert codes(await ask(caller, ACCEPT, inviteId=outbound.public_id)) == ["NOT_FOUND"]
    assert (await left(admin_store)).is_nothing


async def test_of_fifty_answers_at_once_one_counts(world: World, portal: Portal, admin_store: Store) -> None:
    firm = await world.partner()
    caller = portal.of(await firm.colleague(role=Role.ADMIN))
    made = await firm.inbound_invite()
    payloads = await at_once(lambda n: ask(caller, (ACCEPT, DECLINE)[n % 2], inviteId=made.public_id))
    assert Counter(tuple(codes(payload)) for payload in payloads) == {(): 1, ("WRONG_STATE",): 49}
    after = await left(admin_store)
    assert len(after.clients) == (after.invites[0].status == InviteStatus.ACCEPTED)
    assert (len(after.mails), after.audit[-1]) == (1, f"inbound_invite.{after.invites[0].status.lower()}")
