"""Fifty at the same moment: one of them moves the object, and what that leaves is left once."""

import asyncio

import pytest

from tests.machines.acts import Said, has_key
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
    same = _same(move, everybody=move.anew)
    said = await at_once(scene, move, same)
    assert len(await life.begun(scene)) == 1, f"{life}: begin"
    check(f"{life}: begin", said, same, await alone.news(), await scene.news())


async def fifty_move(life: Life, stage: Stage, move: Move, state: str) -> None:
    """Fifty make the same move; what one who is alone leaves is what all of them may leave."""
    alone = await life.standing(stage, state)
    await move.act(alone, "alone")
    scene = await life.standing(stage, state)
    after, what = life.after(move, state), f"{life}: {'+'.join(move.events)}"
    again = life.after(move, after) is not None or after in move.quiet
    same = _same(move, everybody=again)
    said = await at_once(scene, move, same)
    assert await life.now(scene) == after, what
    check(what, said, same, await alone.news(), await scene.news())


async def at_once(scene: Scene, move: Move, same: int) -> list[Said]:
    """What fifty are answered, of which some are the same request."""
    return await asyncio.gather(*(move.act(scene, "same" if turn < same else None) for turn in range(MANY)))


def check(what: str, said: list[Said], same: int, alone: Left, left: Left) -> None:
    """Whoever succeeds is one, or has sent the one request that did; all who sent it are told the very same."""
    assert left == alone, (what, left, alone)
    if said[0].codes is None:
        return
    done = [turn for turn, each in enumerate(said) if each.codes == []]
    assert done, (what, [each.codes for each in said])
    assert len(done) == 1 or done[-1] < same, (what, done)
    if done[0] < same:
        assert all(each == said[done[0]] for each in said[:same]), (what, said[:same])


def _same(move: Move, *, everybody: bool) -> int:
    """How many send the same request: nobody where a request has no key."""
    if not has_key(move.act):
        return 0
    return MANY if everybody else SAME
