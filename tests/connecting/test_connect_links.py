"""Connect links: the firm sends one, the company's admin uses it once, the firm's admins answer."""

from collections import Counter
from typing import Any

import pytest
from sqlalchemy import select

from domain.vocabulary import Role
from store.engine import Store
from store.tables import connect_link, idempotency
from tests.connecting.asking import ACCEPT, CONNECT, LINK, LINK_PREVIEW, rows
from tests.invites.asking import ask, codes, left, places
from tests.invites.test_at_the_same_time import at_once
from tests.portal import Portal
from tests.world import World

SKOVLY = {"companyName": "Skovly", "country": "dk", "registrationNumber": "13 58 56 28", "companySize": "SMALL"}
OFFER: dict[str, Any] = {"name": "Ida", "email": "ida@skovly.example", "level": "EXTENDED"}
OFFER |= {"grants": ["PAY_INVOICES"], "grantPowerOfAttorney": True}


async def test_a_company_on_the_platform_becomes_a_client_by_a_link(
    world: World, portal: Portal, admin_store: Store
) -> None:
    firm = await world.partner()
    bo, anna = await firm.colleague(), await firm.colleague(role=Role.ADMIN)
    made = await ask(portal.of(bo), LINK, **SKOVLY)
    assert made["url"].startswith("https://portal.example/connect/")
    token = made["url"].rpartition("/")[2]
    assert token.encode() not in repr(await rows(admin_store, connect_link)).encode()
    shown = (await portal.anybody(LINK_PREVIEW, token=token)).data["connectPreview"]
    assert shown == {"partnerName": firm.name, "companyName": "Skovly", "expiresAt": made["expiresAt"]}

    told = await ask(portal.anybody, CONNECT, token=token, **OFFER)
    assert told == {"status": "RECEIVED", "partnerName": firm.name, "companyName": "Skovly", "userErrors": []}
    after = await left(admin_store)
    assert after.audit == ["connect_link.created", "inbound_invite.received"]
    assert [(mail.kind, mail.to_email) for mail in after.mails] == [("inbound_invite", anna.email)]
    assert (await portal.anybody(LINK_PREVIEW, token=token)).data["connectPreview"] is None
    document = """{ partner { pendingClients { inboundInvites { nodes {
      id companyName registrationNumber offeredLevel offeredGrants } } } } }"""
    pending = (await portal.of(anna)(document)).data["partner"]["pendingClients"]["inboundInvites"]["nodes"]
    id = pending[0].pop("id")
    expected = {"companyName": "Skovly", "registrationNumber": "13585628", "offeredLevel": "EXTENDED"}
    assert pending == [expected | {"offeredGrants": ["PAY_INVOICES"]}]
    client = (await ask(portal.of(anna), ACCEPT, inviteId=id))["client"]
    assert (client["name"], client["access"]["level"]) == ("Skovly", "EXTENDED")


async def test_of_fifty_uses_of_one_link_one_counts(world: World, portal: Portal, admin_store: Store) -> None:
    firm = await world.partner()
    token = await firm.connect_link()
    payloads = await at_once(lambda n: ask(portal.anybody, CONNECT, token=token, **OFFER | {"name": f"Ida {n}"}))
    assert Counter(tuple(codes(payload)) for payload in payloads) == {(): 1, ("TOKEN_INVALID",): 49}
    assert len((await left(admin_store)).invites) == 1


async def test_a_retry_with_its_key_gets_the_first_answer(world: World, portal: Portal, admin_store: Store) -> None:
    firm = await world.partner()
    token = await firm.connect_link()
    once = [await ask(portal.anybody, CONNECT, token=token, idempotencyKey="k", **OFFER) for _ in range(2)]
    assert once[0] == once[1]
    assert codes(once[0]) == []
    assert len((await left(admin_store)).invites) == 1


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
async def test_used_replaced_expired_and_wrong_links_answer_alike(world: World, portal: Portal) -> None:
    firm = await world.partner()
    caller = portal.of(await firm.colleague(role=Role.ADMIN))
    first, second = [(await ask(caller, LINK, **SKOVLY))["url"].rpartition("/")[2] for _ in range(2)]
    assert codes(await ask(portal.anybody, CONNECT, token=second, **OFFER)) == []
    tokens = [first, second, "nonsense", await firm.connect_link(expires_at=firm.now)]
    answers = [await ask(portal.anybody, CONNECT, token=token, **OFFER) for token in tokens]
    assert codes(answers[0]) == ["TOKEN_INVALID"]
    assert all(answer == answers[0] for answer in answers)


async def test_a_lost_answer_is_asked_for_again_without_killing_the_link(
    world: World, portal: Portal, admin_store: Store
) -> None:
    firm = await world.partner()
    caller = portal.of(await firm.colleague())
    made = [await ask(caller, LINK, **SKOVLY, idempotencyKey="k") for _ in range(2)]
    assert made[0] == made[1]
    token = made[0]["url"].rpartition("/")[2]
    async with admin_store.engine.connect() as connection:
        (kept,) = (await connection.execute(select(idempotency.c.outcome))).scalars()
    assert token not in repr(kept)
    assert places(await ask(caller, LINK, **SKOVLY | {"companyName": "Other"}, idempotencyKey="k")) == {
        "input.idempotencyKey": "IDEMPOTENCY_KEY_REUSED"
    }
    assert places(await ask(caller, LINK, **SKOVLY, idempotencyKey="")) == {"input.idempotencyKey": "INVALID"}
    assert (await left(admin_store)).audit == ["connect_link.created"]
    assert codes(await ask(portal.anybody, CONNECT, token=token, **OFFER)) == []


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
async def test_mistakes_and_companies_that_need_no_link_are_told(
    world: World, portal: Portal, admin_store: Store
) -> None:
    firm = await world.partner()
    caller = portal.of(await firm.colleague(role=Role.ADMIN))
    wrong = await ask(caller, LINK, **SKOVLY | {"registrationNumber": "1", "companyName": " "})
    assert places(wrong) == {"input.registrationNumber": "INVALID_REGISTRATION_NUMBER", "input.companyName": "REQUIRED"}
    await firm.client(registration_number="13585628")
    assert places(await ask(caller, LINK, **SKOVLY)) == {"input.registrationNumber": "ALREADY_A_CLIENT"}
    token = await firm.connect_link()
    wrong = await ask(portal.anybody, CONNECT, token=token, **OFFER | {"grantPowerOfAttorney": False, "email": "x"})
    assert places(wrong) == {
        "input.grantPowerOfAttorney": "POWER_OF_ATTORNEY_REQUIRED",
        "input.email": "INVALID_EMAIL",
    }
    assert (await left(admin_store)).is_nothing
