"""Referrals: sent by admins, won when whoever was referred comes, and moved as their machine lists."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta

import pytest

from domain.referral import LIFETIME, MOST_A_DAY
from domain.vocabulary import ReferralKind, Role
from resolvers.earning.points import client_connected
from resolvers.referring.joining import note_firm_joined
from store.engine import Store
from store.tables import due, points_entry
from store.vault import Vault
from tests.connecting.asking import facts, row_of, rows
from tests.invites.asking import ask, codes, left, places, secret_in
from tests.invites.test_at_the_same_time import at_once
from tests.partnership.asking import PREVIEW, REFER, REFERRALS, TAKE_BACK, recommendation
from tests.partnership.conftest import Tick
from tests.portal import Portal
from tests.world import Firm, World

Clock = Callable[[Firm], Tick]


async def test_a_referral_is_a_mail_with_a_link_that_shows_who_recommends(
    world: World, portal: Portal, admin_store: Store, vault: Vault
) -> None:
    firm = await world.partner()
    boss = await firm.colleague(role=Role.ADMIN)
    sent = await ask(portal.of(boss), REFER, **recommendation(message="Try it.", registrationNumber="13585628"))
    assert sent["userErrors"] == []
    assert sent["referral"]["status"] == "SENT"
    after = await left(admin_store)
    assert (after.audit, after.events, after.mail_kinds) == (["referral.sent"], ["referral.sent"], ["referral"])
    token = secret_in(after.mails[0], vault)
    shown = (await portal.anybody(PREVIEW, token=token)).data["referralPreview"]
    assert shown == {
        "kind": "FIRM",
        "partnerName": firm.name,
        "referrerName": boss.name,
        "companyName": "Syd Revision",
        "message": "Try it.",
        "expiresAt": (firm.now + LIFETIME).strftime("%Y-%m-%dT%H:%M:%SZ"),
    }
    taken = await ask(portal.of(boss), TAKE_BACK, referralId=sent["referral"]["id"])
    assert taken["referral"]["status"] == "CANCELLED"
    dead = await portal.anybody(PREVIEW, token=token)
    assert dead.raw == (await portal.anybody(PREVIEW, token="wrong")).raw
    assert codes(await ask(portal.of(boss), TAKE_BACK, referralId=sent["referral"]["id"])) == ["WRONG_STATE"]


async def test_a_retry_sends_one_mail_and_a_dry_run_none(world: World, portal: Portal, admin_store: Store) -> None:
    firm = await world.partner()
    caller = portal.of(await firm.colleague(role=Role.OWNER))
    assert codes(await ask(caller, REFER, **recommendation(validateOnly=True))) == []
    assert (await left(admin_store)).is_nothing
    payloads = [await ask(caller, REFER, **recommendation(idempotencyKey="once")) for _ in range(2)]
    assert payloads[0] == payloads[1]
    assert len((await left(admin_store)).mails) == 1


async def test_an_address_has_one_open_referral_and_a_lapsed_one_makes_room(
    world: World, portal: Portal, admin_store: Store
) -> None:
    firm = await world.partner()
    boss = await firm.colleague(role=Role.ADMIN)
    ended = {"created_at": firm.now - LIFETIME, "expires_at": firm.now}
    await firm.referral(boss, email="eva@syd.example", **ended)
    payloads = await at_once(lambda _: ask(portal.of(boss), REFER, **recommendation()), 4)
    assert Counter(tuple(codes(payload)) for payload in payloads) == {(): 1, ("REQUEST_ALREADY_OPEN",): 3}
    assert (await left(admin_store)).audit == ["referral.expired", "referral.sent"]


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
async def test_a_firm_sends_so_many_a_day(world: World, portal: Portal) -> None:
    firm = await world.partner()
    boss = await firm.colleague(role=Role.ADMIN)
    for day in (1, *[0] * (MOST_A_DAY - 1)):
        await firm.referral(boss, created_at=firm.now - timedelta(days=day))
    caller = portal.of(boss)
    assert codes(await ask(caller, REFER, **recommendation())) == []
    assert codes(await ask(caller, REFER, **recommendation(email="other@syd.example"))) == ["LIMIT_REACHED"]


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
async def test_mistakes_are_told_all_at_once_with_their_places(world: World, portal: Portal) -> None:
    firm = await world.partner()
    caller = portal.of(await firm.colleague(role=Role.ADMIN))
    wrong = {"companyName": " ", "name": "", "email": "eva", "country": "XX", "registrationNumber": "1"}
    assert places(await ask(caller, REFER, **recommendation(**wrong))) == {
        "input.country": "INVALID_COUNTRY",
        "input.companyName": "REQUIRED",
        "input.name": "REQUIRED",
        "input.email": "INVALID_EMAIL",
    }
    assert places(await ask(caller, REFER, **recommendation(registrationNumber="1"))) == {
        "input.registrationNumber": "INVALID_REGISTRATION_NUMBER"
    }
    assert codes(await ask(caller, TAKE_BACK, referralId="referral_00000000000000000000000000")) == ["NOT_FOUND"]
    await firm.client(registration_number="13585628")
    again = recommendation(kind="COMPANY", registrationNumber="13585628")
    assert places(await ask(caller, REFER, **again)) == {"input.registrationNumber": "ALREADY_A_CLIENT"}


async def test_a_company_that_becomes_a_client_makes_its_referral_good(
    world: World, portal: Portal, store: Store, admin_store: Store
) -> None:
    firm = await world.partner()
    boss = await firm.colleague(role=Role.ADMIN)
    bakery, other = await firm.client(admin_email="ida@bakery.example"), await firm.client()
    await firm.referral(boss, ReferralKind.COMPANY, email="ida@bakery.example", company_name="By mail")
    await firm.referral(boss, ReferralKind.COMPANY, registration_number="1", company_name="By number")
    await firm.referral(boss, ReferralKind.FIRM, email="ida@bakery.example.org", company_name="A firm")
    for client in (bakery, other, bakery):
        async with facts(firm, store) as work:
            await client_connected(work, await row_of(work, client))
    found = (await portal.of(boss)(REFERRALS, status=["JOINED"])).data["partner"]["partnership"]["referrals"]["nodes"]
    assert [(each["companyName"], each["client"]["name"]) for each in found] == [("By mail", bakery.name)]
    kinds = Counter(row.kind for row in await rows(admin_store, points_entry))
    assert kinds == {"CLIENT_CONNECTED": 2, "REFERRAL_WON": 1}
    after = await left(admin_store)
    assert (after.audit, after.mail_kinds) == (["referral.joined"], ["referral_joined"])


async def test_a_firm_that_becomes_a_partner_wins_points_for_the_firm_that_referred_it(
    world: World, store: Store, admin_store: Store, clock: Clock
) -> None:
    firm, newcomer = await world.partner(), await world.partner()
    made, _ = await firm.referral(await firm.colleague(role=Role.ADMIN))
    for _ in range(2):
        async with facts(newcomer, store) as work:
            await note_firm_joined(work, made.id)
        await clock(newcomer)()
    entries = [(row.partner_id, row.kind, row.points) for row in await rows(admin_store, points_entry)]
    assert entries == [(firm.id, "REFERRAL_WON", 300)]
    after = await left(admin_store)
    assert (after.audit.count("referral.joined"), after.mail_kinds.count("referral_joined")) == (1, 1)
    async with admin_store.engine.connect() as connection:
        kinds = {row.kind for row in (await connection.execute(due.select())).all()}
    assert "JOINED_REFERRAL" not in kinds


async def test_a_referral_expires_by_the_clock_and_whoever_sent_it_is_told(
    world: World, portal: Portal, admin_store: Store, clock: Clock
) -> None:
    firm = await world.partner()
    boss = await firm.colleague(role=Role.ADMIN)
    assert codes(await ask(portal.of(boss), REFER, **recommendation())) == []
    assert await clock(firm)(days=89) == 0
    assert [await clock(firm)(days=90), await clock(firm)(days=91)] == [1, 0]
    after = await left(admin_store)
    assert (after.audit, after.mail_kinds) == (["referral.sent", "referral.expired"], ["referral", "referral_expired"])
