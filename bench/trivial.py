"""Prints how many milliseconds of CPU a warm plan adds to `{ __typename }`: running it, inside the process."""

import asyncio
import statistics
import time
from collections.abc import Awaitable
from typing import Any

from click import echo

from bench.documents import TYPENAME
from execution.engine import Engine
from execution.limits import Limits
from gateway.problems import explain
from schema.access import gated_schema

_RUNS, _ROUNDS = 2_000, 9


async def main() -> float:
    """Runs the operation again and again; the median round."""
    engine = Engine(gated_schema(), Limits(), explain, introspection=False)
    prepared = engine.documents.prepare(TYPENAME)

    async def once() -> Any:
        running = engine.run(prepared, None, {}, None)
        return await running if isinstance(running, Awaitable) else running

    assert await once() == {"data": {"__typename": "Query"}}
    return statistics.median([await _round(once) for _ in range(_ROUNDS)])


async def _round(once: Any) -> float:
    before = time.process_time()
    for _ in range(_RUNS):
        await once()
    return (time.process_time() - before) / _RUNS * 1000


if __name__ == "__main__":
    echo(asyncio.run(main()))
