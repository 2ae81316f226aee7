"""What a clock's round asks of PostgreSQL: statements, rows, and whether it finds what is due without a scan."""

from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from bench.clock import caught_up
from bench.measuring import Failed
from bench.waves import moment
from resolvers.clock import Rounds
from store.engine import open_store
from store.tenancy import Keys
from store.vault import Vault
from tests.reading.explaining import explained
from tests.servers.databases import Database
from tests.servers.statements import Sent, recorded

# Of these there are rows for every client.
_GROWING = frozenset(("client", "signal", "month_figure", "assignment", "due"))
_COUNTERS = text(
    "SELECT relname, n_live_tup AS rows, coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0) AS read, "
    "n_tup_ins + n_tup_upd + n_tup_del AS written, seq_scan AS scans FROM pg_stat_user_tables"
)
_OTHERS = text(
    "SELECT count(*) FROM pg_stat_activity "
    "WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
)


@dataclass(frozen=True, slots=True)
class Asked:
    """So many statements read and write so many rows, of all that there are; `index` is what finds those due."""

    statements: int
    read: int
    written: int
    rows: int
    index: str


async def asked(database: Database, vault: Vault, wave: int) -> Asked:
    """Sees to a wave; raises Failed when a table with rows for every client is read from end to end."""
    before = await _counters(database)
    store = open_store(database.url, role=database.role)
    try:
        with recorded(store) as sent:
            await caught_up(Rounds(store, vault), moment(wave))
    finally:
        await store.close()
    after = await _counters(database)
    read, written, scans = (
        {table: after[table][place] - before[table][place] for table in after} for place in (1, 2, 3)
    )
    if scanned := [table for table in _GROWING if scans[table]]:
        raise Failed(f"the clock reads all rows of {', '.join(scanned)}")
    rows = sum(row[0] for row in before.values())
    return Asked(len(sent), sum(read.values()), sum(written.values()), rows, await _index(database, sent))


async def _counters(database: Database) -> dict[str, tuple[int, int, int, int]]:
    """By table: its rows, those read and written so far, and scans; a connection that ends adds what it did."""
    store = open_store(database.url)
    try:
        async with store.engine.connect() as connection:
            await connection.execution_options(isolation_level="AUTOCOMMIT")
            await _alone(connection)
            found = (await connection.execute(_COUNTERS)).all()
            return {row[0]: (row[1], row[2], row[3], row[4]) for row in found}
    finally:
        await store.close()


async def _alone(connection: AsyncConnection) -> None:
    while (await connection.execute(_OTHERS)).scalar_one():
        await connection.execute(text("SELECT pg_sleep(0.05)"))


async def _index(database: Database, sent: list[Sent]) -> str:
    """What the plan of taking what is due goes through; raises Failed for a scan of the queue."""
    taking = next(each for each in sent if each.text.startswith("WITH taken"))
    store = open_store(database.url, role=database.role)
    try:
        for plan in await explained(store, Keys(worker=True), taking):
            if "Seq Scan" in plan.kinds("due"):
                raise Failed("PostgreSQL looks through the whole queue for what is due")
        return next(node["Index Name"] for node in plan.nodes if "Index Name" in node and "at" in node["Index Cond"])
    finally:
        await store.close()
