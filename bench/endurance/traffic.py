"""What goes on while faults happen: clients that write, and streams that are followed."""

import asyncio
import random
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

from bench.endurance.scenario import Stage
from tests.replicas.estate import Estate
from tests.replicas.following import Reader, begun
from tests.replicas.replicas import Replica
from tests.replicas.writing import Writers

_CUT_AFTER = (5, 60)
_TOLD_EVERY_SECONDS = 15
_PATIENCE_SECONDS = 60


@dataclass
class Traffic:
    """Writers and readers; `start` is the assignment after which all readers follow."""

    estate: Estate
    writers: Writers
    readers: Sequence[Reader]
    start: str
    pairs: Iterator[tuple[str, str]]
    is_over: bool = False
    # Seconds after the last commit until all readers had all events.
    behind: float = 0

    def waiting(self) -> Iterator[tuple[str, str]]:
        """What is still to be written, until it is over."""
        for each in self.pairs:
            if self.is_over:
                return
            yield each

    async def caught_up(self) -> None:
        """Returns once all readers have heard everything; raises TimeoutError."""
        events, _ = await self.estate.committed()
        expected, begun_at = len(events) - 1 - events.index(self.start), time.monotonic()
        async with asyncio.timeout(_PATIENCE_SECONDS):
            while any(len(each.frames) < expected for each in self.readers):
                await asyncio.sleep(0.02)
        self.behind = time.monotonic() - begun_at


@asynccontextmanager
async def traffic(
    stage: Stage,
    estate: Estate,
    pairs: list[tuple[str, str]],
    *,
    by: Sequence[Replica] = (),
    at_once: int = 8,
    readers: int = 4,
    rest: float = 0,
) -> AsyncIterator[Traffic]:
    """For the length of the block; after it, writing has ended and all readers have heard everything.

    Writers ask all replicas, or only those that are named by `by`. Unless the block ends it (`is_over`), everything is
    written first. Half of the readers cut their connections themselves now and then, the others only come back when
    they are cut off.
    """
    chance = random.Random(11)  # noqa: S311
    chance.shuffle(pairs)
    writers = Writers(by or estate.replicas, estate.token, chance, patient=True, rest=rest)
    start = await begun(estate.replicas, estate.token, lambda: writers.assign(iter([pairs.pop()])))
    turns = [estate.replicas[number % 2 :] + estate.replicas[: number % 2] for number in range(readers)]
    following = [Reader(each, estate.token, after=start["cursor"]) for each in turns]
    going = Traffic(estate, writers, following, start["assignmentId"], iter(pairs))
    async with asyncio.TaskGroup() as together:
        asides = [together.create_task(_telling(stage, going))]
        for number, each in enumerate(following):
            cuts = iter(lambda: chance.randint(*_CUT_AFTER), 0) if number % 2 else iter(lambda: float("inf"), 0.0)
            asides.append(together.create_task(each.read(float("inf"), cuts)))
        writing = together.create_task(writers.assign(going.waiting(), at_once))
        yield going
        await writing
        await going.caught_up()
        for aside in asides:
            aside.cancel()


async def _telling(stage: Stage, going: Traffic) -> None:
    while True:
        await asyncio.sleep(_TOLD_EVERY_SECONDS)
        again = ", ".join(f"{count:,} {why}" for why, count in going.writers.asked_again.items())
        stage.tell(f"  {going.writers.done:,} mutations" + (f"; asked again after {again}" if again else ""))
