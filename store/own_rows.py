"""One partner's rows inside a transaction: asked and written, the partner in every statement."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Executable, Table

from store import shapes
from store.shapes import OWN
from store.statement import Builder, Row
from store.tables import partner
from store.transaction import Transaction


class OwnRows:
    """Reads and writes; remembers to which tables it wrote."""

    def __init__(self, transaction: Transaction, partner_id: UUID) -> None:
        self.partner_id = partner_id
        # Their names.
        self.touched: set[str] = set()
        self._transaction = transaction
        self._own = {OWN: partner_id}

    @property
    def is_postgres(self) -> bool:
        """Which of the two databases it writes to."""
        return self._transaction.database == "postgresql"

    async def fetch(self, build: Builder, shape: Sequence[Any], given: Mapping[str, Any]) -> Sequence[Row]:
        """All rows of a kept statement, inside the transaction."""
        return await self._transaction.fetch(build, shape, given)

    def locking(self, table: Table) -> "Locking":
        """The same reads, which keep others from changing what is read of a table."""
        return Locking(self, table)

    async def rows(self, statement: Executable) -> Sequence[Row]:
        """All rows of a statement that is not kept, inside the transaction."""
        return await self._transaction.rows(statement)

    async def find(self, table: Table, *, lock: bool = False, **equals: Any) -> Sequence[Row]:
        """Rows of the partner by equality (a list means any of); `lock` keeps others from changing them."""
        given = self._own | shapes.given(equals)
        return await self._transaction.fetch(shapes.found, (table, lock, shapes.by(equals)), given)

    async def get(self, table: Table, *, lock: bool = False, **equals: Any) -> Row | None:
        """The first of `find`, or None."""
        return next(iter(await self.find(table, lock=lock, **equals)), None)

    async def insert(self, table: Table, values: Mapping[str, Any] | Sequence[Mapping[str, Any]]) -> None:
        """Adds one row or many, under the partner; all have the same columns."""
        rows = [self._under(table, row) for row in ([values] if isinstance(values, Mapping) else values)]
        if not rows:
            return
        self.touched.add(table.name)
        names = tuple(rows[0])
        if len(rows) > 1 and self.is_postgres:
            await self._transaction.run(shapes.inserted_many, (table, names), shapes.arrays(table, names, rows))
        else:
            await self._transaction.run_each(shapes.inserted, (table, names), map(shapes.changes, rows))

    async def insert_partner(self, values: Mapping[str, Any]) -> bool:
        """Adds the partner itself, whose id is the unit of work's; False when another one has its number."""
        return await self._insert_unless_there(partner, values)

    async def insert_new(self, table: Table, values: Mapping[str, Any]) -> bool:
        """Adds a row unless a unique key stands in the way; returns whether it was added."""
        return await self._insert_unless_there(table, values)

    async def update(self, table: Table, values: Mapping[str, Any], **equals: Any) -> int:
        """Changes rows by equality, raises their version where they have one; returns how many."""
        self.touched.add(table.name)
        given = self._own | shapes.changes(values) | shapes.given(equals)
        return await self._transaction.run(shapes.updated, (table, tuple(values), shapes.by(equals)), given)

    async def update_each(
        self, table: Table, rows: Sequence[Mapping[str, Any]], by: Collection[str] = frozenset({"id"})
    ) -> None:
        """Changes many rows by their key, each to values of its own; their versions stay, for this is upkeep."""
        if rows:
            self.touched.add(table.name)
            names = tuple(name for name in rows[0] if name not in by)
            keys = {name: rows[0][name] for name in rows[0] if name in by}
            many = [self._own | shapes.changes(row) | shapes.given({name: row[name] for name in keys}) for row in rows]
            await self._transaction.run_each(shapes.updated, (table, names, shapes.by(keys), True), many)

    async def put(self, table: Table, rows: Sequence[Mapping[str, Any]], *, adding: bool = False) -> None:
        """Adds rows, or gives those that are there, by their primary key, the values named; `adding` adds them up.

        No two rows have one key; currencies are not added up.
        """
        if not rows:
            return
        self.touched.add(table.name)
        own = [self._under(table, row) for row in rows]
        names = tuple(own[0])
        shape = (table, names, adding, self._transaction.database)
        if self.is_postgres:
            await self._transaction.run(shapes.put, shape, shapes.arrays(table, names, own))
        else:
            await self._transaction.run_each(shapes.put, shape, map(shapes.changes, own))

    async def delete(self, table: Table, **equals: Any) -> int:
        """Removes rows by equality; returns how many."""
        self.touched.add(table.name)
        given = self._own | shapes.given(equals)
        return await self._transaction.run(shapes.deleted, (table, shapes.by(equals)), given)

    async def delete_up_to(self, table: Table, name: str, limit: Any, **equals: Any) -> int:
        """Removes rows whose number or moment is not above a limit; returns how many."""
        self.touched.add(table.name)
        given = self._own | shapes.given(equals) | {"limit": limit}
        return await self._transaction.run(shapes.deleted, (table, shapes.by(equals), name), given)

    def _under(self, table: Table, row: Mapping[str, Any]) -> dict[str, Any]:
        return dict(row) | {"id" if table is partner else "partner_id": self.partner_id}

    async def _insert_unless_there(self, table: Table, values: Mapping[str, Any]) -> bool:
        self.touched.add(table.name)
        row = self._under(table, values)
        shape = (table, tuple(row), self._transaction.database)
        return await self._transaction.run(shapes.inserted, shape, shapes.changes(row)) == 1


@dataclass(frozen=True, slots=True)
class Locking:
    """Reads that lock their rows of one table."""

    work: OwnRows
    table: Table

    async def fetch(self, build: Builder, shape: Sequence[Any], given: Mapping[str, Any]) -> Sequence[Row]:
        """All rows of a kept statement, locked."""
        return await self.work.fetch(shapes.Locked(build, self.table), shape, given)

    async def rows(self, statement: Executable) -> Sequence[Row]:
        """All rows of a statement that is not kept, and says itself what it locks."""
        return await self.work.rows(statement)
