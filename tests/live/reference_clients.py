"""The reference clients on Node.js, and a gateway that is restarted behind the address that they know."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from gateway.app import create_app
from gateway.settings import Settings
from gateway.tokens import LocalIssuer
from gateway.tokens.trust import trusting
from store.engine import Store
from tests.http.sockets import served
from tests.servers.node import program

FOLDER = Path(__file__).with_name("on_node")
PATIENCE = 30


@dataclass
class Address:
    """Where gateways listen, one after the other; between them connections wait."""

    settings: Settings
    store: Store
    issuer: LocalIssuer
    listening: socket.socket

    @asynccontextmanager
    async def gateway(self) -> AsyncIterator[None]:
        """A whole gateway, with a store of its own; commits to the test's ring its hub."""
        app = create_app(self.settings, trusting=[trusting(self.issuer)])
        ring = app.state.hub.ring
        async with app.router.lifespan_context(app), served(app, self.listening.dup()):
            self.store.committed.append(ring)
            yield
            self.store.committed.remove(ring)

    def url(self, scheme: str) -> str:
        """Its address for a client."""
        return f"{scheme}://127.0.0.1:{self.listening.getsockname()[1]}/graphql"


@dataclass
class Client:
    """A script that runs, and what it has said."""

    process: asyncio.subprocess.Process
    said: list[Any] = field(default_factory=list)

    async def until(self, is_so: Callable[[list[Any]], bool]) -> list[Any]:
        """What it has said, once that is so."""
        assert self.process.stdout is not None
        async with asyncio.timeout(PATIENCE):
            while not is_so(self.said):
                line = await self.process.stdout.readline()
                assert line, self.said
                self.said.append(json.loads(line))
        return self.said

    async def ended(self) -> list[Any]:
        """All that it said, once it has ended by itself, and well."""
        out, _ = await asyncio.wait_for(self.process.communicate(), PATIENCE)
        assert self.process.returncode == 0, self.said
        return [*self.said, *map(json.loads, out.splitlines())]


@asynccontextmanager
async def running(script: str, *arguments: str) -> AsyncIterator[Client]:
    """A client by its script's name; what went wrong in it is to be seen on standard error."""
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(program(), f"{script}.mjs", *arguments, cwd=FOLDER, stdout=pipe)
    try:
        yield Client(process)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
