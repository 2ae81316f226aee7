"""A gateway that serves follows the events of its own mutations, whatever Redis does."""

from datetime import datetime
from pathlib import Path

import pytest

from domain.vocabulary import Role
from store.engine import Store
from store.outbox import START
from tests.events.following import Follower
from tests.http.faults import opened
from tests.world import World

NOBODY = "redis://127.0.0.1:1/0"
CREATE = 'mutation { createTeam(input: { name: "Payroll", idempotencyKey: "1" }) { userErrors { code } } }'


async def test_mutations_are_events_and_a_redis_that_is_away_is_no_matter(
    store: Store, world: World, tmp_path: Path, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gateway.events.hub.POLL_SECONDS", 600)
    ada = await (await world.partner()).colleague(role=Role.ADMIN)
    async with opened(store, tmp_path, now, GATEWAY_REDIS_URL=NOBODY) as portal:
        async with portal.app.router.lifespan_context(portal.app):
            follower = Follower(portal.app.state.hub, ada.partner_id, START)
            await follower.start()
            answer = await portal.of(ada)(CREATE)
            await follower.until(1)
            ready = (await portal.http.get("/health/ready")).status_code
            metrics = (await portal.http.get("/metrics")).text.splitlines()
        assert store.committed == []
    assert (answer.data["createTeam"]["userErrors"], ready) == ([], 200)
    assert [event.kind for event in follower.events] == ["team.created"]
    assert {"gateway_events_read_total 1.0", "gateway_events_behind_seconds 0.0"} <= set(metrics)
