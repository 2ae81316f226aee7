"""`/metrics`: what an operator sees, and who else does not."""

import asyncio
import re
import time
from datetime import datetime
from pathlib import Path

import pytest
from prometheus_client import CollectorRegistry, Histogram

from domain.vocabulary import Role
from gateway.loop_lag import keep_measuring
from gateway.settings import Settings, SettingsError
from store.engine import Store
from tests.http.faults import opened
from tests.portal import Portal
from tests.settings.test_defaults import PRODUCTION
from tests.world import World

DENIED = "{ partner { colleagues { nodes { name email } } } }"
COORDINATE = "Colleague.email"
TOKEN = "a token that only scrapers are told"


async def scraped(portal: Portal) -> dict[str, float]:
    response = await portal.http.get("/metrics")
    assert response.status_code == 200
    assert response.headers["content-type"].startswith("text/plain; version=0.0.4")
    lines = [line for line in response.text.splitlines() if not line.startswith("#")]
    return {name: float(value) for name, value in (line.rsplit(" ", 1) for line in lines)}


async def test_requests_are_counted_by_operation_and_outcome(portal: Portal, world: World) -> None:
    ada = portal.of(await (await world.partner("Nord")).colleague(role=Role.BOOKKEEPER))
    await ada("{ viewer { kind } }")
    await ada("{ viewer { kind } }")
    await ada("mutation { __typename }")
    await ada("{ nothing }")
    await portal.anybody("{ viewer { kind } }")
    await portal.bearer("x")("{ __typename }")
    await portal.anybody.post([])
    seen = await scraped(portal)
    assert {name: count for name, count in seen.items() if name.startswith("gateway_requests_total")} == {
        'gateway_requests_total{operation="query",outcome="OK"}': 2,
        'gateway_requests_total{operation="mutation",outcome="OK"}': 1,
        'gateway_requests_total{operation="none",outcome="GRAPHQL_VALIDATION_FAILED"}': 1,
        'gateway_requests_total{operation="none",outcome="UNAUTHENTICATED"}': 2,
        'gateway_requests_total{operation="none",outcome="BAD_REQUEST"}': 1,
    }
    assert seen['gateway_request_seconds_count{operation="query"}'] == 2
    assert seen['gateway_request_seconds_sum{operation="query"}'] > 0


async def test_denials_are_counted_by_coordinate(portal: Portal, world: World) -> None:
    ada = portal.of(await (await world.partner("Nord")).colleague(role=Role.BOOKKEEPER))
    for _ in range(2):
        assert (await ada(DENIED)).codes == ["ACCESS_DENIED"]
    assert (await scraped(portal))[f'gateway_denials_total{{coordinate="{COORDINATE}"}}'] == 2


async def test_costs_are_counted(portal: Portal, world: World) -> None:
    ada = portal.of(await (await world.partner("Nord")).colleague())
    answer = await ada("{ partner { clients(first: 10) { nodes { name } } } }")
    seen = await scraped(portal)
    assert seen["gateway_cost_estimated_sum"] == answer.body["extensions"]["cost"]["estimated"] > 0
    assert seen["gateway_cost_estimated_count"] == 1


@pytest.mark.parametrize("memory", ["documents", "plans"])
async def test_what_is_kept_is_counted(portal: Portal, world: World, memory: str) -> None:
    ada = portal.of(await (await world.partner("Nord")).colleague())
    for _ in range(3):
        await ada("{ viewer { kind } }")
        await scraped(portal)
    seen = await scraped(portal)
    assert seen[f'gateway_kept_looks_total{{found="yes",memory="{memory}"}}'] == 2
    assert seen[f'gateway_kept_looks_total{{found="no",memory="{memory}"}}'] == 1
    assert seen[f'gateway_kept{{memory="{memory}"}}'] == 1
    assert seen["gateway_fallbacks_total"] == 0


async def test_whoever_holds_the_event_loop_is_seen_in_its_lag() -> None:
    registry = CollectorRegistry()
    lag = Histogram("lag", "How late.", registry=registry)
    measuring = asyncio.create_task(keep_measuring(lag))
    await asyncio.sleep(0)
    time.sleep(0.3)
    while not (seen := registry.get_sample_value("lag_count")):
        await asyncio.sleep(0)
    measuring.cancel()
    # It is woken ten times a second.
    assert (registry.get_sample_value("lag_sum") or 0) >= 0.19 * seen


async def test_nothing_of_a_firm_or_a_person_is_shown(portal: Portal, world: World) -> None:
    nord = await world.partner("Nordlys Revision")
    ada = await nord.colleague()
    await portal.of(ada)("query Secretive { viewer { person { email } } partner { id name } }")
    told = (await portal.http.get("/metrics")).text
    for secret in ("Nordlys", "Secretive", ada.identity.subject, ada.identity.email, str(ada.partner_id)):
        assert secret not in told
    labels = {"operation", "outcome", "le", "coordinate", "memory", "found", "transport"}
    assert set(re.findall(r"(\w+)=\"", told)) <= labels


async def test_with_a_token_only_its_bearer_sees_them(store: Store, tmp_path: Path, now: datetime) -> None:
    async with opened(store, tmp_path, now, GATEWAY_METRICS_TOKEN=TOKEN) as guarded:
        answers = [
            await guarded.http.get("/metrics", headers={"authorization": given} if given else {})
            for given in ("", f"Bearer {TOKEN}x", TOKEN, f"Basic {TOKEN}", f"Bearer {TOKEN}")
        ]
    assert [answer.status_code for answer in answers] == [401, 401, 401, 401, 200]
    assert all("gateway_requests" not in answer.text for answer in answers[:-1])


async def test_they_can_be_switched_off(store: Store, tmp_path: Path, now: datetime) -> None:
    async with opened(store, tmp_path, now, GATEWAY_METRICS="false") as silent:
        assert (await silent.http.get("/metrics")).status_code == 404


async def test_scrapers_come_by_address(portal: Portal) -> None:
    assert (await portal.http.get("/metrics", headers={"host": "10.1.2.3:8000"})).status_code == 200


def test_production_shows_none_unless_they_are_guarded() -> None:
    assert Settings.from_environment(PRODUCTION).metrics is False
    with pytest.raises(SettingsError, match="GATEWAY_METRICS_TOKEN: is required in production"):
        Settings.from_environment({**PRODUCTION, "GATEWAY_METRICS": "true"})
    guarded = Settings.from_environment({**PRODUCTION, "GATEWAY_METRICS": "true", "GATEWAY_METRICS_TOKEN": TOKEN})
    assert TOKEN not in repr(guarded)
