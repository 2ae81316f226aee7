"""Subscriptions over both transports: results, cursors, ends, tokens, slow readers, restarts."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import httpx2
import pytest

from domain.vocabulary import Scope
from gateway.asked import Asked
from gateway.live import expiry, outlet
from gateway.sse import stream as sse
from gateway.streams import Ending, EndingCode
from tests.live.fakes import TICKS, Ticking
from tests.live.sockets import Socket, socket_to
from tests.world import World

CLIENTS = [UUID(int=each) for each in range(3)]


async def ticks(live: Ticking, socket: Socket, operation_id: str = "1", **payload: object) -> None:
    """Introduces Ada, and subscribes."""
    await socket.init(live.token())
    await socket.ask(TICKS, operation_id, **payload)


async def test_results_come_as_messages_and_as_events_with_their_cursors(live: Ticking) -> None:
    async with socket_to(live.port) as socket, live.events() as events:
        await ticks(live, socket, "a")
        for _ in range(2):
            await live.streams.next()
        live.streams.tell(1)
        payload = {"data": {"ticks": 1}, "extensions": {"cursor": "1", "filling": ""}}
        assert await socket.hear() == {"id": "a", "type": "next", "payload": payload}
        assert await events.next() == ("1", payload)
        assert events.headers["cache-control"] == "no-store"
        assert events.headers["x-accel-buffering"] == "no"
        assert events.headers["content-type"] == "text/event-stream; charset=utf-8"


async def test_a_cursor_is_handed_on_from_extensions_and_from_last_event_id(live: Ticking) -> None:
    async with socket_to(live.port) as socket:
        await ticks(live, socket, extensions={"after": "7"})
        assert (await live.streams.next()).after == "7"
        await socket.ask(TICKS, "2", extensions={"after": "foreign"})
        assert (await socket.hear())["payload"][0]["extensions"]["code"] == "BAD_CURSOR"
    async with live.events(extensions={"after": "7"}):
        assert (await live.streams.next()).after == "7"
    async with live.events(headers={"Last-Event-ID": "8"}, extensions={"after": "7"}):
        assert (await live.streams.next()).after == "8"


async def test_who_completes_or_leaves_ends_the_stream_at_once(live: Ticking) -> None:
    async with socket_to(live.port) as socket:
        await ticks(live, socket, "a")
        first = await live.streams.next()
        await socket.say("complete", id="a")
        await asyncio.wait_for(first.closed.wait(), 5)
        await socket.ask(TICKS, "a")
        second = await live.streams.next()
        live.streams.tell(1)
        assert (await socket.hear())["type"] == "next"
    await asyncio.wait_for(second.closed.wait(), 5)
    async with live.events():
        third = await live.streams.next()
    await asyncio.wait_for(third.closed.wait(), 5)


async def test_endings_are_told_with_their_code(live: Ticking) -> None:
    async with socket_to(live.port) as socket, live.events() as events:
        await ticks(live, socket, "a")
        for _ in range(2):
            (await live.streams.next()).sink.end(Ending(EndingCode.INTERNAL, "Our fault.", "1234"))
        error = {"message": "Our fault.", "extensions": {"code": "INTERNAL", "reference": "1234"}}
        assert await socket.hear() == {"id": "a", "type": "error", "payload": [error]}
        assert [event async for event in events] == [("", {"errors": [error]}), "complete"]
        await socket.ask(TICKS, "a")
        (await live.streams.next()).sink.end(Ending(EndingCode.COMPLETED, "Done."))
        assert await socket.hear() == {"id": "a", "type": "complete"}


async def test_twenty_operations_run_on_a_socket_and_twenty_event_streams_for_a_caller(live: Ticking) -> None:
    async with socket_to(live.port) as socket:
        await socket.init(live.token())
        for each in range(21):
            await socket.ask(TICKS, str(each))
        assert await socket.hear() == {
            "id": "20",
            "type": "error",
            "payload": [
                {
                    "message": "20 operations run on this socket; complete one first.",
                    "extensions": {"code": "LIMIT_EXCEEDED", "limit": "socketOperations", "allowed": 20},
                }
            ],
        }
        for _ in range(20):
            await live.streams.next()
        await socket.say("complete", id="3")
        await socket.ask(TICKS, "21")
        await live.streams.next()
    streams = [live.events() for _ in range(20)]
    for each in streams:
        await each.__aenter__()
        await live.streams.next()
    with pytest.raises(AssertionError, match="400 Bad Request"):
        await live.events().__aenter__()
    for each in streams:
        await each.__aexit__(None, None, None)


async def test_refusals_before_a_stream_are_ordinary_answers(live: Ticking) -> None:
    events = {"Accept": "text/event-stream"}
    mine = {"Authorization": f"Bearer {live.token()}"}
    async with httpx2.AsyncClient(base_url=f"http://127.0.0.1:{live.port.number}") as http:
        for headers, query, status, code in (
            (mine, TICKS, 406, "BAD_REQUEST"),
            (mine | events | {"Last-Event-ID": "foreign"}, TICKS, 400, "BAD_CURSOR"),
            (events | {"Authorization": "Bearer x"}, TICKS, 401, "UNAUTHENTICATED"),
            (events, TICKS, 401, "UNAUTHENTICATED"),
            (mine | events, "{ nothing }", 400, "GRAPHQL_VALIDATION_FAILED"),
            (mine | events, "", 400, "BAD_REQUEST"),
        ):
            refused = await http.post("/graphql", json={"query": query}, headers=headers)
            assert (refused.status_code, refused.json()["errors"][0]["extensions"]["code"]) == (status, code)
            told_as = "application/graphql-response+json" if "Accept" in headers else "application/json"
            assert refused.headers["content-type"] == f"{told_as}; charset=utf-8"
        assert not live.streams.open_streams
        answered = await http.get("/graphql", params={"query": "{ partner { name } }"}, headers=mine | events)
        assert answered.headers["content-type"] == "text/event-stream; charset=utf-8"
        assert answered.text.startswith('event: next\ndata: {"data":{"partner":{"name":"Nord"}}')
        assert answered.text.endswith("\n\nevent: complete\ndata:\n\n")


async def test_a_token_that_expires_is_warned_of_and_ends_both_with_its_code(live: Ticking) -> None:
    assert expiry.WARNING_SECONDS == 30
    token = live.token(lifetime=timedelta(seconds=2))
    async with socket_to(live.port) as socket, live.events(token=token) as events:
        expires_at = (await socket.init(token))["payload"]["tokenExpiresAt"]
        assert await socket.hear() == {"type": "ping", "payload": {"tokenExpiresAt": expires_at}}
        assert await socket.ended() == (4419, "Token expired")
        assert datetime.now(UTC) >= datetime.fromisoformat(expires_at)
        (_, error), complete = [event async for event in events]
    assert isinstance(error, dict)
    assert (error["errors"][0]["extensions"]["code"], complete) == ("TOKEN_EXPIRED", "complete")
    assert any("the token expires at" in comment for comment in events.comments)


async def test_a_renewed_token_keeps_the_socket_and_what_runs_on_it(live: Ticking) -> None:
    async with socket_to(live.port) as socket:
        first = (await socket.init(live.token(lifetime=timedelta(seconds=2))))["payload"]["tokenExpiresAt"]
        await socket.ask(TICKS)
        stream = await live.streams.next()
        assert (await socket.hear())["type"] == "ping"
        await socket.say("ping", payload={"Authorization": "Bearer x"})
        assert (await socket.hear())["payload"]["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"
        await socket.say("ping", payload={"Authorization": f"Bearer {live.token()}"})
        renewed = await socket.hear()
        assert renewed["type"] == "pong"
        assert renewed["payload"]["tokenExpiresAt"] > first
        with pytest.raises(TimeoutError):
            # The first token's end is an event that must not come.
            await asyncio.wait_for(stream.closed.wait(), 1.6)
        live.streams.tell(1)
        assert (await socket.hear())["type"] == "next"


async def test_nobody_waits_for_the_token_of_who_has_left(live: Ticking, monkeypatch: pytest.MonkeyPatch) -> None:
    watched = []
    cancel = expiry.Expiry.cancel
    monkeypatch.setattr(expiry.Expiry, "cancel", lambda self: watched.append(self) or cancel(self))
    async with socket_to(live.port) as socket, live.events():
        await ticks(live, socket)
        opened = [await live.streams.next() for _ in range(2)]
        begun = len(watched)
    await asyncio.gather(*(asyncio.wait_for(each.closed.wait(), 5) for each in opened))
    assert len(set(watched[begun:])) == 2


async def test_a_token_of_another_subject_is_no_renewal(live: Ticking) -> None:
    other = live.portal.issuer.mint("somebody else", email=live.ada.identity.email)
    async with socket_to(live.port) as socket:
        await socket.init(live.token())
        await socket.say("ping", payload={"Authorization": f"Bearer {other}"})
        assert (await socket.ended())[0] == 4403


async def test_a_token_with_other_scopes_is_no_renewal(live: Ticking, world: World) -> None:
    machine = await (await world.partner("Syd")).integration([Scope.PARTNER_READ, Scope.CLIENTS_READ])
    tokens = [
        live.portal.issuer.mint(machine.client_id, client_id=machine.client_id, scopes=scopes)
        for scopes in (["partner:read"], ["partner:read"], ["partner:read", "clients:read"])
    ]
    async with socket_to(live.port) as socket:
        await socket.init(tokens[0])
        await socket.say("ping", payload={"Authorization": f"Bearer {tokens[1]}"})
        assert "tokenExpiresAt" in (await socket.hear())["payload"]
        await socket.say("ping", payload={"Authorization": f"Bearer {tokens[2]}"})
        assert (await socket.ended())[0] == 4403


async def test_who_leaves_stops_a_query_and_never_a_mutation(live: Ticking, monkeypatch: pytest.MonkeyPatch) -> None:
    running, go_on, ended = asyncio.Queue[str](), asyncio.Event(), asyncio.Queue[str]()

    async def run(self: object, prepared: object, asked: Asked, *_: object) -> dict[str, object]:
        running.put_nowait(asked.query)
        try:
            await go_on.wait()
            ended.put_nowait("finished")
        except asyncio.CancelledError:
            ended.put_nowait("stopped")
            raise
        return {"data": {}}

    monkeypatch.setattr("gateway.operations.Operations.run", run)
    for query, expected in (("{ __typename }", "stopped"), ("mutation { __typename }", "finished")):
        async with socket_to(live.port) as socket:
            await socket.init(live.token())
            await socket.ask(query)
            await asyncio.wait_for(running.get(), 5)
        if expected == "finished":
            go_on.set()
        assert await asyncio.wait_for(ended.get(), 5) == expected


async def test_a_slow_reader_gets_the_newest_about_each_client_and_is_told(live: Ticking) -> None:
    filling = "x" * 20_000
    async with socket_to(live.port) as slow, socket_to(live.port) as fast:
        await ticks(live, slow)
        await ticks(live, fast)
        for _ in range(2):
            await live.streams.next()
        slow.connection.transport.pause_reading()
        for number in range(600):
            live.streams.tell(number, CLIENTS[number % 3], filling)
            assert (await fast.hear())["payload"]["data"] == {"ticks": number}
        slow.connection.transport.resume_reading()
        heard = [await slow.hear()]
        while heard[-1]["payload"]["data"]["ticks"] < 599:
            heard.append(await slow.hear())
    numbers = [each["payload"]["data"]["ticks"] for each in heard]
    coalesced = [each["payload"]["extensions"].get("coalesced", 0) for each in heard]
    assert numbers == sorted(numbers)
    assert numbers[-3:] == [597, 598, 599]
    assert len(numbers) + sum(coalesced) == 600
    assert len(numbers) < 600


async def test_who_does_not_read_at_all_is_closed_with_a_code(live: Ticking, monkeypatch: pytest.MonkeyPatch) -> None:
    assert (outlet.READER_SECONDS, outlet.BUFFER_BYTES + outlet.BACKLOG_BYTES < 2 * 2**20) == (10, True)
    monkeypatch.setattr(outlet, "READER_SECONDS", 0.2)
    async with socket_to(live.port) as socket, live.events() as events:
        await ticks(live, socket)
        opened = [await live.streams.next() for _ in range(2)]
        socket.connection.transport.pause_reading()
        events.pause()
        for number in range(400):
            live.streams.tell(number, CLIENTS[0], "x" * 20_000)
            await asyncio.sleep(0)
        await asyncio.gather(*(asyncio.wait_for(each.closed.wait(), 5) for each in opened))
        socket.connection.transport.resume_reading()
        assert await socket.ended() == (4420, "Slow consumer")
        events.resume()
        last = [event async for event in events][-1]
    assert isinstance(last[1], dict)
    assert last[1]["errors"][0]["extensions"]["code"] == "SLOW_CONSUMER"


async def test_what_cannot_be_coalesced_is_bounded(live: Ticking) -> None:
    async with socket_to(live.port) as socket:
        await ticks(live, socket)
        opened = await live.streams.next()
        outgoing: Any = opened.sink._socket  # type: ignore[attr-defined]
        socket.connection.transport.pause_reading()
        for number in range(2_000):
            live.streams.tell(number, None, "x" * 20_000)
            if opened.closed.is_set():
                break
            # Nor is anything else taken from it that would have to be answered.
            assert (outgoing._way is not None) == outgoing.line.transport.is_reading()
            await asyncio.sleep(0)
        assert opened.closed.is_set()
        socket.connection.transport.resume_reading()
        assert (await socket.ended())[0] == 4420


async def test_heartbeats_keep_an_idle_event_stream(live: Ticking, monkeypatch: pytest.MonkeyPatch) -> None:
    assert sse.HEARTBEAT_SECONDS == 15
    monkeypatch.setattr(sse, "HEARTBEAT_SECONDS", 0.02)
    async with live.events() as events:
        lines = [await events.line() for _ in range(8)]
    assert lines[0] is not None
    assert lines[0].startswith("retry: ")
    assert lines[2:] == [":", ""] * 3
