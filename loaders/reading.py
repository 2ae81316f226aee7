"""What every loader is given: who reads, as of when, and where from."""

from collections import defaultdict
from collections.abc import Awaitable, Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, Executable, Row

from domain.access import Viewer
from store.reading import Rows
from store.vault import Vault

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")

_LAST_LETTER = "\U0010ffff"


@dataclass(frozen=True, slots=True)
class Reads:
    """The reads of one operation: SELECTs are narrowed to `viewer`, time-boxed rights judged at `now` (UTC)."""

    viewer: Viewer
    now: datetime
    source: Rows
    vault: Vault

    @property
    def tenant(self) -> UUID:
        """The partner whose rows are read."""
        return self.viewer.tenant

    async def rows(self, statement: Executable) -> Sequence[Row[Any]]:
        """All rows of a statement."""
        return await self.source.rows(statement)

    async def first(self, statement: Executable) -> Row[Any] | None:
        """The first row of a statement, if any."""
        return next(iter(await self.rows(statement)), None)


Batch = Callable[[Reads, Sequence[Key]], Awaitable[Sequence[Value]]]


def begins(column: ColumnElement[str], start: str) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """A text in byte order (`store.tables.base.SORTED_TEXT`) begins so: a range, which an index serves."""
    # No stored text has this letter, and PostgreSQL takes none that has.
    start = start.replace("\0", _LAST_LETTER)
    return column >= start, column < start + _LAST_LETTER


def one_each(keys: Sequence[Key], rows: Iterable[Row[Any]], key: str = "id") -> list[Row[Any] | None]:
    """The row of each key, None where there is none (or none that the viewer may see)."""
    found = {getattr(row, key): row for row in rows}
    return [found.get(wanted) for wanted in keys]


def many_each(keys: Sequence[Key], rows: Iterable[Row[Any]], key: str) -> list[list[Row[Any]]]:
    """The rows of each key, in the statement's order."""
    found: defaultdict[Any, list[Row[Any]]] = defaultdict(list)
    for row in rows:
        found[getattr(row, key)].append(row)
    return [found[wanted] for wanted in keys]
