"""The reference clients on Node.js, and that they come back by themselves; they are fetched, so this runs when named:

npm install --prefix FOLDER graphql-ws graphql-sse graphql ws
GATEWAY_TEST_NODE=FOLDER pytest tests/live/reference_clients.py
"""

import asyncio
import json
import os
from pathlib import Path
from typing import Any

from tests.live.fakes import Ticking


async def said(live: Ticking, script: str) -> list[Any]:
    """What a script says, while its first stream is drained after two ticks and its second one gets the third."""
    scheme = "ws" if "ws" in script else "http"
    environ = os.environ | {"URL": f"{scheme}://127.0.0.1:{live.port.number}/graphql", "TOKEN": live.token()}
    text = (Path(__file__).parent / script).read_text()
    node = await asyncio.create_subprocess_exec(
        "node", "--input-type=module", cwd=os.environ["GATEWAY_TEST_NODE"], env=environ, stdin=-1, stdout=-1
    )
    running = asyncio.create_task(node.communicate(text.encode()))
    first: Any = (await live.streams.next()).sink
    live.streams.tell(1)
    live.streams.tell(2)
    getattr(first, "_socket", first).drain()
    second = await live.streams.next()
    assert second.after == "2"
    live.streams.tell(3)
    out, _ = await asyncio.wait_for(running, 30)
    return [json.loads(line) for line in out.splitlines()]


TOLD = [{"partner": {"name": "Nord"}}, {"ticks": 1}, {"ticks": 2}, {"ticks": 3}]


async def test_graphql_ws(live: Ticking) -> None:
    heard = await said(live, "graphql_ws.mjs")
    assert [each for each in heard if "closed" not in each] == TOLD
    assert {"closed": 1012} in heard


async def test_graphql_sse(live: Ticking) -> None:
    assert await said(live, "graphql_sse.mjs") == TOLD
