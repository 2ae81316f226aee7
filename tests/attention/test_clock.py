"""What time alone does is done once, however many clocks there are, whenever they stop, and whatever they show."""

import asyncio
from datetime import datetime, timedelta
from typing import Any

import pytest

from domain.attention import END_OF_TIME
from domain.invite import STALE_AFTER
from domain.vocabulary import DueKind, InviteStatus, Role
from resolvers.attention.judging import judge
from resolvers.clock import Rounds
from store.attention import LEASE, file_due, take_due
from store.engine import Store
from store.tables import assignment, audit_entry, client, due, grant_request, invite, mail, outbox_event, signal
from store.vault import Vault
from store.writing import UnitOfWork
from tests.attention.firm import PLATFORM, Watched
from tests.world import Client, World

A_TICK = timedelta(microseconds=1)


@pytest.fixture
def rounds(store: Store, vault: Vault) -> Rounds:
    """A clock."""
    return Rounds(store, vault)


async def clients(watched: Watched, count: int) -> tuple[list[Client], datetime]:
    """Quiet clients with work to do, and when their facts get stale."""
    bo, made = await watched.firm.colleague(), [await watched.firm.client() for _ in range(count)]
    for each in made:
        await watched.firm.assign(bo, each)
    await watched.refresh(*made)
    return made, watched.firm.now + timedelta(hours=1) + A_TICK


async def test_nothing_happens_before_its_moment_and_each_thing_once_at_it(watched: Watched, rounds: Rounds) -> None:
    made, moment = await clients(watched, 3)
    assert await rounds.go(moment - A_TICK) == 0
    assert [await rounds.go(moment) for _ in range(3)] == [3, 0, 0]
    change = {"level": ["NONE", "INFO"], "signals": [{"kind": "DATA_STALE", "level": ["NONE", "INFO"]}]}
    assert await watched.events() == [change | {"why": "TIME"}] * 3
    assert {await watched.due(each) for each in made} == {END_OF_TIME}


async def test_clocks_at_the_same_moment_share_the_work(watched: Watched, rounds: Rounds) -> None:
    _, moment = await clients(watched, 12)
    seen = await asyncio.gather(*(rounds.go(moment, most=4) for _ in range(4)))
    while await rounds.go(moment, most=4):
        pass
    assert sum(seen) <= 12
    assert len(await watched.events()) == 12


async def test_what_a_clock_has_taken_when_it_stops_is_due_again(watched: Watched, rounds: Rounds) -> None:
    _, moment = await clients(watched, 3)
    assert len(await take_due(rounds.store, moment, 2)) == 2
    assert await rounds.go(moment) == 1
    assert await rounds.go(moment + LEASE) == 2
    assert len(await watched.events()) == 3


async def test_a_failing_firm_keeps_neither_its_own_things_nor_others_from_being_due(
    watched: Watched, rounds: Rounds, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = Watched(await world.partner(), watched.store, watched.behind, watched.vault)
    _, moment = await clients(watched, 1)
    (theirs,), _ = await clients(other, 1)
    with monkeypatch.context() as during:
        during.setattr("resolvers.attention.refresh.judge", _broken_for(theirs))
        assert await rounds.go(moment) == 2
        assert len(await watched.events()) == 1
    assert await rounds.go(moment + LEASE) == 1
    assert len(await watched.events()) == 2


def _broken_for(client: Client) -> object:
    def broken(row: object, *rest: object) -> object:
        if getattr(row, "id", None) == client.id:
            raise RuntimeError("planted")
        return judge(row, *rest)  # type: ignore[arg-type]

    return broken


@pytest.mark.parametrize("jump", [timedelta(seconds=90), timedelta(days=3)])
async def test_a_clock_that_jumps_loses_nothing_and_doubles_nothing(
    watched: Watched, rounds: Rounds, jump: timedelta
) -> None:
    (made,), moment = await clients(watched, 1)
    times = [moment - timedelta(minutes=2), moment + jump, moment - timedelta(seconds=80), moment, moment + jump * 2]
    for time in times:
        await rounds.go(time)
    assert await watched.live(made) == {"DATA_STALE": "INFO"}
    assert len(await watched.events()) == 1


async def test_facts_that_come_make_what_was_filed_wait(watched: Watched, rounds: Rounds) -> None:
    (made,), moment = await clients(watched, 1)
    fresh = watched.firm.now + timedelta(minutes=50)
    async with watched.firm.work() as work:
        await work.update(client, {"facts_at": fresh}, id=made.id)
    await watched.refresh(made, at=fresh, actor=PLATFORM)
    assert await rounds.go(moment) == 1
    assert await watched.events() == []
    assert await watched.due(made) == fresh + timedelta(hours=1) + A_TICK


async def test_an_assignment_that_runs_out_ends_once_and_nobody_is_left(watched: Watched, rounds: Rounds) -> None:
    firm = watched.firm
    bo, made, end = await firm.colleague(), await firm.client(), firm.now + timedelta(minutes=5)
    await firm.assign(bo, made, ends_at=end)
    await watched.refresh(made)
    assert [await rounds.go(end + timedelta(seconds=seconds)) for seconds in (-1, 3, 4)] == [0, 1, 0]
    assert [(row.status, row.ended_at) for row in await watched.rows(assignment)] == [("ENDED", end)]
    assert [row.action for row in await watched.rows(audit_entry)] == ["assignment.ended"]
    assert [row.kind for row in await watched.rows(outbox_event)] == ["attention.changed", "assignment.ended"][::-1]
    assert [row.since for row in await watched.rows(signal) if row.level] == [end]


async def test_an_invite_expires_once_and_its_sender_is_told(watched: Watched, rounds: Rounds) -> None:
    firm = watched.firm
    anna = await firm.colleague(role=Role.ADMIN)
    made, _ = await firm.client_invite(by=anna)
    answered, _ = await firm.client_invite(by=anna, status=InviteStatus.DECLINED)
    end = {row.id: row.expires_at for row in await watched.rows(invite)}
    async with firm.work() as work:
        await file_due(work, DueKind.INVITE, end)
    moment = end[made.id]
    assert [await rounds.go(moment + timedelta(seconds=seconds)) for seconds in (-1, 0, 60)] == [0, 2, 0]
    states = {row.id: row.status for row in await watched.rows(invite)}
    assert states == {made.id: "EXPIRED", answered.id: "DECLINED"}
    assert [row.kind for row in await watched.rows(outbox_event)] == ["client_invite.expired"]
    assert [row.kind for row in await watched.rows(mail)] == ["client_invite_expired"]
    assert await watched.rows(due) == []


async def test_an_invite_that_was_sent_again_lives_on(watched: Watched, rounds: Rounds) -> None:
    made, _ = await watched.firm.client_invite()
    async with watched.firm.work() as work:
        await file_due(work, DueKind.INVITE, {made.id: watched.firm.now})
    assert await rounds.go(watched.firm.now) == 1
    later = [row.sent_at + STALE_AFTER for row in await watched.rows(invite)]
    assert [(row.object_id, row.at) for row in await watched.rows(due)] == [(made.id, later[0])]


async def test_a_grant_request_expires_once(watched: Watched, rounds: Rounds) -> None:
    firm, bo = watched.firm, await watched.firm.colleague()
    made = await firm.client()
    await firm.assign(bo, made)
    await firm.grant_request(made, by=bo)
    await watched.refresh(made)
    for days in (4, 13, 14, 15):
        await rounds.go(firm.now + timedelta(days=days))
    assert [row.status for row in await watched.rows(grant_request)] == ["EXPIRED"]
    assert [row.action for row in await watched.rows(audit_entry)] == ["grant_request.expired"]
    told = [[each["level"] for each in event["signals"]] for event in await watched.events()]
    assert told == [[["NONE", "INFO"], ["NONE", "INFO"]], [["INFO", "NONE"]]]


async def test_a_firm_whose_rules_change_while_it_is_judged_is_judged_again(
    watched: Watched, rounds: Rounds, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = watched.firm.now

    async def change_meanwhile(work: UnitOfWork, ids: Any, *rest: Any) -> None:
        await file_due(work, DueKind.PARTNER, {watched.firm.id: now})

    async with watched.firm.work() as work:
        await change_meanwhile(work, ())
    with monkeypatch.context() as during:
        during.setattr("resolvers.clock.judge_clients", change_meanwhile)
        assert await rounds.go(now) == 1
    assert [await rounds.go(now) for _ in range(2)] == [1, 0]
    assert await watched.rows(due) == []
