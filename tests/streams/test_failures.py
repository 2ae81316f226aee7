"""What fails behind one stream ends that one; what fails behind all of them is waited for."""

from typing import Any

import pytest

from domain.vocabulary import Role
from gateway.streams import EndingCode, firm
from gateway.streams.group import Group
from store.faults import Unavailable
from tests.streams.documents import ATTENTION
from tests.streams.listening import Air, Attention
from tests.world import World

pytestmark = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)  # The failures are planted.


async def test_an_execution_that_breaks_ends_its_own_streams_with_a_reference(
    world: World, air: Air, attention: Attention, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = await world.partner()
    admin, bo = await own.colleague(role=Role.ADMIN), await own.colleague(role=Role.BOOKKEEPER)
    skov = await own.client()
    await own.assign(bo, skov)
    bodies = Group.bodies

    async def breaks_for_bo(self: Any, *args: Any, **options: Any) -> Any:
        if self.viewer.colleague_id == bo.id:
            raise RuntimeError("a secret of ours")
        return await bodies(self, *args, **options)

    monkeypatch.setattr(Group, "bodies", breaks_for_bo)
    for_admin, for_bo = await air.listen(admin, ATTENTION), await air.listen(bo, ATTENTION)
    await attention.moves(skov, "INFO")
    ending = await for_bo.ending()
    assert (ending.code, for_bo.frames) == (EndingCode.INTERNAL, [])
    assert ending.reference
    assert "secret" not in ending.message
    await for_admin.until(1)
    await attention.moves(skov, "WARNING")
    await for_admin.until(2)


async def test_streams_wait_for_a_database_that_is_away_and_miss_nothing(
    world: World, air: Air, attention: Attention, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = await world.partner()
    people = [await own.colleague(role=Role.ADMIN) for _ in range(2)]
    skov = await own.client()
    streams = [await air.listen(who, ATTENTION) for who in people]
    personal = await air.listen(
        people[0], "subscription { clientAttentionChanged { client { viewerCan { isAssigned } } } }"
    )
    review, bodies, failures = firm.review, Group.bodies, ["review", "second group", "second group"]

    async def away(*args: Any) -> Any:
        if failures[:1] == ["review"]:
            failures.pop(0)
            raise Unavailable
        return await review(*args)

    async def away_in_the_middle(self: Any, *args: Any, **options: Any) -> Any:
        if self.viewer.colleague_id is not None and failures:
            failures.pop(0)
            raise Unavailable
        return await bodies(self, *args, **options)

    monkeypatch.setattr(firm, "review", away)
    monkeypatch.setattr(Group, "bodies", away_in_the_middle)
    for level in ("INFO", "WARNING"):
        await attention.moves(skov, level)
    for stream in (*streams, personal):
        await stream.until(2)
    assert failures == []
    assert [each["level"]["after"] for each in streams[0].payloads] == ["INFO", "WARNING"]
