"""Prints how many milliseconds of CPU a warm plan adds to `{ __typename }`: running it, inside the process."""

import asyncio
import statistics
import time
from types import SimpleNamespace
from typing import Any

from click import echo

from bench.documents import TYPENAME
from domain.access import Viewer, ViewerKind
from domain.vocabulary import Role
from gateway.settings import Settings
from gateway.wiring import engine_of

_KEY = "a key for benchmarks alone of 40 letters"
_RUNS, _ROUNDS = 2_000, 9


async def main() -> float:
    """Runs the operation again and again; the median round."""
    engine = engine_of(Settings.from_environment({"GATEWAY_SECRET_KEYS": _KEY}))
    prepared = engine.documents.prepare(TYPENAME)
    asker = SimpleNamespace(viewer=Viewer(ViewerKind.COLLEAGUE, role=Role.OWNER))

    async def once() -> Any:
        return await engine.run(prepared, None, {}, asker)

    assert (await once())["data"] == {"__typename": "Query"}
    return statistics.median([await _round(once) for _ in range(_ROUNDS)])


async def _round(once: Any) -> float:
    before = time.process_time()
    for _ in range(_RUNS):
        await once()
    return (time.process_time() - before) / _RUNS * 1000


if __name__ == "__main__":
    echo(asyncio.run(main()))
