"""Grants beyond the level: asked for or offered, answered once, revoked, and what follows each time."""

from collections import Counter
from datetime import timedelta

import pytest

from domain.ids import IdKind, encode
from domain.vocabulary import Grant, GrantRequestStatus, Role
from resolvers.connecting.access import change_access
from resolvers.granting.asking import offer_grant
from store.engine import Store
from store.tables import grant_request
from store.vault import Vault
from tests.connecting.asking import (
    ACCESS,
    ANSWER,
    CANCEL,
    GRANT,
    PREVIEW,
    REFUSE,
    REQUEST,
    REVOKE,
    facts,
    row_of,
    rows,
)
from tests.invites.asking import ask, codes, left, places, secret_in
from tests.invites.test_at_the_same_time import at_once
from tests.portal import Portal
from tests.world import World


async def test_a_client_grants_what_the_firm_asks_for_and_takes_it_back_by_the_same_link(
    world: World, portal: Portal, admin_store: Store, vault: Vault
) -> None:
    firm = await world.partner()
    bo, bakery = await firm.colleague(), await firm.client("Bageri Nord")
    await firm.assign(bo, bakery)
    caller = portal.of(bo)
    asked = await ask(caller, REQUEST, clientId=bakery.public_id, grant="PAY_INVOICES", message="For March.")
    assert (asked["grantRequest"]["status"], asked["grantRequest"]["requestedBy"]["name"]) == ("PENDING", bo.name)
    after = await left(admin_store)
    assert (after.audit, after.mail_kinds) == (["grant_request.sent"], ["grant_request"])
    secret = secret_in(after.mails[0], vault)

    shown = (await portal.anybody(PREVIEW, token=secret)).data["grantRequestPreview"]
    assert (shown["status"], shown["colleagueName"], shown["message"]) == ("PENDING", bo.name, "For March.")
    told = await ask(portal.anybody, GRANT, token=secret)
    assert told == {
        "status": "GRANTED",
        "grant": "PAY_INVOICES",
        "partnerName": firm.name,
        "companyName": "Bageri Nord",
        "userErrors": [],
    }
    seen = (await caller(ACCESS, id=bakery.public_id)).data["client"]
    assert "PAY_INVOICES" in seen["access"]["capabilities"]
    assert seen["grantRequests"] == [{"grant": "PAY_INVOICES", "status": "GRANTED", "direction": "FIRM_ASKS"}]
    after = await left(admin_store)
    assert after.audit[1:] == ["grant_request.granted", "client.grants_changed"]
    assert after.mail_kinds[1:] == ["grant_request", "grant_request_granted"]
    assert after.mail_kinds[0] == "grant_confirmed"

    assert codes(await ask(portal.anybody, GRANT, token=secret)) == ["TOKEN_INVALID"]
    assert (await portal.anybody(PREVIEW, token=secret)).data["grantRequestPreview"]["status"] == "GRANTED"
    assert (await ask(portal.anybody, REVOKE, token=secret, reason="Enough."))["status"] == "REVOKED"
    seen = (await caller(ACCESS, id=bakery.public_id)).data["client"]
    assert "PAY_INVOICES" not in seen["access"]["capabilities"]
    assert (await portal.anybody(PREVIEW, token=secret)).data["grantRequestPreview"] is None
    assert codes(await ask(portal.anybody, REVOKE, token=secret)) == ["TOKEN_INVALID"]
    assert (await left(admin_store)).audit[3:] == ["grant_request.revoked", "client.grants_changed"]


async def test_a_retry_with_the_same_key_gets_the_first_answer(
    world: World, portal: Portal, admin_store: Store
) -> None:
    firm = await world.partner()
    _, secret = await firm.grant_request(await firm.client(), by=await firm.colleague())
    payloads = [await ask(portal.anybody, GRANT, token=secret, idempotencyKey="once") for _ in range(2)]
    assert payloads[0] == payloads[1]
    assert codes(payloads[0]) == []
    assert len((await left(admin_store)).audit) == 2


async def test_a_client_may_say_no_and_the_firm_may_ask_again(world: World, portal: Portal, admin_store: Store) -> None:
    firm = await world.partner()
    anna, bakery = await firm.colleague(role=Role.ADMIN), await firm.client()
    _, secret = await firm.grant_request(bakery, by=anna)
    assert (await ask(portal.anybody, REFUSE, token=secret, reason="Not yet."))["status"] == "DECLINED"
    after = await left(admin_store)
    assert (after.audit, after.mail_kinds) == (["grant_request.declined"], ["grant_request_declined"])
    assert after.mails[0].params["reason"] == "Not yet."
    assert codes(await ask(portal.of(anna), REQUEST, clientId=bakery.public_id, grant="PAY_INVOICES")) == []


async def test_a_grant_is_asked_for_once_at_a_time(world: World, portal: Portal, admin_store: Store) -> None:
    firm = await world.partner()
    caller, bakery = portal.of(await firm.colleague(role=Role.ADMIN)), await firm.client()
    wanted = {"clientId": bakery.public_id, "grant": "PAY_INVOICES"}
    payloads = await at_once(lambda _: ask(caller, REQUEST, **wanted), 20)
    assert Counter(tuple(codes(payload)) for payload in payloads) == {(): 1, ("REQUEST_ALREADY_OPEN",): 19}
    other = await ask(caller, REQUEST, **wanted | {"grant": "SEND_REIMBURSEMENTS"})
    assert codes(other) == []
    assert len((await left(admin_store)).mails) == 2


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
async def test_what_cannot_be_asked_for_is_told_with_its_place(world: World, portal: Portal) -> None:
    firm = await world.partner()
    caller = portal.of(await firm.colleague(role=Role.ADMIN))
    granted = await firm.client(grants=[Grant.PAY_INVOICES])
    suspended, gone = await firm.client(poa=False), await firm.client(access_status="DISCONNECTED")
    found = {
        client: places(await ask(caller, REQUEST, clientId=client.public_id, grant="PAY_INVOICES"))
        for client in (granted, suspended, gone)
    }
    assert found == {
        granted: {"input.grant": "ALREADY_GRANTED"},
        suspended: {"input.clientId": "POWER_OF_ATTORNEY_MISSING"},
        gone: {"input.clientId": "CLIENT_NOT_CONNECTED"},
    }


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
async def test_who_asks_needs_to_see_the_client_and_more_than_to_read(world: World, portal: Portal) -> None:
    firm = await world.partner()
    bakery, viewer = await firm.client(), await firm.colleague(role=Role.VIEWER)
    await firm.assign(viewer, bakery)
    wanted = {"clientId": bakery.public_id, "grant": "PAY_INVOICES"}
    stranger = portal.of(await firm.colleague())
    assert codes(await ask(stranger, REQUEST, **wanted)) == ["NOT_FOUND"]
    assert (await portal.of(viewer)(REQUEST, input=wanted)).codes == ["ACCESS_DENIED"]


async def test_a_lapsed_request_is_expired_for_everybody_and_noted_when_another_is_sent(
    world: World, portal: Portal, admin_store: Store
) -> None:
    firm = await world.partner()
    anna, bakery = await firm.colleague(role=Role.ADMIN), await firm.client()
    bo = await firm.colleague()
    old, secret = await firm.grant_request(bakery, by=bo, expires_at=firm.now)
    caller = portal.of(anna)
    seen = (await caller(ACCESS, id=bakery.public_id)).data["client"]["grantRequests"]
    assert [each["status"] for each in seen] == ["EXPIRED"]
    assert (await portal.anybody(PREVIEW, token=secret)).data["grantRequestPreview"] is None
    assert codes(await ask(portal.anybody, GRANT, token=secret)) == ["TOKEN_INVALID"]
    assert codes(await ask(caller, CANCEL, grantRequestId=old.public_id)) == ["WRONG_STATE"]
    assert (await left(admin_store)).is_nothing
    await ask(caller, REQUEST, clientId=bakery.public_id, grant="PAY_INVOICES")
    after = await left(admin_store)
    assert after.audit == ["grant_request.expired", "grant_request.sent"]
    assert after.mail_kinds == ["grant_request", "grant_request_expired"]


async def test_the_firm_takes_its_request_back(world: World, portal: Portal, admin_store: Store) -> None:
    firm = await world.partner()
    bo, bakery = await firm.colleague(), await firm.client()
    await firm.assign(bo, bakery)
    made, secret = await firm.grant_request(bakery, by=bo)
    payload = await ask(portal.of(bo), CANCEL, grantRequestId=made.public_id, ifVersion=1)
    assert (payload["grantRequest"]["status"], payload["grantRequest"]["version"]) == ("CANCELLED", 2)
    assert codes(await ask(portal.anybody, GRANT, token=secret)) == ["TOKEN_INVALID"]
    after = await left(admin_store)
    assert (after.audit, after.mail_kinds) == (["grant_request.cancelled"], ["grant_request_cancelled"])


async def test_what_a_client_offers_is_answered_by_who_works_on_it(
    world: World, portal: Portal, admin_store: Store, store: Store, vault: Vault
) -> None:
    firm = await world.partner()
    bo, bakery = await firm.colleague(), await firm.client()
    await firm.assign(bo, bakery)
    async with facts(firm, store) as work:
        for grant in (Grant.PAY_INVOICES, Grant.SEND_REIMBURSEMENTS):
            await offer_grant(work, await row_of(work, bakery), grant, "Please.")
    pay, send = [row.id for row in await rows(admin_store, grant_request)]
    after = await left(admin_store)
    assert [(mail.kind, mail.to_email) for mail in after.mails] == [("grant_offer", bo.email)] * 2
    ids = [encode(IdKind.GRANT_REQUEST, id) for id in (pay, send)]
    payload = await ask(portal.of(bo), ANSWER, grantRequestId=ids[0], accept=True)
    assert payload["client"]["access"]["grants"] == ["PAY_INVOICES"]
    assert (payload["grantRequest"]["status"], payload["grantRequest"]["answeredBy"]["name"]) == ("GRANTED", bo.name)
    payload = await ask(portal.of(bo), ANSWER, grantRequestId=ids[1], accept=False, reason="No need.")
    assert payload["client"]["access"]["grants"] == ["PAY_INVOICES"]
    after = await left(admin_store)
    assert after.audit[2:] == ["grant_request.granted", "client.grants_changed", "grant_request.declined"]
    assert [mail.kind for mail in after.mails[2:]] == ["grant_offer_granted", "grant_offer_declined"]
    assert (await ask(portal.anybody, REVOKE, token=secret_in(after.mails[2], vault)))["status"] == "REVOKED"
    assert {row.id: row.status for row in await rows(admin_store, grant_request)} == {pay: "REVOKED", send: "DECLINED"}


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
async def test_each_side_answers_only_the_other(world: World, portal: Portal, admin_store: Store) -> None:
    firm = await world.partner()
    anna, bakery = await firm.colleague(role=Role.ADMIN), await firm.client()
    asked, _ = await firm.grant_request(bakery, Grant.PAY_INVOICES, by=anna)
    offered, _ = await firm.grant_request(bakery, Grant.SEND_REIMBURSEMENTS)
    caller = portal.of(anna)
    assert codes(await ask(caller, ANSWER, grantRequestId=asked.public_id, accept=True)) == ["WRONG_STATE"]
    assert codes(await ask(caller, CANCEL, grantRequestId=offered.public_id)) == ["WRONG_STATE"]
    assert (await left(admin_store)).is_nothing


async def test_requests_follow_grants_that_the_client_changes_in_its_own_account(
    world: World, admin_store: Store, store: Store
) -> None:
    firm = await world.partner()
    bakery, bo = await firm.client(grants=[Grant.MANAGE_TRANSFER_RULES]), await firm.colleague()
    had, _ = await firm.grant_request(bakery, Grant.MANAGE_TRANSFER_RULES, by=bo, status=GrantRequestStatus.GRANTED)
    got, _ = await firm.grant_request(bakery, Grant.PAY_INVOICES, by=bo, expires_at=firm.now + timedelta(days=1))
    late, _ = await firm.grant_request(bakery, Grant.SEND_REIMBURSEMENTS, by=bo, expires_at=firm.now)
    async with facts(firm, store) as work:
        granted = [Grant.PAY_INVOICES, Grant.SEND_REIMBURSEMENTS]
        assert await change_access(work, await row_of(work, bakery), grants=granted)
        assert not await change_access(work, await row_of(work, bakery), grants=granted)
    statuses = {row.id: row.status for row in await rows(admin_store, grant_request)}
    assert statuses == {had.id: "REVOKED", got.id: "GRANTED", late.id: "PENDING"}
    after = await left(admin_store)
    assert after.audit == ["client.grants_changed", "grant_request.revoked", "grant_request.granted"]
    assert after.mail_kinds == ["grant_request_granted", "grant_revoked"]


async def test_of_fifty_answers_to_one_link_one_counts(world: World, portal: Portal, admin_store: Store) -> None:
    firm = await world.partner()
    _, secret = await firm.grant_request(await firm.client(), by=await firm.colleague())
    payloads = await at_once(lambda n: ask(portal.anybody, (GRANT, REFUSE)[n % 2], token=secret))
    assert Counter(tuple(codes(payload)) for payload in payloads) == {(): 1, ("TOKEN_INVALID",): 49}
    after = await left(admin_store)
    (row,) = await rows(admin_store, grant_request)
    assert bool(after.clients[0].grants) is (row.status == "GRANTED")
    assert after.audit[0] == f"grant_request.{row.status.lower()}"
