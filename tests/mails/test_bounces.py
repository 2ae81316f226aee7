"""An address that refuses mail: whoever counts on it hears of it, and it is not written to for ever."""

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from domain.vocabulary import DigestFrequency, Role
from gateway.cli.mails import note
from gateway.mails.postman import Postman
from resolvers.clock import Rounds
from store.engine import Store
from store.tables import application, digest, invite, mail, referral
from store.vault import Vault
from tests.applying.asking import APPLY, EMAIL, RESEND, Office, firm
from tests.connecting.asking import GRANT, REFUSE, REQUEST
from tests.invites.asking import INVITE_CLIENT, ask, bakery, codes, left, secret_in
from tests.mails.conftest import Clock, Server
from tests.mails.test_digests import MONDAY
from tests.mails.test_sending import work_off
from tests.partnership.asking import REFER, recommendation
from tests.portal import Portal
from tests.world import World

REQUESTS = "query($id: ID!) { client(id: $id) { grantRequests { status bouncedAt } } }"
LIST = "{ partnerApplications { nodes { id status isWaiting bouncedAt } } }"


async def test_operators_see_that_an_applicant_cannot_be_reached_until_the_mail_is_sent_again(
    office: Office, portal: Portal, postman: Postman, smtp: Server
) -> None:
    smtp.answers[EMAIL] = "550 no such mailbox"
    await ask(portal.anybody, APPLY, **firm())
    await work_off(postman)
    (seen,) = (await office.operator(LIST)).data["partnerApplications"]["nodes"]
    assert (seen["status"], seen["isWaiting"], seen["bouncedAt"]) == ("WEBINAR_SENT", True, "2026-05-13T09:00:00Z")
    assert (await office.journal()).count("application.bounced") == 1
    del smtp.answers[EMAIL]
    assert codes(await ask(office.operator, RESEND, applicationId=seen["id"])) == []
    await work_off(postman)
    assert len(smtp.accepted) == 1
    (seen,) = (await office.operator(LIST)).data["partnerApplications"]["nodes"]
    assert seen["bouncedAt"] is None


async def test_what_comes_back_after_it_was_sent_counts_the_same(
    world: World,
    office: Office,
    portal: Portal,
    postman: Postman,
    smtp: Server,
    admin_store: Store,
    vault: Vault,
    clock: Clock,
) -> None:
    admin = portal.of(await (await world.partner()).colleague(role=Role.ADMIN))
    await ask(admin, INVITE_CLIENT, **bakery())
    await ask(admin, REFER, **recommendation())
    await ask(portal.anybody, APPLY, **firm())
    await work_off(postman)
    sent = [UUID(letter["Message-ID"].strip("<>").partition("@")[0]) for letter in smtp.accepted]
    assert all([await note(admin_store, vault, id, clock.now) for id in sent])
    assert not any([await note(admin_store, vault, id, clock.now) for id in sent])
    async with admin_store.engine.connect() as connection:
        for column in (invite.c.status, referral.c.status):
            assert (await connection.execute(select(column))).scalar_one() == "BOUNCED"
        assert (await connection.execute(select(application.c.bounced_at))).scalar_one() is not None
        states = await connection.execute(select(mail.c.status).where(mail.c.id.in_(sent)))
        assert set(states.scalars()) == {"BOUNCED"}


async def test_who_asks_a_client_that_cannot_be_reached_is_told_and_the_request_waits_on(
    world: World, portal: Portal, postman: Postman, smtp: Server, admin_store: Store, vault: Vault, clock: Clock
) -> None:
    nord = await world.partner()
    bo, bakery = (
        await nord.colleague(),
        await nord.client("Bageri Nord", admin_name="Mia", admin_email="mia@bageri.example"),
    )
    await nord.assign(bo, bakery)
    caller = portal.of(bo)
    smtp.answers["mia@bageri.example"] = "550 no such mailbox"
    assert codes(await ask(caller, REQUEST, clientId=bakery.public_id, grant="PAY_INVOICES")) == []
    secret = secret_in((await left(admin_store)).mails[0], vault)
    await work_off(postman)
    (told,) = smtp.accepted
    assert (told["X-Gateway-Kind"], told["To"].addresses[0].addr_spec) == ("grant_request_bounced", bo.email)
    assert "Mia does not accept mail" in str(told.get_body(("plain",)))
    after = await left(admin_store)
    assert after.audit == after.events == ["grant_request.sent", "grant_request.bounced"]
    seen = (await caller(REQUESTS, id=bakery.public_id)).data["client"]["grantRequests"]
    assert seen == [{"status": "PENDING", "bouncedAt": "2026-05-13T09:00:00Z"}]
    assert (await ask(portal.anybody, GRANT, token=secret))["status"] == "GRANTED"


async def test_a_request_that_comes_back_later_is_told_of_unless_it_was_answered(
    world: World, portal: Portal, postman: Postman, smtp: Server, admin_store: Store, vault: Vault, clock: Clock
) -> None:
    nord = await world.partner()
    caller, bakery = portal.of(await nord.colleague(role=Role.ADMIN)), await nord.client()
    for grant in ("PAY_INVOICES", "SEND_REIMBURSEMENTS"):
        assert codes(await ask(caller, REQUEST, clientId=bakery.public_id, grant=grant)) == []
    invoices, other = (await left(admin_store)).mails
    if invoices.params["grant"] != "PAY_INVOICES":
        invoices, other = other, invoices
    assert (await ask(portal.anybody, REFUSE, token=secret_in(other, vault)))["status"] == "DECLINED"
    await work_off(postman)
    for each in (invoices, other):
        await note(admin_store, vault, each.id, clock.now)
    seen = (await caller(REQUESTS, id=bakery.public_id)).data["client"]["grantRequests"]
    assert [(each["status"], each["bouncedAt"] is None) for each in seen] == [("DECLINED", True), ("PENDING", False)]
    assert (await left(admin_store)).events.count("grant_request.bounced") == 1


async def test_digests_to_an_address_that_refuses_them_end_and_the_other_admins_are_told(
    world: World, store: Store, admin_store: Store, vault: Vault, postman: Postman, clock: Clock, smtp: Server
) -> None:
    nord = await world.partner()
    ada, bo = [await nord.colleague(name, role=Role.ADMIN) for name in ("Ada", "Bo")]
    bakery, other = await nord.client(), await nord.colleague("Cleo")
    await nord.assign(bo, bakery)
    for reader, about in ((bo, None), (bo, bakery), (ada, None)):
        await nord.digest(reader, about, DigestFrequency.WEEKLY)
    smtp.answers[bo.email] = "550 no such mailbox"
    clock.now = MONDAY
    await Rounds(store, vault).go(MONDAY)
    await work_off(postman)
    told = [(str(letter["To"]), letter["X-Gateway-Kind"]) for letter in smtp.accepted]
    assert sorted(kind for to, kind in told if ada.email in to) == ["colleague_unreachable", "digest_portfolio"]
    assert not [to for to, _ in told if bo.email in to or other.email in to]
    after = await left(admin_store)
    assert after.audit == after.events == ["digest.changed"] * 2
    async with admin_store.engine.connect() as connection:
        readers: list[Any] = [row.colleague_id for row in await connection.execute(digest.select())]
    assert readers == [ada.id]


@pytest.fixture
def office(portal: Portal, store: Store, admin_store: Store, vault: Vault, clock: Clock) -> Office:
    """The platform's side."""
    return Office(portal, store, admin_store, vault, clock.now)
