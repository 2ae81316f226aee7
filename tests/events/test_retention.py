"""Events are kept for a while, and no more than so many of a firm; whoever comes too late is told."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import delete, select, update

from gateway.events import Gone, Hub, Place, newest
from store.engine import Store
from store.ids import new_id
from store.outbox import PRUNED, START
from store.pruning import prune
from store.tables import outbox_event
from tests.events.following import Follower, Writer
from tests.world import World


async def kept(store: Store, partner_id: UUID) -> list[int]:
    """The positions of a partner's events, behind all walls."""
    own = (outbox_event.c.partner_id == partner_id, outbox_event.c.kind != PRUNED)
    rows = select(outbox_event.c.position).where(*own).order_by(outbox_event.c.position)
    async with store.engine.connect() as connection:
        return list((await connection.execute(rows)).scalars())


async def test_old_events_go_and_the_oldest_beyond_the_most_of_each_firm(
    writer: Writer, world: World, store: Store, admin_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("store.pruning.SIZE", 3)
    firms = [(await world.partner()).id for _ in range(3)]
    for each in firms:
        await writer.write(each, 8)
    writer.now += timedelta(hours=30)
    for each, count in zip(firms, (12, 2, 0), strict=True):
        await writer.write(each, count)
    before = [await kept(admin_store, each) for each in firms]
    removed = [await prune(store, writer.now - timedelta(hours=24), 10) for _ in range(2)]
    assert removed == [10 + 8 + 8, 0]
    assert [await kept(admin_store, each) for each in firms] == [before[0][10:], before[1][8:], []]


async def test_who_resumes_from_before_what_is_kept_is_told_and_nobody_else(
    hub: Hub, writer: Writer, world: World, store: Store
) -> None:
    firm = (await world.partner()).id
    follower = Follower(hub, firm, START)
    await follower.start()
    for _ in range(4):
        await writer.write(firm)
    await follower.until(4)
    seen = [event.place for event in follower.events]
    await prune(store, writer.now - timedelta(hours=24), 2)
    told = []
    for each in (START, *seen):
        resumed = Follower(hub, firm, each)
        try:
            await resumed.start()
            told.append(len(resumed.events))
        except Gone:
            told.append(-1)
    assert told == [-1, -1, 2, 1, 0]


async def test_a_log_that_was_pruned_to_its_end_goes_on_behind_it(
    hub: Hub, writer: Writer, world: World, store: Store
) -> None:
    firm = (await world.partner()).id
    await writer.write(firm, 3)
    end = await newest(store, firm)
    writer.now += timedelta(hours=30)
    assert await prune(store, writer.now, 10) == 3
    assert await newest(store, firm) == end
    follower = Follower(hub, firm, end)
    await follower.start()
    [next_one] = await writer.write(firm)
    assert await follower.until(1) == [next_one]
    assert follower.place > end


async def test_a_place_behind_the_newest_event_is_of_a_log_that_was_lost(
    hub: Hub, writer: Writer, world: World, store: Store
) -> None:
    firm, silent = (await world.partner()).id, (await world.partner()).id
    await writer.write(firm)
    beyond = Place((await newest(store, firm)).position + 1)
    for each, place in ((firm, beyond), (silent, beyond)):
        with pytest.raises(Gone):
            await Follower(hub, each, place).start()


async def test_a_place_that_is_another_events_by_now_is_of_a_log_that_was_lost(
    hub: Hub, writer: Writer, world: World, store: Store, admin_store: Store
) -> None:
    firm = (await world.partner()).id
    await writer.write(firm, 2)
    follower = Follower(hub, firm, START)
    await follower.start()
    kept, lost = (event.place for event in follower.events)
    # An older state was restored, and other things have happened since.
    place = outbox_event.c.position == lost.position
    async with admin_store.engine.begin() as connection:
        await connection.execute(update(outbox_event).where(place).values(id=new_id()))
    await writer.write(firm, 3)
    with pytest.raises(Gone):
        await Follower(hub, firm, lost).start()
    async with admin_store.engine.begin() as connection:
        await connection.execute(delete(outbox_event).where(place))
    with pytest.raises(Gone):
        await Follower(hub, firm, lost).start()
    again = Follower(hub, firm, kept)
    await again.start()
    assert len(again.events) == 3
