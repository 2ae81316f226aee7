"""A database that hangs."""

import asyncio

import pytest

from store.faults import Unavailable
from store.pulse import Pulse


async def hang(pulse: Pulse, until: asyncio.Event) -> None:
    """Somebody who asks the database, and whom it does not answer in time."""
    with pulse.felt():
        await until.wait()
        raise TimeoutError


async def lost(pulse: Pulse) -> None:
    """The database hangs, and it is known."""
    now = asyncio.Event()
    now.set()
    with pytest.raises(TimeoutError):
        await hang(pulse, now)


async def test_nobody_is_refused_before_it_is_known() -> None:
    pulse, late = Pulse(), asyncio.Event()
    waiting = [asyncio.ensure_future(hang(pulse, late)) for _ in range(3)]
    await asyncio.sleep(0)
    with pulse.felt():
        late.set()
    assert [type(each) for each in await asyncio.gather(*waiting, return_exceptions=True)] == [TimeoutError] * 3


async def test_while_one_looks_for_it_the_others_are_told_at_once() -> None:
    pulse, late = Pulse(), asyncio.Event()
    await lost(pulse)
    looking = asyncio.ensure_future(hang(pulse, late))
    await asyncio.sleep(0)
    for _ in range(3):
        with pytest.raises(Unavailable), pulse.felt():
            pytest.fail("it waits, too")
    late.set()
    with pytest.raises(TimeoutError):
        await looking
    with pulse.felt():
        pass
    with pulse.felt(), pulse.felt():
        pass


@pytest.mark.parametrize("end", [asyncio.CancelledError, ConnectionError, TimeoutError])
async def test_whoever_looked_for_it_and_leaves_makes_room_for_the_next(end: type[BaseException]) -> None:
    pulse = Pulse()
    await lost(pulse)
    with pytest.raises(end), pulse.felt():
        raise end
    with pulse.felt(), pytest.raises(Unavailable), pulse.felt():
        pytest.fail("the first has not answered yet")
