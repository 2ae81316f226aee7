"""Many rows quickly: rows that are there already, copied by SQL with some columns changed."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import text

_COLUMNS = """
    SELECT column_name FROM information_schema.columns
    WHERE table_name = :name AND is_generated = 'NEVER' AND table_schema = 'public'
"""


# References are not checked, which would take minutes, for copies keep every rule by being copies; totals are kept.
QUICKLY = (
    "SET session_replication_role = replica",
    *(
        f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {table}_totals_{event}"
        for table in ("client", "month_figure")
        for event in ("insert", "update", "delete")
    ),
)


async def copy_rows(connection: Any, table: str, changes: Mapping[str, str], source: str) -> None:
    """Inserts the table's rows again; generated columns follow by themselves.

    `changes` are expressions by column, or by `table.column` for one table alone; `source` is what follows the
    table's name in FROM.
    """
    rows = await connection.execute(text(_COLUMNS), {"name": table})
    columns = list(rows.scalars())
    values = [changes.get(f"{table}.{name}", changes.get(name, f'"{name}"')) for name in columns]
    names = ", ".join(f'"{name}"' for name in columns)
    await connection.execute(text(f"INSERT INTO {table} ({names}) SELECT {', '.join(values)} FROM {table} {source}"))
