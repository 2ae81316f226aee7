"""The load: requests over keep-alive connections, each sent when the one before is answered; JSON in, JSON out."""

import asyncio
import statistics
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from itertools import cycle
from typing import Any

import orjson
import uvloop

_END = b"\r\n\r\n"


@dataclass(frozen=True, slots=True)
class Load:
    """What to send: `bodies` in turn, for `seconds`, over some `connections` to a port of this machine."""

    port: int
    headers: dict[str, str]
    bodies: list[str]
    seconds: float
    connections: int
    path: str = "/graphql"


@dataclass(frozen=True, slots=True)
class Seen:
    """What came back: how many answers, over how many seconds, latencies in milliseconds, bytes of the last answer."""

    requests: int
    seconds: float
    p50: float
    p99: float
    size: int


class Refused(Exception):
    """An answer that was no success, or had errors."""


class Connection(asyncio.Protocol):
    """One connection; sends the next request as soon as an answer is whole."""

    def __init__(self, requests: Iterator[bytes], until: float, done: "asyncio.Future[None]") -> None:
        self.latencies: list[float] = []
        self.size = 0
        self._requests, self._until, self._done = requests, until, done
        self._seen = bytearray()
        self._transport: Any = None
        self._sent = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Starts."""
        self._transport = transport
        self._send()

    def data_received(self, data: bytes) -> None:
        """Collects an answer; checks it, and sends the next request, when it is whole."""
        self._seen += data
        length = _length(self._seen)
        if length is None or len(self._seen) < length:
            return
        now = time.perf_counter()
        self.latencies.append((now - self._sent) * 1000)
        self.size = length
        if not self._seen.startswith(b"HTTP/1.1 200") or b'"errors":[' in self._seen:
            self._end(Refused(self._seen[:2_000].decode(errors="replace")))
            return
        self._seen.clear()
        if now < self._until:
            self._send()
        else:
            self._end(None)

    def connection_lost(self, exc: Exception | None) -> None:
        """A server that hangs up has failed."""
        self._end(exc or Refused("the server hung up"))

    def close(self) -> None:
        """Hangs up."""
        self._transport.close()

    def _send(self) -> None:
        self._sent = time.perf_counter()
        self._transport.write(next(self._requests))

    def _end(self, problem: Exception | None) -> None:
        if self._done.done():
            return
        if problem is None:
            self._done.set_result(None)
        else:
            self._done.set_exception(problem)


def _length(seen: bytearray) -> int | None:
    """How long the answer is with its head; None while that cannot be told."""
    head = seen.find(_END)
    if head < 0:
        return None
    fields = bytes(seen[:head]).lower()
    place = fields.find(b"content-length:")
    if place >= 0:
        return head + len(_END) + int(fields[place + 15 :].split(b"\r\n", 1)[0])
    return len(seen) if seen.endswith(b"0\r\n\r\n") else None


async def drive(load: Load) -> Seen:
    """Drives a load; raises Refused when an answer is not good."""
    loop, requests = asyncio.get_running_loop(), cycle(_requests(load))
    start = time.perf_counter()
    running = []
    for _ in range(load.connections):
        done: asyncio.Future[None] = loop.create_future()
        made = Connection(requests, start + load.seconds, done)
        await loop.create_connection(lambda made=made: made, "127.0.0.1", load.port)  # type: ignore[misc]
        running.append((made, done))
    try:
        await asyncio.gather(*(done for _, done in running))
    finally:
        for made, _ in running:
            made.close()
    taken = time.perf_counter() - start
    latencies = sorted(each for made, _ in running for each in made.latencies)
    total = sum(len(made.latencies) for made, _ in running)
    last = latencies[min(len(latencies) - 1, int(len(latencies) * 0.99))]
    return Seen(total, taken, statistics.median(latencies), last, running[0][0].size)


def _requests(load: Load) -> list[bytes]:
    headers = {"Host": f"localhost:{load.port}", "Content-Type": "application/json", "Accept": "application/json"}
    lines = "".join(f"{name}: {value}\r\n" for name, value in (headers | load.headers).items())
    made = []
    for body in load.bodies:
        sent = body.encode()
        made.append(f"POST {load.path} HTTP/1.1\r\n{lines}Content-Length: {len(sent)}\r\n\r\n".encode() + sent)
    return made


if __name__ == "__main__":
    try:
        answer: dict[str, Any] = {"seen": asdict(uvloop.run(drive(Load(**orjson.loads(sys.stdin.buffer.read())))))}
    except (Refused, OSError) as problem:
        answer = {"problem": str(problem)}
    sys.stdout.buffer.write(orjson.dumps(answer))
