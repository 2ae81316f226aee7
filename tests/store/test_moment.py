"""Moments: stored as UTC, read as UTC, never naive."""

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from domain.attention import END_OF_TIME
from store.engine import Store
from store.tables import team
from tests.world import World

MOMENTS = [
    datetime(2026, 5, 13, 9, 0, 0, 123456, tzinfo=UTC),
    datetime(2026, 5, 13, 0, 30, tzinfo=timezone(timedelta(hours=5, minutes=30))),
    datetime(2026, 10, 25, 2, 30, fold=1, tzinfo=ZoneInfo("Europe/Copenhagen")),
    datetime(1999, 12, 31, 23, 59, tzinfo=timezone(timedelta(hours=-11))),
    END_OF_TIME,
]


@pytest.mark.parametrize("moment", MOMENTS, ids=str)
async def test_a_moment_comes_back_equal_and_in_utc(moment: datetime, world: World, admin_store: Store) -> None:
    firm = await world.partner()
    await firm.team(created_at=moment)
    async with admin_store.engine.connect() as connection:
        read = (await connection.execute(select(team.c.created_at))).scalar_one()
    # In UTC, since equality forgets the fold.
    assert (read, read.tzinfo) == (moment.astimezone(UTC), UTC)


async def test_moments_of_several_zones_are_ordered_by_when_they_were(world: World, admin_store: Store) -> None:
    firm = await world.partner()
    for moment in MOMENTS:
        await firm.team(created_at=moment)
    async with admin_store.engine.connect() as connection:
        read = (await connection.execute(select(team.c.created_at).order_by(team.c.created_at))).scalars().all()
    assert read == sorted(moment.astimezone(UTC) for moment in MOMENTS)


async def test_a_naive_moment_is_refused(world: World) -> None:
    firm = await world.partner()
    with pytest.raises(ValueError, match="naive"):
        await firm.team(created_at=datetime(2026, 5, 13, 9, 0))


@pytest.mark.parametrize("end", [datetime.min, datetime.max])
async def test_an_end_of_time_is_refused(end: datetime, world: World) -> None:
    firm = await world.partner()
    with pytest.raises(ValueError, match="the first and the last"):
        await firm.team(created_at=end.replace(tzinfo=UTC))
