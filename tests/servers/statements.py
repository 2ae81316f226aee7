"""What a store is asked, and on how many connections: for tests that state numbers of them."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch

from store import transaction
from store.drivers import Driver
from store.engine import Store
from store.fused import Fused
from store.lanes import Lanes
from store.reading import Reader
from store.snapshots import fetch_alone
from store.statement import Kept, Row
from store.tenancy import Keys


@dataclass(frozen=True)
class Sent:
    """A statement with its parameters, as the driver got them."""

    text: str
    parameters: Any


@contextmanager
def recorded(store: Store) -> Iterator[list[Sent]]:
    """The statements that the store runs meanwhile, in order: those of readers, and those of its engine.

    Those that travel together are told apart.
    """
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
    read, begin = Reader._read, transaction.begun

    async def noted(self: Reader, kept: Kept | Fused, given: Any) -> Any:
        if self._store is store:
            asked = zip(kept.statements, given, strict=True) if isinstance(kept, Fused) else [(kept, given)]
            for each, own in asked:
                note(Sent(each.text, tuple(each.arguments(own))))
        return await read(self, kept, given)

    async def noted_alone(lanes: Lanes, kept: Kept, given: Mapping[str, Any], seconds: float) -> Any:
        if lanes is store.lanes:
            note(Sent(kept.text, tuple(kept.arguments(given))))
        return await fetch_alone(lanes, kept, given, seconds)

    async def begun(own: Store, keys: Keys) -> Any:
        driver = await begin(own, keys)
        return _Noting(driver, note) if own is store else driver

    with (
        patch.object(Reader, "_read", noted),
        patch("store.reading.fetch_alone", noted_alone),
        patch.object(transaction, "begun", begun),
    ):
        yield


class _Noting:
    """A transaction's driver whose statements are noted."""

    def __init__(self, driver: Driver, note: Callable[[Sent], None]) -> None:
        self._driver, self._note = driver, note

    def __getattr__(self, name: str) -> Any:
        return getattr(self._driver, name)

    async def fetch(self, kept: Kept, given: Mapping[str, Any]) -> list[Row]:
        self._note(Sent(kept.text, tuple(kept.arguments(given))))
        return await self._driver.fetch(kept, given)

    async def run(self, kept: Kept, given: Mapping[str, Any]) -> int:
        self._note(Sent(kept.text, tuple(kept.arguments(given))))
        return await self._driver.run(kept, given)

    async def run_each(self, kept: Kept, many: Iterable[Mapping[str, Any]]) -> None:
        each = list(many)
        self._note(Sent(kept.text, [tuple(kept.arguments(given)) for given in each]))
        await self._driver.run_each(kept, each)


@contextmanager
def round_trips() -> Iterator[list[list[str]]]:
    """The statements of each trip that readers make to the database."""
    seen: list[list[str]] = []
    read = Reader._read

    async def noted(self: Reader, statement: Kept | Fused, given: Any) -> Any:
        together = statement.statements if isinstance(statement, Fused) else (statement,)
        seen.append([each.text for each in together])
        return await read(self, statement, given)

    with patch.object(Reader, "_read", noted):
        yield seen


def taken(store: Store) -> int:
    """How many connections are in use, by readers and by writers."""
    pooled: int = store.engine.pool.checkedout()  # type: ignore[attr-defined]
    return pooled + (store.lanes.taken if store.lanes else 0)


def _is_select(text: str) -> bool:
    begins = text.lstrip("( \n").upper()
    return begins.startswith(("SELECT", "WITH")) and "set_config(" not in text and "INSERT INTO" not in begins
