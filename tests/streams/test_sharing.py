"""Streams that are told the same share one execution; the others do not."""

from collections import Counter
from typing import Any

import orjson
import pytest

from domain.vocabulary import Role, Scope
from gateway.streams import group
from store.engine import Store
from tests.servers.statements import count_statements
from tests.streams.documents import ATTENTION
from tests.streams.listening import Air, Attention
from tests.world import World

PERSONAL = "subscription { clientAttentionChanged { client { name viewerCan { isAssigned } } } }"
IMPERSONAL = """subscription { clientAttentionChanged { level { after } client { name contact { email } access { status
  capabilities } wallet { balance { amount } } exportProgress { month isBehind } attention { level signals { kind link
  snooze { until } } } assignments { colleague { name assignments(first: 3) { client { name } } } } teams { name }
  invite { id isStale waitingOn } subscription { plan } invoices(first: 2) { id } links { details export } } } }"""


@pytest.fixture
def executions(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """Counts executions, by the name of the viewer as whom they ran."""
    counted: Counter[str] = Counter()
    run = group.Group.bodies

    async def counting(self: Any, *args: Any, **options: Any) -> Any:
        counted[self.viewer.identity.name if self.viewer.identity else "nobody"] += 1
        return await run(self, *args, **options)

    monkeypatch.setattr(group.Group, "bodies", counting)
    return counted


async def test_admins_of_a_firm_share_what_does_not_look_at_them(
    world: World, air: Air, attention: Attention, store: Store, executions: Counter[str]
) -> None:
    firm = await world.partner()
    anna, bo = await firm.colleague(role=Role.ADMIN), await firm.colleague(role=Role.ADMIN)
    machine = await firm.integration([Scope.BOOKKEEPING_READ, Scope.CLIENTS_READ])
    skov = await firm.client()
    streams = [await air.listen(who, ATTENTION) for who in (anna, anna, bo, bo, machine)]
    await attention.moves(skov, "INFO")
    for stream in streams:
        await stream.until(1)
    resumed = await air.listen(bo, ATTENTION, start=streams[2].frames[0].cursor)
    await air.live(resumed)
    executions.clear()
    with count_statements(store) as seen:
        await attention.moves(skov, "WARNING", before="INFO")
        for stream in streams:
            await stream.until(2)
        await resumed.until(1)
    # The colleagues once, whenever they began; the integration may see other things.
    assert executions == {"nobody": 2}
    # Rights of people and of machines, who works on the client; then one of each execution.
    assert len(_own(seen)) == 5
    cursors = {stream.frames[1].cursor for stream in streams}
    assert len(cursors) == 3
    anonymous = {stream.frames[1].payload.replace(stream.frames[1].cursor.encode(), b"") for stream in streams}
    assert len(anonymous) == 1


def _own(seen: list[str]) -> list[str]:
    """Without those that write, and that read the log."""
    return [text for text in seen if not any(own in text for own in ("outbox_event", "pg_", "gateway_chain"))]


async def test_what_looks_at_the_person_is_run_for_each_person(
    world: World, air: Air, attention: Attention, executions: Counter[str]
) -> None:
    firm = await world.partner()
    anna, bo = await firm.colleague(role=Role.ADMIN), await firm.colleague(role=Role.ADMIN)
    skov = await firm.client()
    await firm.assign(bo, skov)
    streams = [await air.listen(who, PERSONAL) for who in (anna, anna, bo)]
    await attention.moves(skov, "INFO")
    told = [(await stream.until(1))[0]["client"]["viewerCan"]["isAssigned"] for stream in streams]
    assert told == [False, False, True]
    assert executions == {anna.name: 1, bo.name: 1}


async def test_what_is_shared_is_what_each_would_be_told_alone(
    world: World, air: Air, attention: Attention, executions: Counter[str]
) -> None:
    firm = await world.partner()
    anna, bo = await firm.colleague(role=Role.ADMIN), await firm.colleague(role=Role.ADMIN)
    skov = await firm.client()
    await firm.assign(bo, skov)
    await firm.month(skov, "2026-04", submitted=(12, 4_000_00), exported=(9, 3_000_00))
    shared = [await air.listen(who, IMPERSONAL) for who in (anna, bo)]
    # With one field that looks at the person the rest is run as that person.
    personal = IMPERSONAL.replace("{ level { after }", "{ level { after } client { viewerCan { isAssigned } }")
    alone = [await air.listen(who, personal) for who in (anna, bo)]
    await attention.moves(skov, "INFO")
    bodies = [(await stream.until(1))[0] for stream in (*shared, *alone)]
    for body in bodies[2:]:
        del body["client"]["viewerCan"]
    assert executions == {"nobody": 1, anna.name: 1, bo.name: 1}
    assert len({orjson.dumps(body, option=orjson.OPT_SORT_KEYS) for body in bodies}) == 1


async def test_events_of_one_moment_are_told_by_one_execution(
    world: World, air: Air, attention: Attention, store: Store, executions: Counter[str]
) -> None:
    firm = await world.partner()
    anna = await firm.colleague(role=Role.ADMIN)
    clients = [await firm.client() for _ in range(20)]
    first = await air.listen(anna, ATTENTION)
    for client in clients:
        await attention.moves(client, "INFO")
    await first.until(20)
    executions.clear()
    with count_statements(store) as seen:
        resumed = await air.listen(anna, ATTENTION, after=first.frames[0].cursor)
        await resumed.until(19)
    assert sum(executions.values()) == 1
    assert len(_own(seen)) == 5
