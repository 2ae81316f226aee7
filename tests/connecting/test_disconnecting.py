"""The end of a connection: everything that hangs on it ends with it, once, from either side."""

from collections import Counter
from typing import Any

import pytest

from domain.vocabulary import Grant, OnboardingStatus, Role
from resolvers.connecting.disconnecting import disconnect
from store.engine import Store
from store.tables import grant_request, team_client
from tests.connecting.asking import ACCEPT, DISCONNECT, GRANT, REQUEST, facts, row_of, rows
from tests.invites.asking import ask, codes, left
from tests.invites.test_at_the_same_time import at_once
from tests.portal import Portal
from tests.world import Client, Colleague, Firm, World


async def _busy(firm: Firm) -> tuple[Colleague, Client]:
    """An admin, and a client that two people work on (one in two ways), with one of everything that can end."""
    anna, bo = await firm.colleague("Anna", role=Role.ADMIN), await firm.colleague("Bo")
    bakery = await firm.client(onboarding=OnboardingStatus.INFO_REQUESTED, registration_number="13585628")
    await firm.team("Nord", [bo, anna], [bakery])
    await firm.assign(bo, bakery)
    await firm.grant_request(bakery, Grant.PAY_INVOICES, by=bo)
    await firm.client_invite(registration_number="13585628")
    return anna, bakery


async def test_a_dry_run_lists_what_would_end_and_changes_nothing(
    world: World, portal: Portal, admin_store: Store
) -> None:
    firm = await world.partner()
    anna, bakery = await _busy(firm)
    await firm.handover(anna, bakery)
    payload = await ask(portal.of(anna), DISCONNECT, clientId=bakery.public_id, validateOnly=True)
    assert codes(payload) == []
    assert payload["client"]["status"] == "ONBOARDING"
    assert sorted(each["colleague"]["name"] for each in payload["assignments"]) == ["Anna", "Bo"]
    assert {each["status"] for each in payload["assignments"]} == {"ACTIVE"}
    assert payload["teams"] == [{"name": "Nord"}]
    assert payload["grantRequests"] == [{"grant": "PAY_INVOICES", "status": "PENDING"}]
    assert payload["openLinkCount"] == 1
    assert (await left(admin_store)).is_nothing


async def test_everything_ends_in_one_transaction_and_the_history_stays(
    world: World, portal: Portal, admin_store: Store
) -> None:
    firm = await world.partner()
    anna, bakery = await _busy(firm)
    link = await firm.handover(anna, bakery)
    payload = await ask(portal.of(anna), DISCONNECT, clientId=bakery.public_id, reason="Sold.")
    assert payload["client"] == {
        "status": "DISCONNECTED",
        "access": {"status": "DISCONNECTED", "capabilities": []},
        "onboarding": {"waitingOn": None},
        "assignments": [],
        "teams": [],
    }
    assert {each["status"] for each in payload["assignments"]} == {"ENDED"}
    assert payload["grantRequests"] == [{"grant": "PAY_INVOICES", "status": "CANCELLED"}]
    assert (await portal.http.get(f"/hand-over/{link}")).status_code == 404
    after = await left(admin_store)
    assert Counter(after.audit) == {
        "assignment.ended": 2,
        "assignment.source_ended": 1,
        "team.client_removed": 1,
        "grant_request.cancelled": 1,
        "client_invite.cancelled": 1,
        "client.disconnected": 1,
    }
    assert after.mail_kinds == ["client_disconnected", "grant_request_cancelled"]
    async with firm.work() as work:
        assert await work.find(team_client) == []
    again = await ask(portal.of(anna), DISCONNECT, clientId=bakery.public_id)
    assert codes(again) == ["WRONG_STATE"]
    refused = await ask(portal.of(anna), REQUEST, clientId=bakery.public_id, grant="PAY_INVOICES")
    assert codes(refused) == ["CLIENT_NOT_CONNECTED"]


async def test_a_client_that_leaves_by_itself_is_told_to_who_worked_on_it(
    world: World, admin_store: Store, store: Store
) -> None:
    firm = await world.partner()
    anna, bakery = await _busy(firm)
    async with facts(firm, store) as work:
        await disconnect(work, await row_of(work, bakery))
    after = await left(admin_store)
    told = sorted((mail.kind, mail.to_name) for mail in after.mails if mail.kind == "client_left")
    assert told == [("client_left", "Anna"), ("client_left", "Bo")]
    assert after.clients[0].status == "DISCONNECTED"
    assert anna.email not in [mail.to_email for mail in after.mails if mail.kind == "client_disconnected"]


async def test_the_company_may_come_back_as_a_new_client(world: World, portal: Portal, admin_store: Store) -> None:
    firm = await world.partner()
    anna, bakery = await _busy(firm)
    await ask(portal.of(anna), DISCONNECT, clientId=bakery.public_id)
    made = await firm.inbound_invite(registration_number="13585628")
    payload = await ask(portal.of(anna), ACCEPT, inviteId=made.public_id)
    assert codes(payload) == []
    assert sorted(row.status for row in (await left(admin_store)).clients) == ["DISCONNECTED", "ONBOARDING"]


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
async def test_only_admins_disconnect_and_only_the_version_they_saw(world: World, portal: Portal) -> None:
    firm = await world.partner()
    anna, bakery = await _busy(firm)
    wanted: dict[str, Any] = {"clientId": bakery.public_id}
    assert (await portal.of(await firm.colleague())(DISCONNECT, input=wanted)).codes == ["ACCESS_DENIED"]
    assert codes(await ask(portal.of(anna), DISCONNECT, **wanted, ifVersion=5)) == ["CONFLICT"]


async def test_fifty_at_once_disconnect_once_and_no_grant_slips_through(
    world: World, portal: Portal, admin_store: Store
) -> None:
    firm = await world.partner()
    anna, bakery = await _busy(firm)
    _, secret = await firm.grant_request(bakery, Grant.SEND_REIMBURSEMENTS, by=anna)
    caller = portal.of(anna)

    async def act(number: int) -> dict[str, Any]:
        if number == 7:
            return await ask(portal.anybody, GRANT, token=secret)
        return await ask(caller, DISCONNECT, clientId=bakery.public_id)

    payloads = await at_once(act)
    granted = payloads.pop(7)
    assert Counter(tuple(codes(payload)) for payload in payloads) == {(): 1, ("WRONG_STATE",): 48}
    statuses = {row.grant: row.status for row in await rows(admin_store, grant_request)}
    expected = "CANCELLED" if codes(granted) else "GRANTED"
    assert statuses == {"PAY_INVOICES": "CANCELLED", "SEND_REIMBURSEMENTS": expected}
    assert (await left(admin_store)).audit.count("client.disconnected") == 1
