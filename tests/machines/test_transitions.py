"""What a machine lists happens, with its entry, its event and its mails once each; nothing else ever does."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from docs.machines import machines
from domain.vocabulary import ColleagueStatus, Word
from store.tables import colleague, mail
from tests.machines.acts import Mutation, admin
from tests.machines.life import Life, Move
from tests.machines.lives import LIVES
from tests.machines.scene import Scene, Stage

SQLITE = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
ALL = pytest.mark.parametrize("life", LIVES, ids=str)


def test_every_machine_is_lived_with_every_event() -> None:
    for name, machine in machines().items():
        lives = [life for life in LIVES if life.machine is machine]
        assert lives, f"nobody describes the machine of {name}: add it to tests/machines/lives"
        moves = [move for life in lives for move in (*life.moves, *([life.begin] if life.begin else []))]
        assert {event for move in moves for event in move.events} == set(machine.events), name


@SQLITE
@ALL
async def test_from_every_state_exactly_the_listed_moves_are_made(stage: Stage, life: Life) -> None:
    if life.begin is not None:
        await begin(life, await stage.scene(), life.begin)
    for move, state in life.pairs():
        await step(life, await life.standing(stage, state), move, state)


@SQLITE
@ALL
@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
async def test_any_order_of_moves_leads_where_the_machine_leads(stage: Stage, life: Life, data: st.DataObject) -> None:
    state = data.draw(st.sampled_from([each for each in life.states if each not in life.apart]))
    scene = await life.standing(stage, state)
    for _ in range(data.draw(st.integers(1, 6))):
        move = data.draw(st.sampled_from([each for each in life.moves if state not in each.never]))
        await step(life, scene, move, state)
        state = life.after(move, state) or state


@SQLITE
@pytest.mark.parametrize("life", [each for each in LIVES if each.answers_sender], ids=str)
async def test_what_a_sender_who_has_left_would_hear_is_told_to_those_who_are_there(stage: Stage, life: Life) -> None:
    for move in life.moves:
        state = life.first(move)
        # Nobody is written to about what they do themselves, and the firm's other admin does it here.
        if state is None or (isinstance(move.act, Mutation) and move.act.by is admin):
            continue
        scene = await life.standing(stage, state)
        async with scene.firm.work() as work:
            await work.update(colleague, {"status": ColleagueStatus.DEACTIVATED}, id=scene.sender.id)
        await step(life, scene, move, state)
        written = await stage.rows(mail, mail.c.partner_id == scene.firm.id)
        assert scene.boss.email in {row.to_email for row in written}
        assert scene.sender.email not in {row.to_email for row in written}


async def begin(life: Life, scene: Scene, move: Move) -> None:
    """An object begins where its machine says, and is told of like any transition."""
    await life.prepare(scene)
    said = await move.act(scene)
    assert said.codes == [], said
    assert len(await life.begun(scene)) == 1
    assert await life.now(scene) == [life.machine.initial, *life.path(move, life.machine.initial)][-1]
    left = await scene.news()
    assert len(left.own_audit) == 1 + len(move.events)
    assert left.own_audit == left.own_events
    assert left.mails == move.sent(life.machine.initial)


async def step(life: Life, scene: Scene, move: Move, state: Word) -> None:
    """One move from a state, whether or not it is listed there; everything that it leaves is looked at."""
    what = f"{life}: {'+'.join(move.events)} from {state}"
    listed, said = life.after(move, state), await move.act(scene)
    left = await scene.news()
    assert await life.now(scene) == (listed or state), (what, said)
    if listed is not None:
        assert said.codes in ([], None), (what, said)
        assert life.moved(left.own_audit) == life.moved(left.own_events) == life.named(move, state), (what, left)
        assert left.mails == sorted(move.sent(state)), (what, left)
        assert left.audit == left.events, (what, left)
        return
    assert life.is_refusal(said, state) or (said.codes == [] and state in move.quiet), (what, said)
    assert life.moved(left.own_audit) == life.moved(left.own_events) == [], (what, left)
    assert left.is_nothing or not said.codes, (what, left)
