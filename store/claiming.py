"""How workers share a queue: what is due is claimed by whoever comes first, and nobody waits for another."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Select, Table, Update, select, tuple_, update


def claim(table: Table, due: Select[Any], values: Mapping[str, Any]) -> Update:
    """Gives values to the rows whose keys `due` selects (ordered, limited), passing over locked ones; returns them.

    One statement serves both databases; SQLite has a single writer and locks no rows.
    """
    # As a plain subquery PostgreSQL may run it again for each row, and take more than its limit.
    first = due.with_for_update(skip_locked=True).cte("due")
    key = tuple_(*(table.c[column.name] for column in first.c))
    return update(table).where(key.in_(select(*first.c))).values(dict(values)).returning(*table.c)
