"""The whole of a database, to see that nothing has changed."""

from sqlalchemy import select

from store.engine import Store
from store.tables import METADATA


async def every_row(store: Store) -> dict[str, list[str]]:
    """All rows of all tables, as text, in an order of their own."""
    async with store.engine.connect() as connection:
        return {
            table.name: sorted(str(tuple(row)) for row in await connection.execute(select(table)))
            for table in METADATA.sorted_tables
        }
