"""Every event once, each partner's in the order of its commits, however many write at once."""

import asyncio
import random
from uuid import UUID

import pytest

from gateway.events import Hub, Place, newest
from store.engine import Store
from store.ids import new_id
from store.outbox import START, Page, after
from store.writing import unit_of_work
from tests.events.following import ACTOR, Follower, Writer, audited
from tests.world import World


async def followed(hub: Hub, partner_ids: list[UUID], place: Place | None = None) -> list[Follower]:
    """Somebody for each partner; follows from the start unless told otherwise."""
    followers = [Follower(hub, each, place or START) for each in partner_ids]
    for each in followers:
        await each.start()
    return followers


async def test_who_follows_sees_all_of_sixteen_writers_once_and_in_order(
    hub: Hub, writer: Writer, world: World, admin_store: Store
) -> None:
    partner_ids = [(await world.partner()).id for _ in range(3)]
    early = await followed(hub, partner_ids)
    chance = random.Random(7)
    writing = [asyncio.create_task(writer.write_for_a_while(partner_ids, 12, chance)) for _ in range(16)]
    # Whoever comes while it goes on meets the seam between the past and what is live.
    late = [each for _ in range(10) for each in await followed(hub, partner_ids)]
    await asyncio.gather(*writing)
    truth = {each: await audited(admin_store, each) for each in partner_ids}
    seen = [(follower._partner_id, await follower.until(len(truth[follower._partner_id]))) for follower in early + late]
    assert sum(map(len, truth.values())) > 200
    assert [(each, objects == truth[each]) for each, objects in seen] == [(each, True) for each, _ in seen]


@pytest.mark.parametrize("databases", ["postgres"], indirect=True)
async def test_a_transaction_left_open_delays_nobody_and_what_it_leaves_is_not_lost(
    hub: Hub, writer: Writer, world: World, admin_store: Store
) -> None:
    ours, theirs = (await world.partner()).id, (await world.partner()).id
    [follower, other] = await followed(hub, [ours, theirs])
    late = [new_id(), new_id()]
    async with admin_store.engine.connect() as foreign:
        await foreign.exec_driver_sql("SELECT pg_current_xact_id()")
        async with unit_of_work(writer.store, ours, ACTOR, writer.now, writer.vault) as work:
            await writer.fill(work, late[:1])
            # The rest of the firm, and everybody else, goes on meanwhile.
            meanwhile = [await writer.write(each) for each in (ours, theirs, ours, theirs)]
            assert await follower.until(2, 2) == meanwhile[0] + meanwhile[2]
            assert await other.until(2, 2) == meanwhile[1] + meanwhile[3]
            await work.record("team.created", "TEAM", late[1])
        [*after] = await writer.write(ours)
        seen = await follower.until(5, 2)
    assert seen == meanwhile[0] + meanwhile[2] + late + after == await audited(admin_store, ours)


async def test_who_resumes_gets_what_follows_and_nothing_else(
    hub: Hub, writer: Writer, world: World, store: Store
) -> None:
    firm, neighbour = (await world.partner()).id, (await world.partner()).id
    before = await newest(store, firm)
    objects = [(await writer.write(each))[0] for each in (firm, neighbour, firm, firm)]
    [whole] = await followed(hub, [firm], before)
    assert await whole.until(3) == [objects[0], objects[2], objects[3]]
    places = [event.place for event in whole.events]
    resumed = [(await followed(hub, [firm], Place.read(str(place))))[0] for place in places]
    last = await writer.write(firm)
    rest = [objects[2], objects[3], *last]
    assert [await each.until(len(rest) - turn) for turn, each in enumerate(resumed)] == [rest, rest[1:], rest[2:]]
    assert await newest(store, firm) == resumed[0].events[-1].place > places[-1]


async def test_what_is_committed_while_the_last_page_is_read_is_met_at_the_seam(
    hub: Hub, writer: Writer, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    firm = (await world.partner()).id
    objects = await writer.write(firm)
    [live] = await followed(hub, [firm])

    async def overtaken(store: Store, partner_id: UUID, place: Place, size: int) -> Page:
        page = await after(store, partner_id, place, size)
        if len(objects) < 4:
            objects.extend(await writer.write(firm))
            await live.until(len(objects))
        return page

    monkeypatch.setattr("gateway.events.hub.after", overtaken)
    [late] = await followed(hub, [firm])
    assert late.objects == objects == live.objects


async def test_a_long_past_comes_in_pages_and_a_crowd_of_events_in_batches(
    hub: Hub, writer: Writer, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gateway.events.hub._PAGE", 3)
    monkeypatch.setattr("gateway.events.hub.SIZE", 4)
    monkeypatch.setattr("store.tail.SIZE", 4)
    firms = [(await world.partner()).id for _ in range(2)]
    live = await followed(hub, firms)
    objects = [await writer.write(each, 9) for each in firms]
    assert [await each.until(9) for each in live] == objects
    past = await followed(hub, firms)
    assert [await each.until(9) for each in past] == objects


async def test_what_was_handed_out_is_not_handed_out_again_when_transactions_are_counted_anew(
    hub: Hub, writer: Writer, world: World, admin_store: Store
) -> None:
    firm = (await world.partner()).id
    [live] = await followed(hub, [firm])
    objects = await writer.write(firm, 3)
    await live.until(3)
    handed_out: list[UUID] = []
    hub.listen(lambda events: handed_out.extend(event.object_id for event in events))
    async with admin_store.engine.begin() as connection:
        again = "transaction_id + 1" if admin_store.is_postgres else "transaction_id"
        await connection.exec_driver_sql(f"UPDATE outbox_event SET transaction_id = {again}")
    objects += await writer.write(firm)
    assert await live.until(4) == objects
    assert handed_out == objects[3:]


async def test_a_listener_that_fails_or_leaves_is_no_matter_to_the_others(
    hub: Hub, writer: Writer, world: World
) -> None:
    firm = (await world.partner()).id

    def fail(_events: object) -> None:
        raise ZeroDivisionError

    failing = hub.listen(fail)
    [leaver, stayer] = await followed(hub, [firm, firm])
    [first] = await writer.write(firm)
    assert await leaver.until(1) == await stayer.until(1) == [first]
    leaver.stop()
    failing.close()
    failing.close()
    await writer.write(firm)
    assert (len(await stayer.until(2)), len(leaver.objects)) == (2, 1)
