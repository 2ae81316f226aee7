"""What a store is asked, and on how many connections: for tests that state numbers of them."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch

from sqlalchemy import event

from store.engine import Store
from store.lanes import Lanes
from store.reading import Reader
from store.snapshots import fetch_alone
from store.statement import Kept


@dataclass(frozen=True)
class Sent:
    """A statement with its parameters, as the driver got them."""

    text: str
    parameters: Any


@contextmanager
def recorded(store: Store) -> Iterator[list[Sent]]:
    """The statements that the store runs meanwhile, in order: those of readers, and those of its engine."""
    seen: list[Sent] = []
    with _noting(store, seen.append):
        yield seen


@contextmanager
def count_statements(store: Store) -> Iterator[list[str]]:
    """The texts of the SELECTs (also those that begin WITH) that the store runs meanwhile, in order.

    What opens a transaction (BEGIN, PRAGMA, the tenant's `set_config`) does not count.
    """
    seen: list[str] = []
    with _noting(store, lambda sent: seen.append(sent.text) if _is_select(sent.text) else None):
        yield seen


@contextmanager
def _noting(store: Store, note: Callable[[Sent], None]) -> Iterator[None]:
    read = Reader._read

    async def noted(self: Reader, kept: Kept, given: Mapping[str, Any]) -> Any:
        if self._store is store:
            note(Sent(kept.text, tuple(kept.arguments(given))))
        return await read(self, kept, given)

    async def noted_alone(lanes: Lanes, kept: Kept, given: Mapping[str, Any], seconds: float) -> Any:
        if lanes is store.lanes:
            note(Sent(kept.text, tuple(kept.arguments(given))))
        return await fetch_alone(lanes, kept, given, seconds)

    def sent(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_rest: Any) -> None:
        note(Sent(statement, parameters))

    event.listen(store.engine.sync_engine, "before_cursor_execute", sent)
    try:
        with patch.object(Reader, "_read", noted), patch("store.reading.fetch_alone", noted_alone):
            yield
    finally:
        event.remove(store.engine.sync_engine, "before_cursor_execute", sent)


def taken(store: Store) -> int:
    """How many connections are in use, by readers and by writers."""
    pooled: int = store.engine.pool.checkedout()  # type: ignore[attr-defined]
    return pooled + (store.lanes.taken if store.lanes else 0)


def _is_select(text: str) -> bool:
    return text.lstrip("( \n").upper().startswith(("SELECT", "WITH")) and "set_config(" not in text
