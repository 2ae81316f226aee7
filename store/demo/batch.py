"""Rows on their way into the store, gathered table by table."""

from collections import defaultdict
from typing import Any

from sqlalchemy import Table

from store.tables import METADATA
from store.writing import UnitOfWork


class Batch:
    """Rows of one partner; every row of a table names the same columns."""

    def __init__(self) -> None:
        self.rows: dict[Table, list[dict[str, Any]]] = defaultdict(list)

    def add(self, table: Table, /, **values: Any) -> None:
        """Adds a row; the partner's id comes with the unit of work."""
        self.rows[table].append(values)

    async def insert(self, work: UnitOfWork) -> None:
        """Inserts everything, referenced tables first."""
        for table in METADATA.sorted_tables:
            await work.insert(table, self.rows[table])
