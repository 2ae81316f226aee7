"""How fast facts of the platform come in: `gateway import` of files, one process, on PostgreSQL."""

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import orjson
from sqlalchemy import select

from bench.measuring import Bench, Failed
from bench.processes import pinned, tree_seconds
from bench.servers import environ_of
from bench.world import Owner
from domain.ids import IdKind, encode
from store.engine import open_store
from store.tables import client
from tests.servers.databases import Database

# Facts about each client: those of the first file warm PostgreSQL up, and show the memory of a short one.
_SHORT, _LONG = 20, 100
_CURRENCY = "DKK"
_COMMAND = (sys.executable, "-c", "from gateway.cli import main; main(['import', '-'])")


@dataclass(frozen=True, slots=True)
class TakenIn:
    """Facts about so many clients, and how many a second; seconds of CPU for 100,000, here and in PostgreSQL.

    `memory` and `short_memory` are the most megabytes that the process took for the file, and for one of a fifth.
    """

    facts: int
    clients: int
    per_second: float
    cpu: float
    database_cpu: float | None
    memory: float
    short_memory: float


@dataclass(frozen=True, slots=True)
class _Run:
    seconds: float
    cpu: float
    database_cpu: float
    memory: float


def taken_in(bench: Bench, database: Database, owner: Owner, folder: Path, tell: Callable[[str], None]) -> TakenIn:
    """Measures it, with the clients of a firm about which there are no facts yet; raises Failed."""
    ids = asyncio.run(_clients(database, owner))
    short, long = folder / "short.ndjson", folder / "long.ndjson"
    short.write_bytes(b"".join(_facts(owner, ids, 1, _SHORT)))
    long.write_bytes(b"".join(_facts(owner, ids, _SHORT + 1, _LONG)))
    first, whole = (_run(bench, database, folder, file) for file in (short, long))
    count = _LONG * len(ids)
    each = 100_000 / count
    database_cpu = whole.database_cpu * each if bench.postmaster else None
    per_second = count / whole.seconds
    tell(f"  {per_second:,.0f} facts a second, {whole.cpu * each:.1f} s of CPU for 100,000; {whole.memory:.0f} MB")
    return TakenIn(count, len(ids), per_second, whole.cpu * each, database_cpu, whole.memory, first.memory)


def _run(bench: Bench, database: Database, folder: Path, file: Path) -> _Run:
    before = tree_seconds(bench.postmaster) if bench.postmaster else 0.0
    environ, begun = os.environ | environ_of(database.url, folder), time.monotonic()
    with file.open("rb") as lines, (folder / "import.log").open("wb") as log:
        command = pinned(bench.cores.server, list(_COMMAND))
        process = subprocess.Popen(command, stdin=lines, stdout=log, stderr=log, env=environ | {"GATEWAY_PORT": "8000"})
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.monotonic() - begun
    if process.returncode:
        raise Failed((folder / "import.log").read_text(errors="replace")[-500:])
    spent = (tree_seconds(bench.postmaster) if bench.postmaster else 0.0) - before
    return _Run(seconds, used.ru_utime + used.ru_stime, spent, used.ru_maxrss / 1024)


async def _clients(database: Database, owner: Owner) -> list[str]:
    store = open_store(database.url)
    try:
        async with store.engine.connect() as connection:
            own = select(client.c.id).where(client.c.partner_id == owner.partner_id, client.c.currency == _CURRENCY)
            return [encode(IdKind.CLIENT, id) for id in (await connection.execute(own)).scalars()]
    finally:
        await store.close()


def _facts(owner: Owner, clients: list[str], first: int, count: int) -> Iterator[bytes]:
    """Of all clients by turns: expenses from hand to export, and what that leaves in the wallet."""
    told = {"partner": encode(IdKind.PARTNER, owner.partner_id), "at": f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"}
    for sequence in range(first, first + count):
        kind, data = _happening(sequence)
        for number, client_id in enumerate(clients):
            fact = {
                "id": f"f{number}-{sequence}",
                "client": client_id,
                "sequence": sequence,
                "kind": kind,
                "data": data,
            }
            yield orjson.dumps(told | fact) + b"\n"


def _happening(sequence: int) -> tuple[str, dict[str, object]]:
    expense, step = divmod(sequence, 5)
    name = {"expense": f"exp_{expense}"}
    amount = {"amountMinor": 12_500 + expense, "currency": _CURRENCY, "hasReceipt": False}
    return (
        ("balance.changed", {"balanceMinor": 2_000_000 - 12_500 * expense}),
        ("expense.submitted", name | amount),
        ("expense.receipt_added", name),
        ("expense.reviewed", name | {"review": "APPROVED"}),
        ("expense.exported", name),
    )[step]
