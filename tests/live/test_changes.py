"""From a mutation over HTTP to whoever listens: on a socket, on an event stream, after an absence."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from domain.ids import IdKind, encode
from domain.vocabulary import Role
from store.engine import Store
from tests.http.sockets import Port, served
from tests.live.sockets import socket_to
from tests.live.sse import events_from
from tests.portal import Portal
from tests.world import Colleague, World

CHANGES = "subscription { colleagueChanged { cursor change colleague { role } } }"


@pytest.fixture
async def port(portal: Portal, store: Store) -> AsyncIterator[Port]:
    """The gateway, listening, with its log of events followed."""
    hub = portal.app.state.hub
    store.committed.append(hub.ring)
    await hub.start()
    async with served(portal.app) as opened:
        yield opened
    await hub.aclose()
    store.committed.remove(hub.ring)


async def change_role(portal: Portal, ada: Colleague, whose: Colleague, role: str) -> None:
    colleague = encode(IdKind.COLLEAGUE, whose.id)
    answer = await portal.of(ada)(
        "mutation ($id: ID!, $role: Role!) { changeColleagueRole(input: {colleagueId: $id, role: $role})"
        " { userErrors { code } } }",
        id=colleague,
        role=role,
    )
    assert answer.data == {"changeColleagueRole": {"userErrors": []}}


async def test_a_mutation_reaches_sockets_and_event_streams_and_who_comes_back_misses_nothing(
    port: Port, portal: Portal, world: World
) -> None:
    nord = await world.partner("Nord")
    ada, bo = await nord.colleague(role=Role.ADMIN), await nord.colleague(role=Role.VIEWER)
    token = portal.token_of(ada)
    async with socket_to(port) as socket, events_from(port, CHANGES, token) as events:
        await socket.init(token)
        await socket.ask(CHANGES, "a")
        async with asyncio.timeout(10):
            while portal.app.state.operations.streams.count < 2:
                await asyncio.sleep(0.01)
        metrics = (await portal.http.get("/metrics")).text
        assert 'gateway_connections{transport="sockets"} 1.0' in metrics
        assert 'gateway_connections{transport="event_streams"} 1.0' in metrics
        await change_role(portal, ada, bo, "BOOKKEEPER")
        heard = await socket.hear()
        cursor, payload = await events.next()
    changed = heard["payload"]["data"]["colleagueChanged"]
    assert (heard["id"], changed["colleague"]) == ("a", {"role": "BOOKKEEPER"})
    assert payload == heard["payload"]
    assert cursor == changed["cursor"] == payload["extensions"]["cursor"]
    await change_role(portal, ada, bo, "VIEWER")
    async with socket_to(port) as socket, events_from(port, CHANGES, token, {"Last-Event-ID": cursor}) as events:
        await socket.init(token)
        await socket.ask(CHANGES, "a", extensions={"after": cursor})
        heard = await socket.hear()
        assert heard["payload"]["data"]["colleagueChanged"]["colleague"] == {"role": "VIEWER"}
        assert (await events.next())[1] == heard["payload"]
        await socket.ask(CHANGES, "b", extensions={"after": "x" + cursor})
        assert (await socket.hear())["payload"][0]["extensions"]["code"] == "BAD_CURSOR"
        await socket.ask(CHANGES, "c", extensions={"after": ""})
        assert (await socket.hear())["payload"][0]["extensions"]["code"] == "BAD_CURSOR"
        await socket.ask('subscription { colleagueChanged(after: "") { change } }', "d")
        assert (await socket.hear())["payload"][0]["extensions"]["code"] == "BAD_CURSOR"


async def test_what_a_subscription_may_not_have_is_told_before_it_starts(
    port: Port, portal: Portal, ada: Colleague
) -> None:
    checked = await portal.of(ada).post({"query": CHANGES}, **{"Gateway-Check": "true"})
    refused = await portal.of(ada)(CHANGES)
    assert (checked.status, checked.body["data"]) == (200, None)
    assert (refused.status, refused.codes) == (406, ["BAD_REQUEST"])
