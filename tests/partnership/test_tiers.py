"""The clock judges tiers: at once when something has changed, and at the moments that time alone brings."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from domain.partnership import LIFETIME
from domain.vocabulary import ColleagueStatus, DueKind, PartnerTier, PointsKind, Role
from resolvers.earning.points import award, review_soon
from store.attention import file_due
from store.engine import Store
from store.tables import audit_entry, due, mail, month_figure, outbox_event, partnership, points_entry
from store.vault import Vault
from store.writing import Actor, unit_of_work
from tests.connecting.asking import facts, rows
from tests.partnership.conftest import Tick
from tests.portal import Portal
from tests.world import Colleague, Firm, World

Clock = Callable[[Firm], Tick]
GRACE = timedelta(days=90)


async def standing(admin_store: Store) -> Any:
    async with admin_store.engine.connect() as connection:
        return (await connection.execute(select(partnership))).one()


async def told(admin_store: Store) -> tuple[list[str], list[str], list[str]]:
    """What admins, followers and the trail were told of the tier."""
    mails, events = await rows(admin_store, mail), await rows(admin_store, outbox_event)
    kinds = [row.kind for row in mails if row.kind.startswith("tier_")]
    heard = [row.kind for row in events if row.kind.startswith("partnership.")]
    entries = [row.action for row in await rows(admin_store, audit_entry) if row.actor_kind == "CLOCK"]
    return kinds, heard, entries


async def silver(world: World, **partnership: Any) -> tuple[Firm, Colleague]:
    """A firm with what SILVER asks: 500 points, 5 clients, a certified colleague."""
    firm = await world.partner(cut_off_day=10)
    await firm.partnership(**partnership)
    for _ in range(5):
        await firm.client()
    boss = await firm.colleague(role=Role.ADMIN)
    await firm.colleague(role=Role.BOOKKEEPER)
    await firm.points(500, expires_at=firm.now + 3 * LIFETIME)
    await firm.points(0, PointsKind.COLLEAGUE_CERTIFIED, colleague_id=boss.id, expires_at=firm.now + timedelta(days=20))
    return firm, boss


async def look(firm: Firm, store: Store) -> None:
    """Something has changed."""
    async with facts(firm, store) as work:
        review_soon(work)


async def test_a_tier_rises_at_once_and_its_admins_are_told_once(
    world: World, store: Store, admin_store: Store, clock: Clock
) -> None:
    firm, boss = await silver(world)
    await look(firm, store)
    assert [await clock(firm)() for _ in range(2)] == [1, 0]
    found = await standing(admin_store)
    assert (found.tier, found.since, found.falls_at) == ("SILVER", firm.now, None)
    assert await told(admin_store) == (["tier_raised"], ["partnership.tier_raised"], ["partnership.tier_raised"])
    (letter,) = await rows(admin_store, mail)
    assert (letter.to_email, letter.params["tier"], letter.params["discount"]) == (boss.email, "SILVER", "15 %")


async def test_a_tier_that_is_not_earned_falls_after_its_grace(
    world: World, store: Store, admin_store: Store, clock: Clock
) -> None:
    firm, _ = await silver(world, tier=PartnerTier.SILVER)
    tick = clock(firm)
    await look(firm, store)
    await tick()
    assert await told(admin_store) == ([], [], [])
    # The certificate is valid for 20 days more; the clock knows.
    await tick(days=20)
    found = await standing(admin_store)
    assert (found.tier, found.falls_at) == ("SILVER", firm.now + timedelta(days=20) + GRACE)
    (letter,) = await rows(admin_store, mail)
    assert letter.params["rows"] == [["Certified colleagues", "0", "1"]]
    await tick(days=109)
    assert (await standing(admin_store)).tier == "SILVER"
    await tick(days=110)
    found = await standing(admin_store)
    assert (found.tier, found.since, found.falls_at) == ("BRONZE", firm.now + timedelta(days=110), None)
    kinds = ["tier_at_risk", "tier_fallen"]
    assert await told(admin_store) == (kinds, *[[f"partnership.{kind}" for kind in kinds]] * 2)


async def test_what_comes_back_within_the_grace_keeps_the_tier(
    world: World, store: Store, admin_store: Store, clock: Clock
) -> None:
    firm, boss = await silver(world, tier=PartnerTier.SILVER, falls_at=None)
    tick = clock(firm)
    await look(firm, store)
    await tick()
    await tick(days=20)
    certified = PointsKind.COLLEAGUE_CERTIFIED
    await firm.points(200, certified, colleague_id=boss.id, expires_at=firm.now + timedelta(days=500))
    await look(firm, store)
    await tick(days=21)
    found = await standing(admin_store)
    assert (found.tier, found.falls_at) == ("SILVER", None)
    assert (await told(admin_store))[0] == ["tier_at_risk", "tier_kept"]


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
async def test_only_active_colleagues_are_counted_as_certified_and_only_active_clients(
    world: World, store: Store, admin_store: Store, clock: Clock
) -> None:
    firm = await world.partner()
    await firm.partnership()
    gone = await firm.colleague(status=ColleagueStatus.DEACTIVATED)
    await firm.points(5_000, PointsKind.COLLEAGUE_CERTIFIED, colleague_id=gone.id)
    for status in ("ONBOARDING", "SUSPENDED", "DISCONNECTED"):
        await firm.client(status=status)
    await look(firm, store)
    await clock(firm)()
    assert (await standing(admin_store)).tier == "BRONZE"


async def test_a_month_earns_points_for_each_client_that_was_exported_by_the_cut_off(
    world: World, store: Store, admin_store: Store, clock: Clock
) -> None:
    firm = await world.partner(cut_off_day=20)
    await firm.partnership(closed_month="2026-03")
    done, late, idle, gone = [await firm.client() for _ in range(3)] + [await firm.client(status="DISCONNECTED")]
    for client, exported in ((done, 5), (late, 4), (gone, 5)):
        await firm.month(client, "2026-04", submitted=(5, 100), exported=(exported, 100))
    await firm.month(idle, "2026-04", submitted=(0, 0), exported=(0, 0))
    tick = clock(firm)
    await look(firm, store)
    await tick()
    assert await rows(admin_store, points_entry) == []
    # 20 May is over at 22:00 UTC in Copenhagen.
    assert [row.at for row in await rows_due(admin_store)] == [datetime.fromisoformat("2026-05-20T22:00:00+00:00")]
    await tick(days=8)
    assert await tick(days=9) == 0
    (entry,) = await rows(admin_store, points_entry)
    assert (entry.kind, entry.month, entry.clients, entry.points) == ("MONTH_ON_TIME", "2026-04", 1, 1)


async def test_a_month_without_anybody_on_time_is_settled_too(
    world: World, store: Store, admin_store: Store, clock: Clock
) -> None:
    firm = await world.partner(cut_off_day=20)
    await firm.partnership(closed_month="2026-03")
    late = await firm.client()
    await firm.month(late, "2026-04", submitted=(5, 100), exported=(4, 100))
    await look(firm, store)
    await clock(firm)(days=8)
    async with firm.work() as work:
        await work.update(month_figure, {"exported_count": 5}, client_id=late.id)
    await look(firm, store)
    await clock(firm)(days=9)
    assert await rows(admin_store, points_entry) == []
    assert (await standing(admin_store)).closed_month == "2026-04"


async def test_the_first_look_at_a_firm_counts_the_clients_of_its_last_year(
    world: World, store: Store, admin_store: Store, clock: Clock
) -> None:
    firm = await world.partner()
    months_ago = [firm.now - timedelta(days=days) for days in (10, 300, 400)]
    made = [await firm.client(created_at=moment) for moment in months_ago]
    await firm.client(created_at=months_ago[0], status="ONBOARDING")
    async with facts(firm, store) as work:
        await file_due(work, DueKind.PARTNERSHIP, {firm.id: firm.now})
    assert [await clock(firm)() for _ in range(2)] == [1, 0]
    found = {row.client_id: (row.points, row.at, row.expires_at) for row in await rows(admin_store, points_entry)}
    assert found == {
        client.id: (100, moment, moment + LIFETIME) for client, moment in zip(made[:2], months_ago[:2], strict=True)
    }
    assert (await standing(admin_store)).closed_month == "2026-04"


async def test_whoever_earns_while_the_clock_looks_is_looked_at_too(
    world: World, store: Store, admin_store: Store, clock: Clock
) -> None:
    firm, _ = await silver(world)
    tick = clock(firm)

    async def earn(number: int) -> None:
        async with facts(firm, store) as work:
            await award(work, PointsKind.MONTH_ON_TIME, f"cause {number}", clients=10)

    await asyncio.gather(*(act(number) for number in range(8) for act in (earn, lambda _: tick())))
    while await tick():
        pass
    assert (await standing(admin_store)).tier == "SILVER"
    assert [row.at > firm.now for row in await rows_due(admin_store)] == [True]
    assert (await told(admin_store))[0] == ["tier_raised"]


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
async def test_whose_work_earned_it_does_not_read_of_the_tier_in_their_trail(
    world: World, portal: Portal, store: Store, vault: Vault, clock: Clock
) -> None:
    firm, _ = await silver(world)
    bo = await firm.colleague(role=Role.BOOKKEEPER)
    async with unit_of_work(store, firm.id, Actor("COLLEAGUE", bo.id), firm.now, vault) as work:
        await award(work, PointsKind.MONTH_ON_TIME, "2026-04", clients=600)
    await clock(firm)()
    answer = await portal.of(bo)("{ partner { auditEvents { totalCount nodes { action } } } }")
    assert answer.data["partner"]["auditEvents"] == {"totalCount": 0, "nodes": []}


async def rows_due(admin_store: Store) -> list[Any]:
    async with admin_store.engine.connect() as connection:
        return list((await connection.execute(select(due).where(due.c.kind == DueKind.PARTNERSHIP))).all())
