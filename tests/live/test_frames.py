"""What is no WebSocket, or breaks its rules, byte for byte: always a code, never a connection that just breaks off."""

import asyncio
import struct
from collections.abc import AsyncIterator

import pytest

from gateway.live import outlet
from gateway.websocket import wire as wires
from tests.http.sockets import Port, Wire

KEY = "dGhlIHNhbXBsZSBub25jZQ=="
take = wires.Wire._take
MASK = b"\x00\x00\x00\x00"


def handshake(*replaced: str) -> bytes:
    """An opening handshake; lines given replace those of the same name, an empty value removes one."""
    lines = {
        "Host": "localhost",
        "Connection": "keep-alive, Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": KEY,
        "Sec-WebSocket-Protocol": "graphql-transport-ws",
    } | dict(line.split(": ", 1) for line in replaced)
    told = "".join(f"{name}: {value}\r\n" for name, value in lines.items() if value)
    return f"GET /graphql HTTP/1.1\r\n{told}\r\n".encode()


def frame(first: int, data: bytes = b"") -> bytes:
    """A masked frame; `first` is its first byte."""
    length = bytes((0x80 | len(data),)) if len(data) < 126 else b"\xfe" + struct.pack("!H", len(data))
    return bytes((first,)) + length + MASK + data


@pytest.fixture(autouse=True)
def _closing_is_short(monkeypatch: pytest.MonkeyPatch) -> None:
    """These clients do not answer to close frames."""
    assert outlet.CLOSING_SECONDS == 5
    monkeypatch.setattr(outlet, "CLOSING_SECONDS", 0.1)


@pytest.fixture
async def opened(port: Port) -> AsyncIterator[Wire]:
    async with port.connected() as wire:
        await wire.send(handshake())
        assert (await wire.head()).startswith(b"HTTP/1.1 101 ")
        yield wire


async def closed(wire: Wire) -> int:
    """The code of the close frame with which the bytes end."""
    rest = await asyncio.wait_for(wire.rest(), 10)
    start = rest.rindex(b"\x88")
    return int(struct.unpack("!H", rest[start + 2 : start + 4])[0])


async def test_the_handshake_proves_that_it_was_read(port: Port) -> None:
    async with port.connected() as wire:
        await wire.send(handshake())
        head = await wire.head()
    assert b"Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n" in head
    assert b"Sec-WebSocket-Protocol: graphql-transport-ws\r\n" in head


@pytest.mark.parametrize(
    ("replaced", "status"),
    [
        ("Sec-WebSocket-Version: 8", 426),
        ("Sec-WebSocket-Version: ", 426),
        ("Sec-WebSocket-Key: ", 400),
        ("Sec-WebSocket-Key: c2hvcnQ=", 400),
        ("Sec-WebSocket-Key: %%%", 400),
        ("Host: evil.example", 421),
        ("Origin: https://evil.example", 403),
    ],
)
async def test_a_request_that_is_no_handshake_is_refused_and_its_connection_closed(
    port: Port, replaced: str, status: int
) -> None:
    async with port.connected() as wire:
        await wire.send(handshake(replaced))
        assert (await asyncio.wait_for(wire.rest(), 10)).startswith(f"HTTP/1.1 {status} ".encode())


async def test_requests_to_upgrade_to_something_else_are_answered_as_if_they_had_not_asked(port: Port) -> None:
    async with port.connected() as wire:
        await wire.send(
            b"GET /graphql?query={__typename} HTTP/1.1\r\nHost: localhost\r\n"
            b"Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n\r\n"
        )
        assert (await wire.answer())[0] == 200


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        (b"\x81\x02{}", 4400),
        (frame(0x83, b"x"), 4400),
        (frame(0xF1, b"{}"), 4400),
        (frame(0x80, b"x"), 4400),
        (frame(0x09, b"x"), 4400),
        (frame(0x81, b'"\xff"'), 4400),
        (frame(0x82, b"{}"), 4400),
        (frame(0x01, b"{") + frame(0x81, b"}"), 4400),
        (b"\x81\xff" + struct.pack("!Q", 2**40) + MASK, 1009),
        (frame(0x01, b" " * 60_000) + frame(0x80, b" " * 60_000), 1009),
        (frame(0x01) + frame(0x00) * 1_000, 4422),
        (frame(0x89) * 20_000, 4422),
        (frame(0x88, struct.pack("!H", 1000)), 1000),
        (frame(0x88, b"\x03"), 4400),
    ],
)
async def test_each_malformed_frame_ends_with_a_close_frame(opened: Wire, sent: bytes, code: int) -> None:
    await opened.send(sent)
    assert await closed(opened) == code


@pytest.mark.parametrize("sent", [b"\x83\x80" + MASK, frame(0x89) * 300])
async def test_what_cannot_be_understood_is_not_waited_for(
    opened: Wire, monkeypatch: pytest.MonkeyPatch, sent: bytes
) -> None:
    monkeypatch.setattr(outlet, "CLOSING_SECONDS", 60)
    await opened.send(sent)
    assert await closed(opened) in {4400, 4422}


async def test_a_flood_is_not_even_read_to_its_end(opened: Wire, monkeypatch: pytest.MonkeyPatch) -> None:
    taken = []
    monkeypatch.setattr(wires.Wire, "_take", lambda self, frame: taken.append(frame) or take(self, frame))
    await opened.send(frame(0x89) * 40_000)
    assert await closed(opened) == 4422
    assert len(taken) < 1_000


async def test_messages_in_fragments_with_pings_between_are_put_together(opened: Wire) -> None:
    await opened.send(frame(0x01, b'{"type":') + frame(0x89, b"p") + frame(0x00, b'"pi') + frame(0x80, b'ng"}'))
    await opened.send(frame(0x88, struct.pack("!H", 1000)))
    said = await asyncio.wait_for(opened.rest(), 10)
    assert b"\x8a\x01p" in said
    assert b'{"type":"pong"}' in said


async def test_a_peer_that_answers_no_pings_is_dropped(
    opened: Wire, monkeypatch: pytest.MonkeyPatch, port: Port
) -> None:
    assert wires.PING_SECONDS * 2 < 30
    monkeypatch.setattr(wires, "PING_SECONDS", 0.05)
    async with port.connected() as silent:
        await silent.send(handshake())
        heard = await asyncio.wait_for(silent.rest(), 10)
    assert heard.endswith(b"\x89\x00")
