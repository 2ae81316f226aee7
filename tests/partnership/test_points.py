"""Points come with what earns them, once for each cause, and go with it."""

from datetime import timedelta
from typing import Any

import pytest

from domain.vocabulary import OnboardingStatus, PointsKind
from resolvers.connecting.disconnecting import disconnect
from resolvers.earning.points import award, client_connected, colleague_certified
from store.engine import Store
from store.ids import new_id
from store.tables import points_entry
from tests.connecting.asking import facts, row_of, rows
from tests.facts.telling import Teller, account_of, tell
from tests.world import World


async def entries(admin_store: Store) -> list[tuple[Any, ...]]:
    return [(row.kind, row.points, row.client_id) for row in await rows(admin_store, points_entry)]


async def test_a_client_earns_points_when_it_is_verified_once(world: World, store: Store, admin_store: Store) -> None:
    firm = await world.partner()
    bakery = await firm.client(onboarding=OnboardingStatus.IN_REVIEW)
    verified = Teller(await account_of(admin_store, bakery), firm.now - timedelta(hours=1))
    for status in ("VERIFIED", "VERIFIED"):
        await tell(firm, [verified("onboarding.step", status=status)])
    assert await entries(admin_store) == [("CLIENT_CONNECTED", 100, bakery.id)]


async def test_what_a_client_earned_is_taken_back_when_it_leaves_within_a_year(
    world: World, store: Store, admin_store: Store
) -> None:
    firm = await world.partner()
    young, old, free = [await firm.client() for _ in range(3)]
    async with facts(firm, store) as work:
        await client_connected(work, await row_of(work, young))
    await firm.points(100, client_id=old.id, cause=str(old.id), expires_at=firm.now)
    for each in (young, old, free):
        async with facts(firm, store) as work:
            await disconnect(work, await row_of(work, each))
    told = sorted(await entries(admin_store))
    assert told == sorted(
        [("CLIENT_CONNECTED", 100, young.id), ("CLIENT_CONNECTED", 100, old.id), ("CLIENT_LEFT", -100, young.id)]
    )
    ends = {row.expires_at for row in await rows(admin_store, points_entry) if row.client_id == young.id}
    assert len(ends) == 1


async def test_a_certificate_counts_as_long_as_it_is_valid(world: World, store: Store, admin_store: Store) -> None:
    firm = await world.partner()
    bo, certificate, until = await firm.colleague(), new_id(), firm.now + timedelta(days=700)
    for _ in range(2):
        async with facts(firm, store) as work:
            await colleague_certified(work, certificate, bo.id, until)
    (entry,) = await rows(admin_store, points_entry)
    assert (entry.kind, entry.points, entry.colleague_id, entry.expires_at) == (
        "COLLEAGUE_CERTIFIED",
        200,
        bo.id,
        until,
    )


async def test_causes_of_a_firm_are_its_own(world: World, store: Store, admin_store: Store) -> None:
    firms = [await world.partner() for _ in range(2)]
    news = []
    for firm in (*firms, *firms):
        async with facts(firm, store) as work:
            news.append(await award(work, PointsKind.MONTH_ON_TIME, "2026-04", month="2026-04", clients=7))
    assert news == [True, True, False, False]
    assert [row.points for row in await rows(admin_store, points_entry)] == [7, 7]


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
async def test_what_is_rolled_back_earns_nothing(world: World, store: Store, admin_store: Store) -> None:
    firm = await world.partner()
    bakery = await firm.client()

    async def fail() -> None:
        async with facts(firm, store) as work:
            await client_connected(work, await row_of(work, bakery))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await fail()
    assert await entries(admin_store) == []
