"""Cursors, snapshots, and the seam between what was and what comes."""

import asyncio
import random
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete

from domain.errors import RequestError
from domain.vocabulary import AttentionLevel, Role, SignalKind
from gateway.streams import EndingCode
from store.engine import Store
from store.pruning import prune
from store.tables import outbox_event
from tests.people.asking import ASSIGN, UNASSIGN, ask, ids
from tests.streams.documents import ATTENTION, COLLEAGUES
from tests.streams.listening import Air, Attention, Heard
from tests.world import World

LEVELS = ("NONE", "INFO", "WARNING", "CRITICAL")


async def test_resumed_at_any_payload_a_stream_goes_on_as_if_never_cut(
    world: World, air: Air, attention: Attention
) -> None:
    firm = await world.partner()
    bo = await firm.colleague(role=Role.BOOKKEEPER)
    mine, foreign = await firm.client(), await firm.client()
    await firm.assign(bo, mine)
    whole = await air.listen(bo, ATTENTION)
    for level in LEVELS[1:] * 3:
        await attention.moves(foreign, level)
        await attention.moves(mine, level)
    told = [each["eventId"] for each in await whole.until(9)]
    resumed = [await air.listen(bo, ATTENTION, after=frame.cursor) for frame in whole.frames]
    by_argument = await asyncio.gather(*(air.listen(bo, ATTENTION, start=frame.cursor) for frame in whole.frames))
    await attention.moves(mine, "NONE", before="CRITICAL")
    told += [(await whole.until(10))[-1]["eventId"]]
    for streams in (resumed, by_argument):
        for place, stream in enumerate(streams):
            assert [each["eventId"] for each in await stream.until(9 - place)] == told[place + 1 :]
    assert [frame.cursor for frame in resumed[0].frames] == [frame.cursor for frame in whole.frames[1:]]


async def test_now_is_when_a_stream_is_opened_however_late_the_log_is_read(
    world: World, air: Air, attention: Attention, store: Store
) -> None:
    firm = await world.partner()
    anna, bo = await firm.colleague(role=Role.OWNER), await firm.colleague(role=Role.BOOKKEEPER)
    skov = await firm.client()
    early, for_bo = await air.listen(anna, ATTENTION), await air.listen(bo, ATTENTION)
    store.committed.remove(air.hub.ring)
    await attention.moves(skov, "INFO")
    late = await air.listen(anna, ATTENTION)
    await attention.moves(skov, "WARNING")
    # A client that was Bo's for a moment that nobody looked at was never in sight.
    pair = {"clientIds": ids(skov), "colleagueIds": ids(bo)}
    for change in (ASSIGN, UNASSIGN):
        await ask(air.caller(anna), change, **pair)
    store.committed.append(air.hub.ring)
    air.hub.ring()
    told = []
    for stream in (early, late):
        # The last word is that nobody works there.
        await stream.whenever(lambda payloads: any(each["cause"] == "PEOPLE" for each in payloads))
        told.append([each["level"]["after"] for each in stream.payloads if each["cause"] == "FACTS"])
    assert told == [["INFO", "WARNING"], ["WARNING"]]
    assert [(each["cause"], each["client"]) for each in await for_bo.until(1)] == [("ACCESS", None)]


async def test_a_cursor_is_of_use_to_its_caller_firm_subscription_and_filter_alone(
    world: World, air: Air, attention: Attention
) -> None:
    firm = await world.partner()
    anna, bo = await firm.colleague(role=Role.OWNER), await firm.colleague(role=Role.ADMIN)
    skov = await firm.client()
    heard = await air.listen(anna, ATTENTION)
    await attention.moves(skov, "INFO")
    await heard.until(1)
    cursor = heard.frames[0].cursor
    wrong = (
        {"who": bo, "query": ATTENTION, "after": cursor},
        {"who": anna, "query": COLLEAGUES, "after": cursor},
        {"who": anna, "query": ATTENTION, "after": cursor, "filter": {"clientIds": ids(skov)}},
        {"who": anna, "query": ATTENTION, "after": cursor[:-1] + ("A" if cursor[-1] != "A" else "B")},
        {"who": anna, "query": ATTENTION, "after": f"{cursor}="},
        {"who": anna, "query": ATTENTION, "after": "nonsense"},
        {"who": anna, "query": ATTENTION, "after": ""},
        {"who": anna, "query": ATTENTION, "after": "é"},
    )
    for asked in wrong:
        with pytest.raises(RequestError) as refusal:
            await air.listen(**asked)  # type: ignore[arg-type]
        assert refusal.value.code == "BAD_CURSOR", asked
    # Another selection of the same subscription and filter goes on where the first one was.
    short = "subscription { clientAttentionChanged(filter: null, snapshot: true) { eventId } }"
    await air.listen(anna, short, after=cursor)


async def test_what_is_no_longer_kept_asks_for_a_new_start(
    world: World, air: Air, attention: Attention, store: Store
) -> None:
    firm = await world.partner()
    anna, skov = await firm.colleague(role=Role.OWNER), await firm.client()
    heard = await air.listen(anna, ATTENTION)
    for _ in range(3):
        await attention.moves(skov, "INFO")
    await heard.until(3)
    await prune(store, firm.now + timedelta(hours=1), 1)
    gone = await air.listen(anna, ATTENTION, after=heard.frames[0].cursor)
    assert (await gone.ending()).code is EndingCode.RESYNC_REQUIRED
    assert gone.frames == []


async def test_a_cursor_of_a_log_that_is_not_there_any_more_asks_for_a_new_start(
    world: World, air: Air, attention: Attention, admin_store: Store
) -> None:
    firm = await world.partner()
    anna, skov = await firm.colleague(role=Role.OWNER), await firm.client()
    heard = await air.listen(anna, ATTENTION)
    await attention.moves(skov, "INFO")
    await heard.until(1)
    async with admin_store.engine.begin() as connection:
        await connection.execute(delete(outbox_event))
    again = await air.listen(anna, ATTENTION, after=heard.frames[0].cursor)
    assert (await again.ending()).code is EndingCode.RESYNC_REQUIRED


async def test_a_snapshot_begins_with_the_clients_that_need_attention(
    world: World, air: Air, attention: Attention
) -> None:
    firm = await world.partner()
    admin, bo = await firm.colleague(role=Role.ADMIN), await firm.colleague(role=Role.BOOKKEEPER)
    named = {name: await firm.client(name=name) for name in ("Skov", "Nord", "Calm", "Hidden")}
    for name in ("Skov", "Nord", "Calm"):
        await firm.assign(bo, named[name])
    for name, level in (("Skov", "INFO"), ("Nord", "CRITICAL"), ("Hidden", "WARNING")):
        await firm.signal(named[name], SignalKind.LOW_BALANCE, AttentionLevel[level])
    # What was before is in the state; it is not told again.
    await attention.moves(named["Calm"], "NONE", before="INFO")
    heard = await air.listen(bo, ATTENTION, snapshot=True)
    wide = await air.listen(admin, ATTENTION, snapshot=True, filter={"attention": ["WARNING", "INFO"]})
    assert [each["client"]["name"] for each in await wide.until(2)] == ["Hidden", "Skov"]
    first, second = await heard.until(2)
    assert [each["client"] for each in (first, second)] == [
        {"name": "Nord", "attention": {"level": "CRITICAL"}},
        {"name": "Skov", "attention": {"level": "INFO"}},
    ]
    assert {(each["cause"], each["eventId"], each["level"]) for each in (first, second)} == {("SNAPSHOT", None, None)}
    await attention.moves(named["Calm"], "INFO")
    assert (await heard.until(3))[2]["client"]["name"] == "Calm"
    # In the middle of it there is nothing to go on from but its beginning; after the last of it there is.
    again = await air.listen(bo, ATTENTION, after=heard.frames[0].cursor)
    assert [each["cause"] for each in await again.until(3)] == ["SNAPSHOT"] * 3
    onwards = await air.listen(bo, ATTENTION, after=heard.frames[1].cursor, snapshot=True)
    assert [each["client"]["name"] for each in await onwards.until(1)] == ["Calm"]


async def test_a_snapshot_and_what_follows_miss_nothing_while_others_write(
    world: World, air: Air, attention: Attention
) -> None:
    firm = await world.partner()
    anna = await firm.colleague(role=Role.OWNER)
    clients = [await firm.client() for _ in range(6)]
    chance, heard = random.Random(7), []
    for _ in range(6):
        writing = asyncio.gather(*(attention.moves(client, chance.choice(LEVELS)) for client in clients))
        heard.append(await air.listen(anna, ATTENTION, snapshot=True))
        await writing
    for client in clients:
        await attention.moves(client, "WARNING")
    for stream in heard:
        await stream.whenever(lambda told: _last(told) == {client.public_id: "WARNING" for client in clients})
        events = [each["eventId"] for each in stream.payloads if each["eventId"]]
        assert len(events) == len(set(events))


def _last(told: list[dict[str, Any]]) -> dict[str, str]:
    return {each["clientId"]: each["client"]["attention"]["level"] for each in told}


async def test_what_is_replayed_comes_no_faster_than_it_is_read(world: World, air: Air, attention: Attention) -> None:
    firm = await world.partner()
    anna, skov = await firm.colleague(role=Role.OWNER), await firm.client()
    first = await air.listen(anna, ATTENTION)
    for _ in range(3):
        await attention.moves(skov, "INFO")
    await first.until(3)
    full = Heard()
    full.free.clear()
    await air.listen(anna, ATTENTION, after=first.frames[0].cursor, sink=full)
    await attention.moves(skov, "INFO")
    await first.until(4)
    assert full.frames == []
    full.free.set()
    assert [each["eventId"] for each in await full.until(3)] == [each["eventId"] for each in first.payloads[1:]]
