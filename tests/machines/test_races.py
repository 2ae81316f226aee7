"""Fifty at the same moment: one of them moves the object, and what that leaves is left once."""

import asyncio

import pytest

from tests.machines.acts import Said
from tests.machines.life import Life, Move
from tests.machines.lives import LIVES
from tests.machines.scene import Left, Scene, Stage

POSTGRES = pytest.mark.parametrize("databases", ["postgres"], indirect=True)
MANY = 50
# Some of them are the same request, sent again and again.
SAME = 25


@POSTGRES
@pytest.mark.parametrize("life", LIVES, ids=str)
async def test_of_fifty_callers_one_moves_it(stage: Stage, life: Life) -> None:
    if life.begin is not None:
        await fifty_begin(life, stage, life.begin)
    # Two ways to the same end move the object by the same function: the first one is enough.
    for move in {move.events: move for move in reversed(life.moves)}.values():
        state = life.first(move)
        if state is not None:
            await fifty_move(life, stage, move, state)


async def fifty_begin(life: Life, stage: Stage, move: Move) -> None:
    """Fifty ask for the same new object."""
    alone, scene = await stage.scene(), await stage.scene()
    for each in (alone, scene):
        await life.prepare(each)
    await move.act(alone, "alone")
    await life.begun(alone)
    said = await at_once(scene, move, MANY if move.anew else SAME)
    assert len(await life.begun(scene)) == 1, f"{life}: begin"
    check(f"{life}: begin", said, await alone.news(), await scene.news())


async def fifty_move(life: Life, stage: Stage, move: Move, state: str) -> None:
    """Fifty make the same move; what one who is alone leaves is what all of them may leave."""
    alone = await life.standing(stage, state)
    await move.act(alone, "alone")
    scene = await life.standing(stage, state)
    after, what = life.after(move, state), f"{life}: {'+'.join(move.events)}"
    again = life.after(move, after) is not None or after in move.quiet
    said = await at_once(scene, move, SAME if not again else MANY)
    assert await life.now(scene) == after, what
    check(what, said, await alone.news(), await scene.news())


async def at_once(scene: Scene, move: Move, same: int = SAME) -> list[Said]:
    """What fifty are answered, of which some are the same request."""
    return await asyncio.gather(*(move.act(scene, "same" if turn < same else None) for turn in range(MANY)))


def check(what: str, said: list[Said], alone: Left, left: Left) -> None:
    """Whoever succeeds is one, or has sent the one request that did and is told the same as all who sent it."""
    done = [each for each in said if each.codes == []]
    assert left == alone, (what, left, alone)
    if said[0].codes is not None:
        assert len(done) in (1, SAME, MANY), (what, len(done), [each.codes for each in said])
        assert all(each == done[0] for each in done), what
