"""Links go out while they lead somewhere, are reminded of until somebody answers, and lead where they say."""

from datetime import datetime, timedelta

from sqlalchemy import select

from domain.vocabulary import Role
from gateway.mails.postman import Postman
from store.engine import Store
from store.tables import invite
from store.vault import Vault
from tests.applying.asking import APPLY, WATCH, WITHDRAW
from tests.applying.asking import firm as application
from tests.connecting.asking import CANCEL as CANCEL_REQUEST
from tests.connecting.asking import GRANT, REQUEST
from tests.invites.asking import ACCEPT, CANCEL, INVITE_CLIENT, acceptance, ask, bakery, left, secret_in
from tests.mails.conftest import Clock, Server
from tests.mails.following import link_in, states, work_off
from tests.partnership.asking import REFER, TAKE_BACK, recommendation
from tests.portal import Caller, Portal
from tests.world import World


async def test_companies_are_reminded_twice_until_they_answer(
    admin: Caller, portal: Portal, postman: Postman, smtp: Server, clock: Clock, now: datetime
) -> None:
    await ask(admin, INVITE_CLIENT, **bakery())
    await ask(admin, INVITE_CLIENT, **bakery(registrationNumber="29189846", companyName="Other"))
    for days in (0, 4, 5, 6, 27, 29):
        clock.now = now + timedelta(days=days)
        await work_off(postman)
        if days == 6:
            told = [letter for letter in smtp.accepted if letter["X-Gateway-Kind"] == "client_invite"]
            token = next(link_in(each) for each in told if "Other" in each["Subject"]).rpartition("/")[2]
            await ask(portal.anybody, ACCEPT, **acceptance(token))
    kinds = [(letter["X-Gateway-Kind"], "Other" in letter["Subject"]) for letter in smtp.accepted]
    assert kinds.count(("client_invite_reminder", False)) == 2
    assert kinds.count(("client_invite_reminder", True)) == 1


async def test_a_link_that_is_dead_is_not_sent(
    admin: Caller, postman: Postman, smtp: Server, admin_store: Store
) -> None:
    sent = await ask(admin, INVITE_CLIENT, **bakery())
    await ask(admin, CANCEL, inviteId=sent["invite"]["id"])
    await work_off(postman)
    assert smtp.accepted == []
    assert (await states(admin_store))["client_invite"] == ["POINTLESS"]


async def test_what_is_over_before_its_mail_went_out_is_not_written_of(
    world: World, portal: Portal, postman: Postman, smtp: Server, admin_store: Store, vault: Vault
) -> None:
    firm = await world.partner()
    boss, bakery_ = portal.of(await firm.colleague(role=Role.ADMIN)), await firm.client()
    asked = await ask(boss, REQUEST, clientId=bakery_.public_id, grant="PAY_INVOICES")
    sent = await ask(boss, REFER, **recommendation())
    await ask(portal.anybody, APPLY, **application())
    links = {row.kind: secret_in(row, vault) for row in (await left(admin_store)).mails}
    await ask(boss, CANCEL_REQUEST, grantRequestId=asked["grantRequest"]["id"])
    await ask(boss, TAKE_BACK, referralId=sent["referral"]["id"])
    await ask(portal.anybody, WITHDRAW, token=links["partner_webinar"])
    await work_off(postman)
    found = await states(admin_store)
    assert [found[kind] for kind in ("grant_request", "referral", "partner_webinar")] == [["POINTLESS"]] * 3
    assert [letter["X-Gateway-Kind"] for letter in smtp.accepted] == ["grant_request_cancelled"]


async def test_the_links_of_what_waits_are_sent(world: World, portal: Portal, postman: Postman, smtp: Server) -> None:
    firm = await world.partner()
    boss, bakery_ = portal.of(await firm.colleague(role=Role.ADMIN)), await firm.client()
    await ask(boss, REQUEST, clientId=bakery_.public_id, grant="PAY_INVOICES")
    await ask(boss, REFER, **recommendation())
    await ask(portal.anybody, APPLY, **application())
    await work_off(postman)
    assert [letter["X-Gateway-Kind"] for letter in smtp.accepted] == ["grant_request", "referral", "partner_webinar"]
    tokens = {letter["X-Gateway-Kind"]: link_in(letter).rpartition("/")[2] for letter in smtp.accepted}
    await ask(portal.anybody, GRANT, token=tokens["grant_request"])
    await ask(portal.anybody, WATCH, token=tokens["partner_webinar"])
    await work_off(postman)
    assert [letter["X-Gateway-Kind"] for letter in smtp.accepted[3:]].count("grant_confirmed") == 1
    assert [letter["X-Gateway-Kind"] for letter in smtp.accepted[3:]].count("partner_agreement") == 1


async def test_looking_at_an_invite_is_noted_once(
    admin: Caller, portal: Portal, admin_store: Store, vault: Vault
) -> None:
    await ask(admin, INVITE_CLIENT, **bakery())
    (queued,) = (await left(admin_store)).mails
    token = vault.unseal(queued.sealed_secret)
    for _ in range(2):
        await portal.anybody("query ($token: String!) { invitePreview(token: $token) { kind } }", token=token)
    found = await left(admin_store)
    assert found.events.count("client_invite.opened") == found.audit.count("client_invite.opened") == 1
    async with admin_store.engine.connect() as connection:
        assert (await connection.execute(select(invite.c.opened_at))).scalar() is not None
