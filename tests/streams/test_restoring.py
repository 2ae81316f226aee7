"""An older state of the database is restored under a gateway that runs."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from domain.vocabulary import Role
from gateway.streams import EndingCode
from store.faults import StoreFault
from tests.people.asking import CHANGE_ROLE, ask, ids
from tests.servers.databases import Database, PostgresServer
from tests.streams.documents import ATTENTION, COLLEAGUES
from tests.streams.listening import Air, Attention
from tests.world import World

pytestmark = pytest.mark.parametrize("databases", ["postgres"], indirect=True)


async def persist(attempt: Callable[[], Awaitable[None]]) -> None:
    """Connections to the database that was there before fail once each."""
    for _ in range(20):
        try:
            return await attempt()
        except StoreFault:
            await asyncio.sleep(0)
    raise AssertionError


async def test_who_was_told_of_what_is_gone_starts_anew_and_everybody_else_misses_nothing(
    databases: PostgresServer,
    database: Database,
    world: World,
    air: Air,
    attention: Attention,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("gateway.events.hub.POLL_SECONDS", 0.05)
    firm = await world.partner()
    anna, bo = await firm.colleague(role=Role.OWNER), await firm.colleague(role=Role.VIEWER)
    skov = await firm.client()
    await attention.moves(skov, "INFO")
    with databases.backup(database) as restore:
        people, urgent = await air.listen(anna, COLLEAGUES), await air.listen(anna, ATTENTION)
        await persist(lambda: attention.moves(skov, "WARNING"))
        lost = (await urgent.until(1))[0]["eventId"]
        restore()
        assert (await urgent.ending()).code is EndingCode.RESYNC_REQUIRED
        anew = await air.listen(anna, ATTENTION, snapshot=True)
        assert (await anew.until(1))[0]["client"]["attention"]["level"] == "INFO"
        # Positions are given again: the place of what was lost is another's by now.
        await persist(lambda: attention.moves(skov, "CRITICAL"))
        told = (await anew.until(2))[1]
        assert (told["level"]["after"], told["eventId"] == lost) == ("CRITICAL", False)
        await ask(air.portal.of(anna), CHANGE_ROLE, colleagueId=ids(bo)[0], role="BOOKKEEPER")
        assert [each["change"] for each in await people.until(1)] == ["ROLE_CHANGED"]
