"""Events are of the moment at which they are written, not of that at which somebody began to wait for it."""

from datetime import datetime, timedelta
from itertools import chain, repeat

import pytest

from store import writing
from store.engine import Store
from store.ids import new_id
from store.tables import outbox_event
from store.vault import Vault
from store.writing import Actor, unit_of_work
from tests.world import World

SECOND = timedelta(seconds=1)


async def test_what_waited_is_told_by_when_it_was_written_and_nothing_is_earlier_than_what_came_before(
    world: World, store: Store, vault: Vault, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    firm = await world.partner()
    # When each began, how long it waited, and so of which moment its event is.
    units = [
        (now, 7, now + 7 * SECOND),
        # Another server's clock is a little behind, and then far.
        (now, 1, now + 7 * SECOND),
        (now - timedelta(hours=1), 1, now - timedelta(hours=1) + SECOND),
        (now + 9 * SECOND, 0, now + 9 * SECOND),
    ]
    for began, waited, _ in units:
        monkeypatch.setattr(writing, "monotonic", chain([100.0], repeat(100.0 + waited)).__next__)
        async with unit_of_work(store, firm.id, Actor("OPERATOR"), began, vault) as work:
            assert work.now == began
            for kind in ("a", "b"):
                await work.record(kind, "TEAM", new_id())
    async with firm.work() as work:
        told = sorted(await work.find(outbox_event), key=lambda row: row.position)
    assert [row.at for row in told[::2]] == [row.at for row in told[1::2]] == [at for *_, at in units]
