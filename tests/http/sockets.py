"""The gateway on a real port, for what only bytes on a socket can show."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator

import uvicorn
from starlette.applications import Starlette

from gateway.http.patience import PatientProtocol


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.ready.set()


class Wire:
    """One connection to the gateway, byte by byte."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer

    async def send(self, data: bytes) -> None:
        """Sends; a connection that is closed already is no error here."""
        self._writer.write(data)
        with contextlib.suppress(ConnectionError):
            await self._writer.drain()

    async def rest(self) -> bytes:
        """Everything until the gateway closes the connection."""
        received = b""
        with contextlib.suppress(ConnectionError):
            while chunk := await self._reader.read(65_536):
                received += chunk
        return received

    async def head(self) -> bytes:
        """Status line and headers of one answer."""
        return await self._reader.readuntil(b"\r\n\r\n")

    async def answer(self) -> tuple[int, bytes]:
        """Status and body of one answer."""
        head = await self.head()
        length = next(line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:"))
        return int(head.split()[1]), await self._reader.readexactly(int(length.split(b":")[1]))

    def leave(self) -> None:
        """Closes without another word."""
        self._writer.close()


class Port:
    """A listening gateway."""

    def __init__(self, number: int) -> None:
        self.number = number

    @contextlib.asynccontextmanager
    async def connected(self) -> AsyncIterator[Wire]:
        """A connection, closed afterwards."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.number)
        try:
            yield Wire(reader, writer)
        finally:
            writer.close()
            with contextlib.suppress(ConnectionError):
                await writer.wait_closed()


@contextlib.asynccontextmanager
async def served(app: Starlette, listening: socket.socket | None = None) -> AsyncIterator[Port]:
    """Serves an application in this event loop, as the gateway's own server does, which closes its socket."""
    listening = listening or socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(
        app,
        http=PatientProtocol,
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        timeout_graceful_shutdown=20,
    )
    server = _Server(config)
    running = asyncio.create_task(server._serve([listening]))
    await server.ready.wait()
    try:
        yield Port(listening.getsockname()[1])
    finally:
        server.should_exit = True
        await running


def post(body: bytes, *headers: str, length: int | None = None) -> bytes:
    """The bytes of a POST to the endpoint."""
    lines = [
        "POST /graphql HTTP/1.1",
        "Host: localhost",
        "Content-Type: application/json",
        f"Content-Length: {len(body) if length is None else length}",
        *headers,
    ]
    return "\r\n".join([*lines, "", ""]).encode() + body
