"""The clients that most people use, `graphql-ws` and `graphql-sse` of npm, against the whole gateway."""

from datetime import timedelta
from typing import Any

import pytest

from domain.vocabulary import Role
from tests.live.reference_clients import Address, running
from tests.portal import Portal
from tests.streams.listening import Attention
from tests.world import Client, Colleague, Firm, World

SCHEMES = {"graphql_ws": "ws", "graphql_sse": "http"}


@pytest.fixture
async def firm(world: World) -> Firm:
    return await world.partner("Nord")


@pytest.fixture
async def ada(firm: Firm) -> Colleague:
    return await firm.colleague(role=Role.ADMIN)


@pytest.fixture
async def clients(firm: Firm) -> list[Client]:
    return [await firm.client() for _ in range(5)]


def told(about: Client, level: str | None = "WARNING") -> dict[str, Any]:
    cause = "FACTS" if level else "SNAPSHOT"
    return {"cause": cause, "clientId": about.public_id, "level": {"after": level} if level else None}


def heard(said: list[Any]) -> list[Any]:
    return [each for each in said if each.keys().isdisjoint({"closed", "expired"})]


FIRM = {"name": "Nord"}


@pytest.mark.parametrize("script", SCHEMES)
async def test_a_client_asks_follows_comes_back_after_a_restart_and_completes(
    script: str, address: Address, clients: list[Client], attention: Attention, token: str
) -> None:
    early, live, missed, overlooked, last = clients
    await attention.moves(early, "WARNING")
    async with running(script, address.url(SCHEMES[script]), token) as client:
        async with address.gateway():
            await client.until(lambda said: told(early, None) in said)
            await attention.moves(live, "WARNING")
            await client.until(lambda said: told(live) in said)
        for each in (missed, overlooked):
            await attention.moves(each, "WARNING")
        async with address.gateway():
            await client.until(lambda said: told(overlooked) in said)
            await attention.moves(last, "CRITICAL")
            said = await client.ended()
    changes = [*(told(each) for each in (live, missed, overlooked)), told(last, "CRITICAL")]
    assert heard(said) == [FIRM, told(early, None), *changes, FIRM]
    if script == "graphql_ws":
        assert {"closed": 1012} in said


@pytest.mark.parametrize("script", SCHEMES)
async def test_a_client_whose_token_expires_goes_on_with_the_next_one(
    script: str, address: Address, clients: list[Client], attention: Attention, portal: Portal, ada: Colleague
) -> None:
    early, last = clients[:2]
    await attention.moves(early, "WARNING")
    async with address.gateway():
        tokens = portal.token_of(ada, lifetime=timedelta(seconds=4)), portal.token_of(ada)
        async with running(script, address.url(SCHEMES[script]), *tokens) as client:
            await client.until(lambda said: {"expired": True} in said)
            await attention.moves(last, "CRITICAL")
            said = await client.ended()
    assert heard(said) == [FIRM, told(early, None), told(last, "CRITICAL"), FIRM]
