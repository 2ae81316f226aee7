"""An operation's reads: one snapshot, one connection, given back."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import func, select, text

from store.engine import Store
from store.faults import Unavailable
from store.reading import Reader
from store.tables import team
from store.tenancy import Keys
from tests.http.faults import eventually
from tests.servers.statements import count_statements, taken
from tests.world import Firm, World

TEAMS = select(func.count()).select_from(team)


@pytest.fixture
async def firm(world: World) -> Firm:
    return await world.partner()


@pytest.fixture
async def reader(store: Store, firm: Firm) -> AsyncIterator[Reader]:
    made = Reader(store, Keys(partner_id=firm.id))
    yield made
    await made.refresh()


async def teams(reader: Reader) -> int:
    return int((await reader.rows(TEAMS))[0][0])


async def test_what_is_committed_meanwhile_is_seen_after_a_refresh(reader: Reader, firm: Firm) -> None:
    first = await teams(reader)
    await firm.team()
    meanwhile = await teams(reader)
    await reader.refresh()
    assert (first, meanwhile, await teams(reader)) == (0, 0, 1)


async def test_no_connection_is_taken_before_the_first_read_and_none_kept_after_a_refresh(
    reader: Reader, store: Store
) -> None:
    before = taken(store)
    await teams(reader)
    during = taken(store)
    await reader.refresh()
    assert (before, during, taken(store)) == (0, 1, 0)


async def test_reads_at_the_same_time_take_turns_on_one_connection(reader: Reader, store: Store) -> None:
    with count_statements(store) as seen:
        answers = await asyncio.gather(*(teams(reader) for _ in range(30)))
    assert (answers, len(seen), taken(store)) == ([0] * 30, 30, 1)


async def test_refreshing_twice_or_without_a_read_does_no_harm(store: Store, firm: Firm) -> None:
    unused = Reader(store, Keys(partner_id=firm.id))
    await unused.refresh()
    await unused.refresh()
    assert taken(store) == 0


async def test_after_a_failed_read_a_refresh_makes_it_work_again(reader: Reader, store: Store) -> None:
    with pytest.raises(Exception, match="nowhere"):
        await reader.rows(text("SELECT 1 FROM nowhere"))
    await reader.refresh()
    assert taken(store) == 0
    assert await teams(reader) == 0


@pytest.mark.parametrize("steps", range(0, 30, 3))
async def test_a_read_that_is_cancelled_at_any_step_gives_the_connection_back(
    reader: Reader, store: Store, steps: int
) -> None:
    reads = [asyncio.create_task(teams(reader)) for _ in range(3)]
    for _ in range(steps):
        await asyncio.sleep(0)
    for read in reads:
        read.cancel()
    outcomes = await asyncio.gather(*reads, return_exceptions=True)
    await reader.refresh()
    assert all(outcome == 0 or isinstance(outcome, asyncio.CancelledError) for outcome in outcomes)
    # What was cut off is closed in the background.
    await eventually(lambda: taken(store) == 0, 5)
    assert await teams(reader) == 0


@pytest.mark.parametrize("databases", ["postgres"], indirect=True)
async def test_a_read_cannot_write(reader: Reader) -> None:
    with pytest.raises(Unavailable) as refused:
        await reader.rows(text("DELETE FROM team RETURNING id"))
    assert "read-only transaction" in str(refused.value.__cause__)
