"""Counting what a store is asked: for tests that state numbers of SELECTs."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event

from store.engine import Store


@contextmanager
def count_statements(store: Store) -> Iterator[list[str]]:
    """The texts of the SELECTs (also those that begin WITH) that the store runs meanwhile, in order.

    What opens a transaction (BEGIN, PRAGMA, the tenant's `set_config`) does not count.
    """
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if statement.lstrip("( \n").upper().startswith(("SELECT", "WITH")) and "set_config(" not in statement:
            seen.append(statement)

    event.listen(store.engine.sync_engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(store.engine.sync_engine, "before_cursor_execute", note)
