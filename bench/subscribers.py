"""Thousands of subscribers in one process; `python -m bench.subscribers PORT COUNT [lags]` takes orders on its input.

The first line is `{"init": payload of connection_init, "query": subscription}`. It prints a line when all have
subscribed. Each further line is a number of results to wait for, all in all; then it prints how many it has seen, and
when the first and the last of them since the line before came (seconds of the monotonic clock); with `lags` also the
milliseconds of each since its `committedAt`.
"""

import asyncio
import json
import sys
import time
from contextlib import suppress
from datetime import datetime
from typing import Any

import uvloop

_HANDSHAKE = (
    b"GET /graphql HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
    b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
    b"Sec-WebSocket-Protocol: graphql-transport-ws\r\n\r\n"
)
_AT_ONCE = 50
_PATIENCE_SECONDS = 20.0
_PING, _MASK = b"\x89", bytes(4)


class Crowd:
    """All subscribers together: how many results came, and when."""

    def __init__(self) -> None:
        self.seen = 0
        self.first = self.last = 0.0
        self.changed = asyncio.Event()

    def count(self, results: int) -> None:
        """Some more have come."""
        self.last = time.monotonic()
        if not self.first:
            self.first = self.last
        self.seen += results
        self.changed.set()

    def heard(self, body: bytes) -> None:
        """A result has come."""
        self.count(1)

    def said(self) -> dict[str, Any]:
        """What has come since it was asked last."""
        first, self.first = self.first, 0.0
        return {"seen": self.seen, "first": first, "last": self.last}

    async def until(self, results: int) -> None:
        """Returns once so many have come."""
        while self.seen < results:
            self.changed.clear()
            await self.changed.wait()


class TimedCrowd(Crowd):
    """Also how old each result is when it comes."""

    def __init__(self) -> None:
        super().__init__()
        self.coalesced = 0
        self._lags: list[float] = []
        # The many who hear of one change hear of it at one time.
        self._written, self._moment = b"", 0.0

    def heard(self, body: bytes) -> None:
        """Looks at the time of the change."""
        written = body.partition(b'"committedAt":"')[2].partition(b'"')[0]
        if written != self._written:
            self._written, self._moment = written, datetime.fromisoformat(written.decode()).timestamp()
        self._lags.append((time.time() - self._moment) * 1000)
        _, _, coalesced = body.rpartition(b'"coalesced":')
        # It stands for others that gave way to it.
        gave_way = int(coalesced.partition(b"}")[0]) if len(coalesced) < len(body) else 0
        self.coalesced += gave_way
        self.count(1 + gave_way)

    def said(self) -> dict[str, Any]:
        """With the lags of the results."""
        lags, self._lags = self._lags, []
        return super().said() | {"lags": lags, "coalesced": self.coalesced}


class Subscriber(asyncio.Protocol):
    """One socket with one subscription; counts results without looking into them."""

    def __init__(self, crowd: Crowd, init: bytes, subscribe: bytes) -> None:
        self._crowd, self._init, self._subscribe = crowd, init, subscribe
        self.transport: asyncio.Transport
        self.begun = asyncio.get_running_loop().create_future()
        self._is_open = False
        self._rest = b""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Shakes hands."""
        self.transport = transport
        transport.write(_HANDSHAKE)

    def connection_lost(self, exc: Exception | None) -> None:
        """One less would be waited for in vain."""
        sys.exit("A subscriber was turned away.")

    def data_received(self, data: bytes) -> None:
        """Takes frames out of the bytes."""
        self._rest += data
        if not self._is_open and b"\r\n\r\n" in self._rest:
            self._is_open = True
            self._rest = self._rest.partition(b"\r\n\r\n")[2]
            self.transport.write(_frame(self._init))
        while self._is_open and len(self._rest) >= 2:
            start = 4 if self._rest[1] == 126 else 2
            end = start + (int.from_bytes(self._rest[2:4], "big") if start == 4 else self._rest[1])
            if len(self._rest) < end:
                return
            kind, body, self._rest = self._rest[:1], self._rest[start:end], self._rest[end:]
            self._take(kind, body)

    def _take(self, kind: bytes, body: bytes) -> None:
        if kind == _PING:
            self.transport.write(bytes((0x8A, 0x80 | len(body))) + _MASK + body)
        elif b'"next"' in body:
            self._crowd.heard(body)
        elif b'"connection_ack"' in body:
            self.transport.write(_frame(self._subscribe))
            self.begun.set_result(None)


def _frame(message: bytes) -> bytes:
    length = bytes((0x80 | len(message),)) if len(message) < 126 else b"\xfe" + len(message).to_bytes(2, "big")
    return b"\x81" + length + _MASK + message


def _say(what: dict[str, Any]) -> None:
    sys.stdout.write(f"{json.dumps(what)}\n")
    sys.stdout.flush()


async def _main(port: int, count: int, crowd: Crowd) -> None:
    orders = asyncio.StreamReader()
    loop = asyncio.get_running_loop()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(orders), sys.stdin)
    told = json.loads(await orders.readline())
    init = json.dumps({"type": "connection_init", "payload": told["init"]}).encode()
    subscribe = json.dumps({"type": "subscribe", "id": "1", "payload": {"query": told["query"]}}).encode()
    for start in range(0, count, _AT_ONCE):
        opening = [
            loop.create_connection(lambda: Subscriber(crowd, init, subscribe), "127.0.0.1", port)
            for _ in range(min(_AT_ONCE, count - start))
        ]
        await asyncio.gather(*(each.begun for _, each in await asyncio.gather(*opening)))
    _say({"open": count})
    while line := await orders.readline():
        with suppress(TimeoutError):
            async with asyncio.timeout(_PATIENCE_SECONDS):
                await crowd.until(int(line))
        _say(crowd.said())


if __name__ == "__main__":
    uvloop.run(_main(int(sys.argv[1]), int(sys.argv[2]), TimedCrowd() if "lags" in sys.argv[3:] else Crowd()))
