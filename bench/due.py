"""What time changes of 100,000 clients while a hundredth of them is due: seen to by one clock, and by two at once."""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, text

from bench import waves
from bench.asked import Asked, asked
from bench.helpers import Helper, answer, helper, order
from bench.measuring import Bench, Failed
from bench.processes import tree_seconds
from bench.waves import WAVE, moment
from store.engine import open_store
from store.vault import Vault
from tests.servers.databases import Database

_KEY = "a key for benchmarks alone of 40 letters"
_DUE = text("SELECT object_id FROM due WHERE at <= :now ORDER BY object_id")
_TOLD = text("SELECT client_id FROM outbox_event WHERE kind = 'attention.changed' AND at >= :now ORDER BY client_id")


@dataclass(frozen=True, slots=True)
class Round:
    """Seconds that seeing to a wave takes, and seconds of CPU of all clocks and of PostgreSQL (None: elsewhere)."""

    seconds: float
    cpu: float
    database_cpu: float | None


@dataclass(frozen=True, slots=True)
class Due:
    """What a wave asks of PostgreSQL, and the rounds by how many clocks begin at once."""

    asked: Asked
    rounds: dict[int, list[Round]]


def due(bench: Bench, database: Database, rounds: int, tell: Callable[[str], None]) -> Due:
    """Fills an empty database and measures it; raises Failed, also when a change is not told exactly once."""
    vault, found = Vault([_KEY]), {}
    asyncio.run(waves.fill(database, vault))
    first = asyncio.run(asked(database, vault, 0))
    tell(f"  {first.statements} statements read {first.read:,} rows of {first.rows:,}, and write {first.written:,}")
    for clocks in (1, 2):
        begin = 1 + (clocks - 1) * (rounds + 1)
        found[clocks] = _rounds(bench, database, range(begin, begin + rounds + 1), clocks)
        tell(f"  {clocks} at once: " + ", ".join(f"{each.seconds:.2f} s" for each in found[clocks]))
    return Due(first, found)


def _rounds(bench: Bench, database: Database, numbers: Sequence[int], count: int) -> list[Round]:
    """Several waves, seen to by so many clocks that stay for all of them; the first one is for warming up."""
    with ExitStack() as stack:
        cores = (bench.cores.server, bench.cores.load)
        clocks = [stack.enter_context(_clock(database, cores[number % 2])) for number in range(count)]
        return [_round(bench, database, clocks, number) for number in numbers][1:]


@contextmanager
def _clock(database: Database, cores: frozenset[int]) -> Iterator[Helper]:
    """A clock that is ready."""
    with helper(cores, "bench.clock", database.url, database.role, _KEY) as process:
        answer(process)
        yield process


def _round(bench: Bench, database: Database, clocks: Sequence[Helper], wave: int) -> Round:
    expected, before = _ids(database, _DUE, wave), _database_seconds(bench)
    for each in clocks:
        order(each, moment(wave).isoformat())
    answers = [answer(each) for each in clocks]
    spent = _database_seconds(bench) - before if bench.postmaster else None
    if len(expected) != WAVE or _ids(database, _TOLD, wave) != expected:
        raise Failed(f"of the {WAVE} changes of wave {wave} not each is told exactly once")
    seconds = max(each["done"] for each in answers) - min(each["begun"] for each in answers)
    return Round(seconds, sum(each["cpu"] for each in answers), spent)


def _database_seconds(bench: Bench) -> float:
    return tree_seconds(bench.postmaster) if bench.postmaster else 0.0


def _ids(database: Database, query: Any, wave: int) -> Sequence[Row[Any]]:
    return asyncio.run(_fetched(database, query, wave))


async def _fetched(database: Database, query: Any, wave: int) -> Sequence[Row[Any]]:
    store = open_store(database.url)
    try:
        async with store.engine.connect() as connection:
            return (await connection.execute(query, {"now": moment(wave)})).all()
    finally:
        await store.close()
