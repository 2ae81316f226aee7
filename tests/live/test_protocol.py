"""graphql-transport-ws: the order of its messages, and how each breach closes the socket."""

import asyncio
import json
from collections.abc import Awaitable, Callable

import pytest
from websockets.exceptions import InvalidStatus

from gateway.websocket import conversation, wire
from tests.http.sockets import Port
from tests.live.sockets import Socket, socket_to
from tests.portal import Portal
from tests.world import Colleague, World

FIRM = "{ partner { name } }"
MUTATION = 'mutation { createTeam(input: {name: "%s", idempotencyKey: "%s"}) { team { name } userErrors { code } } }'


async def test_queries_and_mutations_are_answered_like_over_http(port: Port, portal: Portal, ada: Colleague) -> None:
    over_http = (await portal.of(ada)(FIRM)).body
    async with socket_to(port) as socket:
        assert (await socket.init(portal.token_of(ada)))["type"] == "connection_ack"
        await socket.ask(FIRM, "q")
        answers = [await socket.hear(), await socket.hear()]
        await socket.ask(MUTATION % ("North", "team-north-1"), "m")
        made, completed = await socket.hear(), await socket.hear()
    assert answers == [{"id": "q", "type": "next", "payload": over_http}, {"id": "q", "type": "complete"}]
    assert made["payload"]["data"]["createTeam"]["team"] == {"name": "North"}
    assert completed == {"type": "complete", "id": "m"}


async def test_what_refuses_an_operation_is_an_error_with_its_code_and_the_socket_stays(port: Port, token: str) -> None:
    async with socket_to(port) as socket:
        await socket.init(token)
        refused = []
        for payload in (
            {"query": "{ nothing }"},
            {"query": "{"},
            {"query": "query ($n: Int!) { __typename @skip(if: false) a: node(id: $n) { id } }"},
            {"query": FIRM, "variables": {"list": [1] * 300}},
            {"documentId": "0" * 64},
        ):
            await socket.say("subscribe", id="1", payload=payload)
            refused.append(await socket.hear())
    assert [(each["type"], each["payload"][0]["extensions"]["code"]) for each in refused] == [
        ("error", "GRAPHQL_VALIDATION_FAILED"),
        ("error", "GRAPHQL_PARSE_FAILED"),
        ("error", "GRAPHQL_VALIDATION_FAILED"),
        ("error", "LIMIT_EXCEEDED"),
        ("error", "PERSISTED_QUERY_NOT_FOUND"),
    ]


@pytest.mark.parametrize("by", ["extensions", "headers"])
async def test_strict_and_check_do_what_they_do_over_http(port: Port, token: str, by: str) -> None:
    headers = {"Gateway_Check": "true"} if by == "headers" else {}
    async with socket_to(port, **headers) as socket:
        await socket.init(token)
        await socket.ask(MUTATION % ("West", "team-west-1"), extensions={"check": True} if by == "extensions" else None)
        assert (await socket.hear())["payload"]["data"] is None
        await socket.hear()
        await socket.ask("{ partner { teams { totalCount } } }", extensions={"check": False})
        counted = (await socket.hear())["payload"]["data"]
    assert counted == (None if by == "headers" else {"partner": {"teams": {"totalCount": 0}}})


async def test_pings_are_answered_before_and_after_the_ack_with_their_payload(port: Port, token: str) -> None:
    async with socket_to(port) as socket:
        await socket.say("ping", payload={"at": 1})
        assert await socket.hear() == {"type": "pong", "payload": {"at": 1}}
        await socket.init(token)
        await socket.say("pong")
        await socket.say("ping")
        assert await socket.hear() == {"type": "pong"}
        await (await socket.connection.ping(b"here"))


Breach = Callable[[Socket, str], Awaitable[object]]


async def _twice(socket: Socket, token: str) -> None:
    await socket.init(token)
    await socket.say("connection_init")


async def _at_once(socket: Socket, token: str) -> None:
    init = json.dumps({"type": "connection_init", "payload": {"Authorization": f"Bearer {token}"}})
    await asyncio.gather(socket.raw(init), socket.raw(init))


async def _same_id(socket: Socket, token: str) -> None:
    await socket.init(token)
    await asyncio.gather(socket.ask(FIRM), socket.ask(FIRM))


async def _flood(socket: Socket, token: str) -> None:
    for _ in range(wire.MOST_FRAMES_A_SECOND * 3):
        await socket.raw('{"type":"ping"}')


def _said(*messages: str | bytes) -> Breach:
    async def breach(socket: Socket, token: str) -> None:
        await socket.init(token)
        for message in messages:
            await socket.raw(message)

    return breach


BREACHES: list[tuple[int, Breach]] = [
    (4401, lambda socket, _: socket.ask(FIRM)),
    (4401, lambda socket, _: socket.say("ping", payload={"Authorization": "Bearer x"})),
    (4401, lambda socket, _: socket.say("connection_init")),
    (4401, lambda socket, _: socket.say("connection_init", payload={"Authorization": "Bearer x"})),
    (4401, lambda socket, _: socket.say("connection_init", payload={"authorization": "Basic eDp5"})),
    (4400, lambda socket, _: socket.say("connection_init", payload={"Authorization": 5})),
    (4400, lambda socket, _: socket.say("connection_init", payload=["x"])),
    (4429, _twice),
    (4429, _at_once),
    (4409, _same_id),
    (4422, _flood),
    (4400, _said("{")),
    (4400, _said("[]")),
    (4400, _said("null")),
    (4400, _said("{}")),
    (4400, _said('{"type":["ping"]}')),
    (4400, _said('{"type":"start","id":"1","payload":{}}')),
    (4400, _said('{"type":"ping","type":"pong"}')),
    (4400, _said('{"type":"ping","payload":1e999}')),
    (4400, _said('{"type":"subscribe","id":"1"}')),
    (4400, _said('{"type":"subscribe","id":1,"payload":{"query":"{ __typename }"}}')),
    (4400, _said('{"type":"subscribe","id":"","payload":{"query":"{ __typename }"}}')),
    (4400, _said('{"type":"subscribe","id":"1","payload":{"query":5}}')),
    (4400, _said('{"type":"subscribe","id":"1","payload":{"query":"{ __typename }","variables":[]}}')),
    (4400, _said('{"type":"subscribe","id":"1","payload":{"query":"{ __typename }","extensions":{"check":1}}}')),
    (4400, _said('{"type":"complete"}')),
    (4400, _said('{"type":"ping","payload":' + "[" * 2_000 + "]" * 2_000 + "}")),
    (4400, _said(b'{"type":"ping"}')),
    (1009, _said('{"type":"ping","payload":{"x":"' + "x" * 70_000 + '"}}')),
]


async def test_every_breach_closes_its_socket_with_its_code(port: Port, portal: Portal, world: World) -> None:
    async def closed_by(breach: Breach) -> int:
        # A caller of its own each time: there are many of them.
        somebody = await (await world.partner("Syd")).colleague()
        async with socket_to(port) as socket:
            await breach(socket, portal.token_of(somebody))
            return (await socket.ended())[0]

    assert [await closed_by(breach) for _, breach in BREACHES] == [code for code, _ in BREACHES]


async def test_who_does_not_introduce_itself_is_closed(port: Port, monkeypatch: pytest.MonkeyPatch) -> None:
    assert conversation.INIT_SECONDS == 5
    monkeypatch.setattr(conversation, "INIT_SECONDS", 0.05)
    async with socket_to(port) as socket:
        await socket.say("ping")
        assert await socket.ended() == (4408, "Connection initialisation timeout")


@pytest.mark.parametrize("offered", [("graphql-ws",), ("graphql-ws", "mqtt")])
async def test_only_our_subprotocol_is_spoken(port: Port, offered: tuple[str, ...]) -> None:
    async with socket_to(port, *offered) as socket:
        assert socket.connection.subprotocol is None
        assert await socket.ended() == (4406, "Subprotocol not acceptable")


async def test_among_several_subprotocols_ours_is_chosen(port: Port, token: str) -> None:
    async with socket_to(port, "graphql-ws", "graphql-transport-ws") as socket:
        assert socket.connection.subprotocol == "graphql-transport-ws"
        assert (await socket.init(token))["type"] == "connection_ack"


async def test_a_token_in_the_handshake_does_as_well(port: Port, token: str) -> None:
    async with socket_to(port, Authorization=f"Bearer {token}") as socket:
        assert (await socket.init())["type"] == "connection_ack"
        await socket.ask(FIRM)
        assert (await socket.hear())["payload"]["data"] == {"partner": {"name": "Nord"}}


async def test_identities_that_disagree_are_4403(port: Port, portal: Portal, world: World, ada: Colleague) -> None:
    other = await (await world.partner("Syd")).colleague()
    token, another = portal.token_of(ada), portal.token_of(other)
    firm, foreign = (portal.of(each).headers["Gateway-Partner"] for each in (ada, other))
    for shown, said in (
        ({"Authorization": f"Bearer {another}"}, {"token": token}),
        ({"Gateway_Partner": foreign}, {"token": token, "partner": firm}),
        ({}, {"token": token, "partner": foreign}),
        ({}, {"token": token, "partner": "nothing"}),
    ):
        async with socket_to(port, **shown) as socket:
            await socket.say("connection_init", payload=_headers(**said))
            assert (await socket.ended())[0] == 4403


def _headers(token: str, partner: str | None = None) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"} | ({"Gateway-Partner": partner} if partner else {})


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "https://evil.example:8000@"}, 403),
        ({"Host": "evil.example"}, 421),
        ({"Gateway_Strict": "yes"}, 400),
    ],
)
async def test_sockets_of_other_sites_and_hosts_are_refused(port: Port, headers: dict[str, str], status: int) -> None:
    with pytest.raises(InvalidStatus) as refused:
        async with socket_to(port, **headers):
            pass
    assert refused.value.response.status_code == status


async def test_pages_of_our_own_host_may_open_sockets(port: Port, token: str) -> None:
    async with socket_to(port, Origin=f"http://127.0.0.1:{port.number}") as socket:
        assert (await socket.init(token))["type"] == "connection_ack"


async def test_a_caller_has_ten_sockets_and_each_twenty_operations(port: Port, portal: Portal, ada: Colleague) -> None:
    settings = portal.settings
    assert (settings.max_sockets, settings.max_socket_operations, settings.max_message_bytes) == (10, 20, 65_536)


async def test_one_socket_too_many_is_closed_until_another_is(port: Port, token: str) -> None:
    async with socket_to(port) as first:
        await first.init(token)
        others = [socket_to(port) for _ in range(9)]
        for each in others:
            await (await each.__aenter__()).init(token)
        async with socket_to(port) as eleventh:
            await eleventh.say("connection_init", payload=_headers(token))
            assert (await eleventh.ended())[0] == 4421
        for each in others:
            await each.__aexit__(None, None, None)
        async with socket_to(port) as another:
            assert (await another.init(token))["type"] == "connection_ack"
