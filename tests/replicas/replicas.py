"""The processes, who writes through them, and who follows them."""

import asyncio
import json
import random
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import httpx2
from websockets import ConnectionClosed, Subprotocol
from websockets.asyncio.client import ClientConnection, connect

from tests.cli.conftest import Gateway, Server, server_of

FOLLOW = """
subscription ($after: String) {
  assignmentChanged(after: $after) { eventId cursor change assignmentId }
}
"""
ASSIGN = """
mutation ($input: AssignColleaguesInput!) { assignColleagues(input: $input) { userErrors { code message } } }
"""


class Replica:
    """One process; a new one has another port."""

    def __init__(self, gateway: Gateway) -> None:
        self._gateway = gateway
        self._process = gateway.start("serve")
        self._server: Server | None = None

    async def started(self) -> None:
        """Waits until it serves."""
        self._server = await asyncio.to_thread(server_of, self._process)

    @property
    def address(self) -> str:
        """Where it serves, or served."""
        assert self._server is not None
        return self._server.address

    def kill(self) -> None:
        """Ends it at once."""
        self._process.kill()
        self._process.communicate()

    async def restart(self) -> None:
        """Another process in its place."""
        self._process = self._gateway.start("serve")
        await self.started()


@dataclass
class Writers:
    """Several who assign at the same time, each by any replica; who gets no answer asks another one."""

    replicas: Sequence[Replica]
    token: str
    chance: random.Random
    done: int = 0

    async def assign(self, pairs: Sequence[tuple[str, str]], at_once: int = 8) -> None:
        """Assigns (client, colleague) pairs, all of them exactly once."""
        waiting = iter(pairs)
        async with httpx2.AsyncClient(timeout=20, headers={"Authorization": f"Bearer {self.token}"}) as http:
            await asyncio.gather(*(self._work(http, waiting) for _ in range(at_once)))

    async def _work(self, http: httpx2.AsyncClient, waiting: Iterator[tuple[str, str]]) -> None:
        for client, colleague in waiting:
            wanted = {"clientIds": [client], "colleagueIds": [colleague], "idempotencyKey": str(uuid4())}
            answer = await self._insist(http, {"query": ASSIGN, "variables": {"input": wanted}})
            assert answer == {"data": {"assignColleagues": {"userErrors": []}}}, answer
            self.done += 1

    async def _insist(self, http: httpx2.AsyncClient, body: Any) -> Any:
        async with asyncio.timeout(30):
            while True:
                with suppress(httpx2.TransportError):
                    response = await http.post(f"{self.chance.choice(self.replicas).address}/graphql", json=body)
                    return {name: part for name, part in response.json().items() if name != "extensions"}
                await asyncio.sleep(0.01)


@dataclass
class Reader:
    """Follows assignments, from cursor to cursor, by whichever replica."""

    replicas: Sequence[Replica]
    token: str
    frames: list[dict[str, Any]] = field(default_factory=list)
    after: str | None = None
    cuts: int = 0

    @property
    def assignments(self) -> list[str]:
        """What the frames tell of."""
        return [frame["assignmentId"] for frame in self.frames]

    async def read(self, count: int, cut_after: Iterator[int]) -> None:
        """Reads until there are `count` frames; cuts each connection after the next number of messages."""
        turn = 0
        while len(self.frames) < count:
            turn += 1
            with suppress(OSError, ConnectionClosed, EOFError):
                async with self._following(self.replicas[turn % len(self.replicas)]) as socket:
                    for _ in range(min(next(cut_after), count - len(self.frames))):
                        self.frames.append(await _next(socket))
                    self.cuts += 1
            await asyncio.sleep(0)

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


async def _next(socket: ClientConnection) -> dict[str, Any]:
    while True:
        message = json.loads(await socket.recv())
        if message["type"] == "ping":
            await socket.send('{"type":"pong"}')
            continue
        assert message["type"] == "next", message
        assert "errors" not in message["payload"], message
        frame: dict[str, Any] = message["payload"]["data"]["assignmentChanged"]
        return frame
