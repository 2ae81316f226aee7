"""A client of graphql-transport-ws that says exactly what it is told to."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Subprotocol

from tests.http.sockets import Port

OURS = "graphql-transport-ws"
PATIENCE = 10


class Socket:
    """One open WebSocket."""

    def __init__(self, connection: ClientConnection) -> None:
        self.connection = connection

    async def say(self, kind: str, **members: Any) -> None:
        """Sends a message."""
        await self.raw(json.dumps({"type": kind, **members}))

    async def raw(self, data: str | bytes) -> None:
        """Sends a text (or binary) frame."""
        await self.connection.send(data)

    async def hear(self) -> dict[str, Any]:
        """The next message; it is always text."""
        heard = await asyncio.wait_for(self.connection.recv(), PATIENCE)
        assert isinstance(heard, str)
        message: dict[str, Any] = json.loads(heard)
        return message

    async def init(self, token: str | None = None, partner: str | None = None) -> dict[str, Any]:
        """Introduces its caller, and gives what is said to that."""
        payload = {"Authorization": f"Bearer {token}" if token else None, "Gateway-Partner": partner}
        await self.say("connection_init", payload={name: value for name, value in payload.items() if value})
        return await self.hear()

    async def ask(self, query: str, operation_id: str = "1", **payload: Any) -> None:
        """Starts an operation."""
        await self.say("subscribe", id=operation_id, payload={"query": query, **payload})

    async def ended(self) -> tuple[int, str]:
        """Code and reason with which the gateway closes it; what comes before is passed over."""
        with suppress(ConnectionClosed):
            while True:
                await asyncio.wait_for(self.connection.recv(), PATIENCE)
        return self.connection.close_code or 0, self.connection.close_reason or ""


@asynccontextmanager
async def socket_to(port: Port, *subprotocols: str, **headers: str) -> AsyncIterator[Socket]:
    """A socket to the gateway; underscores in names of headers stand for dashes."""
    async with connect(
        f"ws://127.0.0.1:{port.number}/graphql",
        subprotocols=[Subprotocol(each) for each in subprotocols or (OURS,)],
        additional_headers={name.replace("_", "-"): value for name, value in headers.items()},
        proxy=None,
        ping_interval=None,
        close_timeout=PATIENCE,
    ) as connection:
        yield Socket(connection)
