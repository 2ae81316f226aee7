"""A receiver of the test's own: a small HTTP server that keeps what it is sent, and answers as it is told."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import orjson


@dataclass(frozen=True)
class Received:
    """One request."""

    path: str
    headers: dict[str, str]
    raw: bytes

    @property
    def id(self) -> str:
        """The delivery."""
        return self.headers["webhook-id"]

    @property
    def body(self) -> dict[str, Any]:
        """The body, read."""
        found: dict[str, Any] = orjson.loads(self.raw)
        return found

    @property
    def payload(self) -> dict[str, Any]:
        """What the one root field has."""
        found: dict[str, Any] = next(iter(self.body["data"].values()))
        return found


@dataclass
class Receiver:
    """Answers with `answer(request)`: a status, or a whole response as text; hangs while `free` is not set."""

    received: list[Received] = field(default_factory=list)
    answer: Callable[[Received], int | str] = lambda _: 204
    free: asyncio.Event = field(default_factory=asyncio.Event)
    grew: asyncio.Event = field(default_factory=asyncio.Event)
    port: int = 0
    _server: asyncio.Server | None = None
    _open: set[asyncio.StreamWriter] = field(default_factory=set)

    async def start(self) -> None:
        """Listens on a free port."""
        self.free.set()
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]

    async def close(self) -> None:
        """Hangs up."""
        assert self._server is not None
        self._server.close()
        self.free.set()
        for writer in tuple(self._open):
            writer.transport.abort()
        await self._server.wait_closed()

    @property
    def url(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self.port}/hooks?for=us"

    async def until(self, count: int) -> list[Received]:
        """What came, once it is so many."""
        async with asyncio.timeout(30):
            while len(self.received) < count:
                self.grew.clear()
                await self.grew.wait()
        return self.received

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._open.add(writer)
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode()
            first, *lines = head.strip().split("\r\n")
            headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}
            raw = await reader.readexactly(int(headers.get("content-length", 0)))
            got = Received(first.split(" ")[1], headers, raw)
            self.received.append(got)
            self.grew.set()
            await self.free.wait()
            said = self.answer(got)
            text = said if isinstance(said, str) else f"HTTP/1.1 {said} Said\r\nContent-Length: 0\r\n\r\n"
            writer.write(text.encode())
            await writer.drain()
        except (OSError, EOFError):
            pass
        finally:
            self._open.discard(writer)
            writer.close()
