"""Loading one by one and level by level: one cache, and no key read twice."""

import asyncio
from collections.abc import Sequence

import pytest

from resolvers.loading import Loaded


class Shelf:
    """A batch function that waits until it is let go, and remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[list[int]] = []
        self.gate = asyncio.Event()
        self.failing = False

    async def __call__(self, keys: Sequence[int]) -> list[object]:
        self.asked.append(list(keys))
        await self.gate.wait()
        if self.failing:
            raise LookupError("gone")
        return [ValueError("odd") if key < 0 else key * 10 for key in keys]


async def settle() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


@pytest.mark.parametrize("level_first", [True, False])
async def test_a_key_on_its_way_is_waited_for_however_it_is_asked_for(level_first: bool) -> None:
    shelf = Shelf()
    loaded: Loaded[int, object] = Loaded(shelf)
    asking = [lambda: loaded.many([1, 2]), lambda: loaded.one(2), lambda: loaded.many([2, 3]), lambda: loaded.one(1)]
    tasks = []
    for ask in asking if level_first else reversed(asking):
        tasks.append(asyncio.ensure_future(ask()))
        await settle()
    shelf.gate.set()
    await asyncio.gather(*tasks)
    assert sorted(key for keys in shelf.asked for key in keys) == [1, 2, 3]
    assert (await loaded.one(3), dict(await loaded.many([3, 1]))) == (30, {1: 10, 2: 20, 3: 30})
    assert sum(map(len, shelf.asked)) == 3


async def test_a_level_of_keys_is_one_batch_of_distinct_keys() -> None:
    shelf = Shelf()
    shelf.gate.set()
    assert dict(await Loaded(shelf).many([4, 4, 5, 4])) == {4: 40, 5: 50}
    assert shelf.asked == [[4, 5]]


async def test_a_failed_batch_fails_all_who_wait_for_it_and_all_who_come_later_once() -> None:
    shelf = Shelf()
    loaded: Loaded[int, object] = Loaded(shelf)
    tasks = [asyncio.ensure_future(each) for each in (loaded.many([1]), loaded.one(1), loaded.many([1]))]
    await settle()
    shelf.failing = True
    shelf.gate.set()
    outcomes = await asyncio.gather(*tasks, return_exceptions=True)
    assert (len({id(outcome) for outcome in outcomes}), shelf.asked) == (1, [[1]])
    shelf.failing = False
    with pytest.raises(LookupError) as later:
        await loaded.one(1)
    assert (later.value is outcomes[0], shelf.asked) == (True, [[1]])


async def test_when_the_first_to_ask_is_cancelled_the_next_reads_for_itself() -> None:
    shelf = Shelf()
    loaded: Loaded[int, object] = Loaded(shelf)
    first, second = (asyncio.ensure_future(loaded.many([1])) for _ in range(2))
    await settle()
    first.cancel()
    shelf.gate.set()
    assert dict(await second) == {1: 10}
    assert shelf.asked == [[1], [1]]


async def test_a_value_that_is_an_exception_is_raised_where_it_is_asked_for_alone() -> None:
    shelf = Shelf()
    shelf.gate.set()
    loaded: Loaded[int, object] = Loaded(shelf)
    assert isinstance((await loaded.many([-1, 2]))[-1], ValueError)
    with pytest.raises(ValueError, match="odd"):
        await loaded.one(-1)
    with pytest.raises(ValueError, match="odd"):
        await Loaded(shelf).one(-1)
