"""Who follows assignments by replicas, from cursor to cursor."""

import asyncio
import itertools
import json
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from websockets import Subprotocol, WebSocketException
from websockets.asyncio.client import ClientConnection, connect

from tests.replicas.replicas import Replica

FOLLOW = """
subscription ($after: String) {
  assignmentChanged(after: $after) { eventId cursor committedAt change assignmentId }
}
"""
# What says: come back, after the last cursor.
_COME_BACK = {"UNAVAILABLE", "DRAINING", "SLOW_CONSUMER"}


@dataclass
class Reader:
    """Goes on after the last frame, by whichever replica, when its connection ends.

    `lags` has for each frame the moment of its commit (seconds since 1970), and the seconds until it came.
    """

    replicas: Sequence[Replica]
    token: str
    frames: list[dict[str, Any]] = field(default_factory=list)
    after: str | None = None
    cuts: int = 0
    lags: list[tuple[float, float]] = field(default_factory=list)

    @property
    def assignments(self) -> list[str]:
        """What the frames tell of."""
        return [frame["assignmentId"] for frame in self.frames]

    async def read(self, count: float, cut_after: Iterator[float]) -> None:
        """Reads until there are `count` frames; cuts each connection after the next number of messages."""
        turn = 0
        while len(self.frames) < count:
            turn += 1
            with suppress(OSError, WebSocketException, EOFError):
                async with self._following(self.replicas[turn % len(self.replicas)]) as socket:
                    until = min(count, len(self.frames) + next(cut_after))
                    while len(self.frames) < until:
                        self._take(await _next(socket))
                    self.cuts += 1
                continue
            await asyncio.sleep(0.01)

    def _take(self, frame: dict[str, Any]) -> None:
        committed = datetime.fromisoformat(frame["committedAt"]).timestamp()
        self.frames.append(frame)
        self.lags.append((committed, time.time() - committed))

    @asynccontextmanager
    async def _following(self, replica: Replica) -> AsyncIterator[ClientConnection]:
        """A stream after the last frame; cut without a goodbye."""
        url = replica.address.replace("http:", "ws:") + "/graphql"
        after = self.frames[-1]["cursor"] if self.frames else self.after
        subscribe = {"query": FOLLOW, "variables": {"after": after}}
        async with connect(url, subprotocols=[Subprotocol("graphql-transport-ws")], proxy=None) as socket:
            payload = {"Authorization": f"Bearer {self.token}"}
            await socket.send(json.dumps({"type": "connection_init", "payload": payload}))
            assert json.loads(await socket.recv())["type"] == "connection_ack"
            await socket.send(json.dumps({"type": "subscribe", "id": "1", "payload": subscribe}))
            yield socket
            socket.transport.abort()


async def begun(replicas: Sequence[Replica], token: str, happen: Callable[[], Awaitable[None]]) -> dict[str, Any]:
    """The first frame of a stream that begins with now; has something happen until there is one."""
    reader = Reader(replicas, token)
    async with asyncio.TaskGroup() as together:
        together.create_task(reader.read(1, itertools.repeat(1)))
        while not reader.frames:
            await happen()
    return reader.frames[0]


async def _next(socket: ClientConnection) -> dict[str, Any]:
    while True:
        message = json.loads(await socket.recv())
        if message["type"] == "ping":
            await socket.send('{"type":"pong"}')
            continue
        if message["type"] == "error" and message["payload"][0]["extensions"]["code"] in _COME_BACK:
            raise EOFError
        assert message["type"] == "next", message
        assert "errors" not in message["payload"], message
        frame: dict[str, Any] = message["payload"]["data"]["assignmentChanged"]
        return frame
