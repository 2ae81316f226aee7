"""A clock in a process of its own: sees to all that is due at each moment that it is told, and says what it took."""

import asyncio
import sys
import time
from datetime import datetime

import orjson
import uvloop

from resolvers.clock import MOST, Rounds
from store.engine import open_store
from store.vault import Vault


async def caught_up(rounds: Rounds, now: datetime) -> int:
    """Goes rounds until nothing is left to take, as the clock of a server does; how many objects there were."""
    seen = last = await rounds.go(now)
    while last == MOST:
        last = await rounds.go(now)
        seen += last
    return seen


async def main(url: str, role: str, key: str) -> None:
    """Answers each moment, by lines of JSON; the first answer says that it is ready."""
    store, loop = open_store(url, role=role), asyncio.get_running_loop()
    rounds = Rounds(store, Vault([key]))
    try:
        await rounds.go(datetime.fromisoformat("2000-01-01T00:00:00Z"))
        _tell({})
        while told := await loop.run_in_executor(None, sys.stdin.readline):
            begun, spent = time.monotonic(), time.process_time()
            seen = await caught_up(rounds, datetime.fromisoformat(told.strip()))
            _tell({"begun": begun, "done": time.monotonic(), "cpu": time.process_time() - spent, "seen": seen})
    finally:
        await store.close()


def _tell(answer: dict[str, float]) -> None:
    sys.stdout.buffer.write(orjson.dumps(answer) + b"\n")
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    uvloop.run(main(*sys.argv[1:]))
