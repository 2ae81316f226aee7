"""Bytes on a connection: slow, cut off, too many, in pieces, smuggled."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest

from gateway.http import body, patience
from tests.http.sockets import Port, Wire, post, served
from tests.portal import Portal

TYPENAME = b'{"query": "{ __typename }"}'
CHUNKED = (
    b"POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
)
ANSWER = (200, {"__typename": "Query"})


@pytest.fixture
async def port(portal: Portal) -> AsyncIterator[Port]:
    async with served(portal.app) as opened:
        yield opened


async def answered(wire: Wire) -> tuple[int, Any]:
    status, body = await wire.answer()
    return status, json.loads(body)["data"]


async def test_an_ordinary_request_is_answered_and_the_connection_kept(port: Port) -> None:
    async with port.connected() as wire:
        for _ in range(3):
            await wire.send(post(TYPENAME))
            assert await answered(wire) == ANSWER


async def test_pipelined_requests_are_answered_in_their_order(port: Port) -> None:
    async with port.connected() as wire:
        await wire.send(b"".join(post(b'{"query": "{ a%d: __typename }"}' % i) for i in range(5)))
        answers = [await answered(wire) for _ in range(5)]
    assert answers == [(200, {f"a{i}": "Query"}) for i in range(5)]


async def test_a_body_in_many_small_chunks_is_put_together(port: Port) -> None:
    async with port.connected() as wire:
        await wire.send(CHUNKED + b"".join(b"1\r\n%c\r\n" % byte for byte in TYPENAME) + b"0\r\n\r\n")
        assert await answered(wire) == ANSWER


async def test_a_slow_body_is_408(port: Port, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(body, "BODY_SECONDS", 0.1)
    async with port.connected() as wire:
        await wire.send(post(TYPENAME[:10], length=len(TYPENAME)))
        answer = await wire.rest()
    assert answer.startswith(b"HTTP/1.1 408 ")
    assert b"took longer than 0.1 seconds" in answer


async def test_slow_bodies_heads_and_readers_get_ten_seconds() -> None:
    assert (body.BODY_SECONDS, patience.HEAD_SECONDS, patience.READER_SECONDS) == (10, 10, 10)


@pytest.mark.parametrize("said", [b"", b"POST /graphql HT", b"POST /graphql HTTP/1.1\r\nHost: localhost\r\n"])
async def test_a_head_that_does_not_end_is_cut_off(port: Port, monkeypatch: pytest.MonkeyPatch, said: bytes) -> None:
    monkeypatch.setattr(patience, "HEAD_SECONDS", 0.1)
    async with port.connected() as wire:
        await wire.send(said)
        assert await asyncio.wait_for(wire.rest(), 5) == b""


async def test_a_second_head_that_does_not_end_is_cut_off(port: Port, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "HEAD_SECONDS", 0.1)
    async with port.connected() as wire:
        await wire.send(post(TYPENAME))
        assert await answered(wire) == ANSWER
        await wire.send(b"POST /gra")
        assert await asyncio.wait_for(wire.rest(), 5) == b""


@pytest.mark.parametrize("length", [17_000, 300_000])
@pytest.mark.parametrize("ends", [True, False])
async def test_headers_over_16_kib_are_431(port: Port, length: int, ends: bool) -> None:
    async with port.connected() as wire:
        await wire.send(b"GET /graphql HTTP/1.1\r\nHost: localhost\r\nX: " + b"x" * length + b"\r\n\r\n" * ends)
        answer = await asyncio.wait_for(wire.rest(), 5)
    assert answer.startswith(b"HTTP/1.1 431 ")
    assert b"larger than 16384 bytes" in answer


async def test_a_large_body_is_413_declared_or_in_chunks(port: Port) -> None:
    chunk = b"8000\r\n" + b" " * 0x8000 + b"\r\n"
    for request in (post(b" " * 200_000), CHUNKED + chunk * 6 + b"0\r\n\r\n"):
        async with port.connected() as wire:
            await wire.send(request)
            answer = await asyncio.wait_for(wire.rest(), 5)
        assert answer.startswith(b"HTTP/1.1 413 ")
        assert b"connection: close" in answer.lower()


async def test_a_body_that_is_cut_off_ends_quietly(port: Port) -> None:
    async with port.connected() as wire:
        await wire.send(post(TYPENAME[:10], length=len(TYPENAME)))
    async with port.connected() as wire:
        await wire.send(post(TYPENAME))
        assert await answered(wire) == ANSWER


@pytest.mark.parametrize(
    "request_bytes",
    [
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x00" * 50,
        b"GARBAGE\r\n\r\n",
        b"POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n",
        b"POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef",
        b"POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n",
        b"POST /graphql HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n",
        b"POST /graphql HTTP/1.1\r\nHost : localhost\r\n\r\n",
    ],
)
async def test_what_is_not_http_or_ambiguous_is_400_and_ends_the_connection(port: Port, request_bytes: bytes) -> None:
    async with port.connected() as wire:
        await wire.send(request_bytes + b"GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n")
        answer = await asyncio.wait_for(wire.rest(), 5)
    assert answer.startswith(b"HTTP/1.1 400 ")
    assert answer.count(b"HTTP/1.1 ") == 1


@pytest.mark.parametrize("hosts", [b"", b"Host: localhost\r\nHost: evil.example\r\n", b"Host: evil.example\r\n"])
async def test_a_request_must_name_one_host_of_ours(port: Port, hosts: bytes) -> None:
    async with port.connected() as wire:
        await wire.send(b"GET /graphql?query={__typename} HTTP/1.1\r\n" + hosts + b"Connection: close\r\n\r\n")
        assert (await wire.rest()).startswith((b"HTTP/1.1 421 ", b"HTTP/1.1 400 "))


async def test_a_host_in_the_target_does_not_lead_elsewhere(port: Port) -> None:
    async with port.connected() as wire:
        await wire.send(b"GET http://evil.example/graphql?query={__typename} HTTP/1.1\r\nHost: evil.example\r\n\r\n")
        assert (await wire.head()).startswith(b"HTTP/1.1 421 ")


async def test_a_reader_that_does_not_read_is_cut_off(port: Port, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "READER_SECONDS", 0.1)
    gone = asyncio.Event()
    lost = patience.PatientProtocol.connection_lost

    def told(self: patience.PatientProtocol, exc: Exception | None) -> None:
        lost(self, exc)
        gone.set()

    monkeypatch.setattr(patience.PatientProtocol, "connection_lost", told)
    reader, writer = await asyncio.open_connection("127.0.0.1", port.number, limit=1_024)
    writer.transport.pause_reading()
    introspection = b'{"query": "{ __schema { types { name description fields { name description } } } }"}'
    writer.write(post(introspection) * 80)
    await asyncio.wait_for(gone.wait(), 20)
    writer.close()
    assert reader.at_eof() is False
