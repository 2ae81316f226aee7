"""Queueing for connections."""

import asyncio
from contextlib import suppress

import pytest

from store.faults import Unavailable
from store.pulse import Pulse
from store.turns import Turns

PATIENCE = 0.2


async def test_a_queue_that_moves_is_waited_in_longer_than_the_patience() -> None:
    turns = Turns(1, PATIENCE)
    served = []

    async def work(name: int) -> None:
        async with turns.turn():
            await asyncio.sleep(PATIENCE / 4)
            served.append(name)

    await asyncio.gather(*(work(name) for name in range(12)))
    assert served == list(range(12))


async def test_a_queue_that_stands_still_is_refused() -> None:
    turns = Turns(1, PATIENCE)
    async with turns.turn():
        with pytest.raises(Unavailable):
            await turns.take()


async def test_a_turn_is_free_again_after_refusals_and_cancelled_waits() -> None:
    turns = Turns(1, PATIENCE)
    async with turns.turn():
        waits = [asyncio.ensure_future(turns.take()) for _ in range(3)]
        await asyncio.sleep(0)
        waits[0].cancel()
        assert all(isinstance(end, BaseException) for end in await asyncio.gather(*waits, return_exceptions=True))
    async with asyncio.timeout(PATIENCE):
        await turns.take()


async def test_whoever_waited_while_the_database_was_lost_is_told_and_the_turn_is_free() -> None:
    pulse = Pulse()
    turns = Turns(1, 30, pulse)
    await turns.take()
    waiting = asyncio.ensure_future(turns.take())
    await asyncio.sleep(0)
    with suppress(TimeoutError), pulse.felt():
        raise TimeoutError
    turns.give_back()
    with pytest.raises(Unavailable):
        await waiting
    async with asyncio.timeout(PATIENCE):
        await turns.take()
