"""A client of server-sent events that shows everything that is sent."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

from tests.http.sockets import Port, Wire, post

PATIENCE = 10


class Events:
    """One answer."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, headers: Mapping[str, str]) -> None:
        self._reader = reader
        self._transport: Any = writer.transport
        self.headers = headers
        self.comments: list[str] = []
        self._lines: list[str] = []

    async def next(self) -> Any:
        """The next event: (id, data) of a result, or the name of any other; None at the end."""
        found: dict[str, str] = {}
        while (line := await self.line()) is not None:
            if line.startswith(":"):
                self.comments.append(line)
            elif line:
                name, _, value = line.partition(":")
                found[name] = value.removeprefix(" ")
            elif "event" in found:
                is_result = found["event"] == "next"
                return (found.get("id", ""), json.loads(found["data"])) if is_result else found["event"]
        return None

    async def line(self) -> str | None:
        """The next line that is not empty behind a comment; None at the end of the answer."""
        while not self._lines:
            size = int(await asyncio.wait_for(self._reader.readuntil(b"\r\n"), PATIENCE), 16)
            chunk = await self._reader.readexactly(size + 2)
            if not size:
                return None
            self._lines = chunk.decode().removesuffix("\n\r\n").split("\n")
        return self._lines.pop(0)

    async def __aiter__(self) -> AsyncIterator[Any]:
        while (event := await self.next()) is not None:
            yield event

    def pause(self) -> None:
        """Reads no further."""
        self._transport.pause_reading()

    def cut(self) -> None:
        """Breaks off without a goodbye."""
        self._transport.abort()

    def resume(self) -> None:
        """Reads again."""
        self._transport.resume_reading()


@asynccontextmanager
async def events_from(
    port: Port, query: str, token: str, headers: Mapping[str, str] = {}, **members: Any
) -> AsyncIterator[Events]:
    """What is answered to an operation as a stream of events."""
    sent = {"Accept": "text/event-stream", "Authorization": f"Bearer {token}", **headers}
    reader, writer = await asyncio.open_connection("127.0.0.1", port.number)
    try:
        lines = [f"{name}: {value}" for name, value in sent.items()]
        await Wire(reader, writer).send(post(json.dumps({"query": query, **members}).encode(), *lines))
        status, *rest = (await reader.readuntil(b"\r\n\r\n")).decode().rstrip().split("\r\n")
        assert status == "HTTP/1.1 200 OK", status
        yield Events(reader, writer, dict(line.lower().split(": ", 1) for line in rest))
    finally:
        writer.close()
