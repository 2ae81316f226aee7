"""A body in, an answer out."""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

import asyncpg
import orjson

from bench.documents import OVERVIEW, PEOPLE, UPDATE_TEAM, VIEWER
from bench.peers.floor.overview import overview
from bench.peers.floor.people import people, update_team, viewer
from bench.peers.settings import CONNECTIONS, serve
from gateway.memory import settle

Handler = Callable[[Any, dict[str, Any]], Awaitable[dict[str, Any]]]
HANDLERS: dict[str, Handler] = {OVERVIEW: overview, VIEWER: viewer, PEOPLE: people, UPDATE_TEAM: update_team}


class App:
    """Raw ASGI: a body in, an answer out."""

    def __init__(self) -> None:
        self._pool: Any = None

    async def __call__(self, scope: MutableMapping[str, Any], receive: Any, send: Any) -> None:
        """One request, or the lifespan."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
            return
        asked = orjson.loads(await _body(receive))
        async with self._pool.acquire() as connection:
            data = await HANDLERS[asked["query"]](connection, asked["variables"])
        answer = orjson.dumps({"data": data})
        headers = [(b"content-type", b"application/json"), (b"content-length", str(len(answer)).encode())]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": answer})

    async def _live(self, receive: Any, send: Any) -> None:
        await receive()
        self._pool = await asyncpg.create_pool(min_size=CONNECTIONS, max_size=CONNECTIONS, reset=_as_it_is)
        # As the gateway does: otherwise a third of the time goes to looking for cycles that answers never have.
        settle()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        self._pool.terminate()
        await send({"type": "lifespan.shutdown.complete"})


async def _body(receive: Any) -> bytes:
    message = await receive()
    body: bytes = message["body"]
    while message.get("more_body"):
        message = await receive()
        body += message["body"]
    return body


async def _as_it_is(_: Any) -> None:
    """Nothing is ever set on a connection, so nothing has to be set back."""


if __name__ == "__main__":
    serve(App())
