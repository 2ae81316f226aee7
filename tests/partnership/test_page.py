"""The partnership's page: for admins alone, exact, and of the own firm."""

import json
from datetime import timedelta

import pytest

from domain.vocabulary import PartnerTier, PointsKind, Role, Scope
from store.engine import Store
from tests.partnership.asking import PARTNERSHIP, REFERRALS
from tests.portal import Portal
from tests.servers.statements import count_statements
from tests.world import World


async def test_it_shows_where_the_firm_stands_and_what_the_next_tier_takes(world: World, portal: Portal) -> None:
    firm = await world.partner()
    await firm.partnership(PartnerTier.SILVER)
    boss, bakery = await firm.colleague(role=Role.ADMIN), await firm.client("Bageri Nord")
    year_ago, soon = firm.now - timedelta(days=340), firm.now + timedelta(days=25)
    await firm.points(100, client_id=bakery.id, at=year_ago, expires_at=soon)
    await firm.points(200, PointsKind.COLLEAGUE_CERTIFIED, colleague_id=boss.id, at=firm.now - timedelta(days=5))
    await firm.points(70, at=firm.now - timedelta(days=500), expires_at=firm.now)
    await firm.points(-30, PointsKind.CLIENT_LEFT)
    found = (await portal.of(boss)(PARTNERSHIP)).data["partner"]["partnership"]
    assert (found["tier"], found["fallsAt"], found["terms"]["discountRate"]) == ("SILVER", None, "15.00")
    assert found["nextTier"]["tier"] == "GOLD"
    assert found["nextTier"]["requirements"] == [
        {"kind": "POINTS", "have": 270, "need": 2500, "missing": 2230},
        {"kind": "ACTIVE_CLIENTS", "have": 1, "need": 25, "missing": 24},
        {"kind": "CERTIFIED_COLLEAGUES", "have": 1, "need": 2, "missing": 1},
    ]
    assert [each["tier"] for each in found["tiers"]] == ["BRONZE", "SILVER", "GOLD", "PLATINUM"]
    points = found["points"]
    assert (points["balance"], points["expiringSoon"]) == (270, 100)
    assert points["nextExpiry"] == soon.strftime("%Y-%m-%dT%H:%M:%SZ")
    assert points["ledger"]["totalCount"] == 4
    assert [(each["kind"], each["points"]) for each in points["ledger"]["nodes"]] == [
        ("CLIENT_LEFT", -30),
        ("COLLEAGUE_CERTIFIED", 200),
        ("CLIENT_CONNECTED", 100),
        ("CLIENT_CONNECTED", 70),
    ]
    assert points["ledger"]["nodes"][1]["colleague"] == {"name": boss.name}
    assert points["ledger"]["nodes"][2]["client"] == {"name": "Bageri Nord"}


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
async def test_a_firm_that_was_not_looked_at_yet_stands_at_the_beginning(world: World, portal: Portal) -> None:
    firm = await world.partner()
    found = (await portal.of(await firm.colleague(role=Role.OWNER))(PARTNERSHIP)).data["partner"]["partnership"]
    assert (found["tier"], found["points"]["balance"], found["points"]["nextExpiry"]) == ("BRONZE", 0, None)
    assert (found["terms"]["requirements"], found["agreement"]) == ([], None)


async def test_it_shows_the_newest_agreement_and_where_its_text_is(world: World, portal: Portal) -> None:
    firm = await world.partner()
    eva, boss = [await firm.colleague(role=Role.OWNER) for _ in range(2)]
    await firm.agreement(boss, "2026-1")
    await firm.agreement(eva, "2025-1", agreed_at=firm.now - timedelta(days=400))
    found = (await portal.of(eva)(PARTNERSHIP)).data["partner"]["partnership"]["agreement"]
    assert found == {
        "version": "2026-1",
        "agreedAt": firm.now.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "signatoryName": boss.name,
        "signatoryEmail": boss.email,
        "documentUrl": "https://portal.example/agreements/2026-1",
    }


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
async def test_above_the_highest_tier_there_is_none(world: World, portal: Portal) -> None:
    firm = await world.partner()
    await firm.partnership(PartnerTier.PLATINUM)
    found = (await portal.of(await firm.colleague(role=Role.OWNER))(PARTNERSHIP)).data["partner"]["partnership"]
    assert (found["tier"], found["nextTier"]) == ("PLATINUM", None)


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
async def test_who_is_no_admin_gets_no_value_of_it_anywhere(world: World, portal: Portal) -> None:
    firm = await world.partner()
    await firm.partnership(PartnerTier.GOLD)
    boss = await firm.colleague(role=Role.ADMIN)
    await firm.points(4_321)
    made, _ = await firm.referral(boss, company_name="Secret Revision")
    callers = [portal.of(await firm.colleague(role=role)) for role in (Role.BOOKKEEPER, Role.VIEWER)]
    callers.append(portal.machine(await firm.integration(list(Scope)), *(scope.value for scope in Scope)))
    for caller in callers:
        for query in (PARTNERSHIP, REFERRALS):
            answer = await caller(query)
            assert answer.data == {"partner": {"partnership": None}}
            assert answer.codes == ["ACCESS_DENIED"]
            assert answer.errors[0]["extensions"]["coordinate"] == "Partner.partnership"
        hidden = await caller("query ($id: ID!) { node(id: $id) { id } }", id=made.public_id)
        unknown = await caller("query ($id: ID!) { node(id: $id) { id } }", id="referral_00000000000000000000000000")
        assert hidden.raw == unknown.raw
        everything = json.dumps((await caller("{ viewer { menu } }")).body)
        assert "PARTNERSHIP" not in everything


async def test_another_firms_partnership_is_not_met(world: World, portal: Portal) -> None:
    ours, theirs = [await world.partner() for _ in range(2)]
    await theirs.partnership(PartnerTier.GOLD)
    await theirs.points(900)
    made, _ = await theirs.referral(await theirs.colleague(role=Role.ADMIN))
    ask = portal.of(await ours.colleague(role=Role.OWNER))
    found = (await ask(PARTNERSHIP)).data["partner"]["partnership"]
    assert (found["tier"], found["points"]["balance"], found["points"]["ledger"]["nodes"]) == ("BRONZE", 0, [])
    assert (await ask(REFERRALS)).data["partner"]["partnership"]["referrals"]["nodes"] == []
    assert (await ask("query ($id: ID!) { node(id: $id) { id } }", id=made.public_id)).data == {"node": None}


async def test_the_page_costs_as_many_statements_however_long_the_ledger_is(
    world: World, portal: Portal, store: Store
) -> None:
    firm = await world.partner()
    boss = await firm.colleague(role=Role.ADMIN)
    costs = []
    for _ in range(2):
        for _ in range(4):
            await firm.points(100, client_id=(await firm.client()).id, colleague_id=boss.id)
        with count_statements(store) as seen:
            assert (await portal.of(boss)(PARTNERSHIP)).errors == []
        costs.append(len(seen))
    assert costs[0] == costs[1]
