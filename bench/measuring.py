"""One measurement: a load on one server, and what it cost the server and PostgreSQL."""

import subprocess
import sys
import time
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import asyncpg
import orjson
from sqlalchemy import make_url

from bench.documents import Operation
from bench.load import Load, Seen
from bench.processes import Cores, Started, pinned, tree_seconds

_ATTEMPTS = 4
# What a server does right after its start is no idling; a kernel's tick is 0.1 % of a core in so many seconds.
_SETTLING_SECONDS, _IDLE_SECONDS = 3.0, 10.0


class Failed(Exception):
    """A server that did not answer well, with the answer."""


@dataclass(frozen=True, slots=True)
class Sample:
    """A request's cost: milliseconds of CPU in the server and in PostgreSQL, and how it went for the callers.

    `cpu` is without what the server takes anyway, asked or not.

    `database_cpu` is None where PostgreSQL runs elsewhere; latencies are in milliseconds, sizes in bytes.
    """

    cpu: float
    database_cpu: float | None
    per_second: float
    p50: float
    p99: float
    size: int


@dataclass(frozen=True, slots=True)
class Bench:
    """How is measured: over so many connections, on which cores, beside which PostgreSQL (its first process).

    `idle` has, by process, which share of a core a server takes while nobody asks anything.
    """

    cores: Cores
    connections: int
    postmaster: int | None
    idle: dict[int, float] = field(default_factory=dict)

    def idling(self, servers: Iterable[Started]) -> None:
        """Measures what servers take while nobody asks them anything, all at once."""
        known = list(servers)
        time.sleep(_SETTLING_SECONDS)
        before = [each.cpu_seconds() for each in known]
        time.sleep(_IDLE_SECONDS)
        for each, spent in zip(known, before, strict=True):
            self.idle[each.pid] = (each.cpu_seconds() - spent) / _IDLE_SECONDS

    def sample(self, server: Started, operation: Operation, seconds: float) -> Sample:
        """One measurement; a server that refuses for want of time is asked again. Raises Failed."""
        load = Load(server.port, dict(server.headers), operation.bodies, seconds, self.connections)
        for last in (*[False] * (_ATTEMPTS - 1), True):
            before, database_before = server.cpu_seconds(), self._database_seconds()
            answer = self._drive(load)
            spent, database_spent = server.cpu_seconds() - before, self._database_seconds() - database_before
            if "seen" in answer:
                seen = Seen(**answer["seen"])
                return self._sample(seen, spent - self.idle.get(server.pid, 0) * seen.seconds, database_spent)
            time.sleep(1)
            if last:
                raise Failed(f"{server.name}, {operation.name}: {answer['problem'][:500]}")
        raise AssertionError

    def _drive(self, load: Load) -> dict[str, Any]:
        done = subprocess.run(
            pinned(self.cores.load, [sys.executable, "-m", "bench.load"]),
            input=orjson.dumps(asdict(load)),
            capture_output=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(done.stderr.decode())
        answer: dict[str, Any] = orjson.loads(done.stdout)
        return answer

    def _database_seconds(self) -> float:
        return tree_seconds(self.postmaster) if self.postmaster else 0.0

    def _sample(self, seen: Seen, spent: float, database_spent: float) -> Sample:
        each = 1000 / seen.requests
        database = database_spent * each if self.postmaster else None
        return Sample(spent * each, database, seen.requests / seen.seconds, seen.p50, seen.p99, seen.size)


async def described(database: str) -> tuple[str, int | None]:
    """PostgreSQL's version, and its first process where that runs on this machine."""
    connection = await asyncpg.connect(
        make_url(database).set(drivername="postgresql").render_as_string(hide_password=False)
    )
    try:
        version = str(await connection.fetchval("SHOW server_version"))
        return version, _parent(await connection.fetchval("SELECT pg_backend_pid()"))
    finally:
        await connection.close()


def _parent(pid: int) -> int | None:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return None
    return int(fields.rpartition(")")[2].split()[1]) if "(postgres" in fields else None
