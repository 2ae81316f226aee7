"""What every loader is given: who reads, as of when, where from, and which columns are asked for."""

from collections import defaultdict
from collections.abc import Awaitable, Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from operator import attrgetter
from typing import Any, NamedTuple, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, Integer

from domain.access import Viewer
from domain.catalogue import Catalogue
from domain.vocabulary import ADMINS
from loaders.columns import Asked, Columns
from store.catalogue import built_in
from store.reading import Rows
from store.statement import Builder, Row, bound
from store.vault import Vault

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")

_LAST_LETTER = "\U0010ffff"


class Scope(NamedTuple):
    """All that a statement's text may depend on of its viewer; who that is, is bound."""

    all_clients: bool
    is_admin: bool
    is_colleague: bool
    is_restricted: bool


@dataclass(frozen=True, slots=True)
class Reads:
    """The reads of one operation: SELECTs are narrowed to `viewer`, time-boxed rights judged at `now` (UTC).

    `asked` has, by the name of a type, the columns of its rows that the operation reads; all, where it has none.
    """

    viewer: Viewer
    now: datetime
    source: Rows
    vault: Vault
    asked: Mapping[str, frozenset[str]] = field(default_factory=dict)
    catalogue: Catalogue = field(default_factory=built_in)
    _scope: Scope = field(init=False)
    _always: Mapping[str, Any] = field(init=False)

    def __post_init__(self) -> None:
        viewer = self.viewer
        sees_all, is_admin = viewer.sees_all_clients, viewer.role in ADMINS
        scope = Scope(sees_all, is_admin, viewer.colleague_id is not None, viewer.is_restricted)
        own = {"colleague": viewer.colleague_id, "integration": viewer.integration_id}
        object.__setattr__(self, "_scope", scope)
        object.__setattr__(self, "_always", {"now": self.now, **own})

    @property
    def tenant(self) -> UUID:
        """The partner whose rows are read."""
        return self.viewer.tenant

    def within(self, source: Rows) -> "Reads":
        """The same reads inside a unit of work, which gets whole rows."""
        return replace(self, source=source, asked={})

    def asked_of(self, columns: Columns) -> Asked:
        """The columns that the operation reads of some rows; None for all."""
        return columns.asked_in(self.asked)

    async def rows(self, build: Builder, *shape: Hashable, **given: Any) -> Sequence[Row]:
        """All rows of a kept statement: `build(scope, *shape)` makes it once, every time it gets what is given.

        The tenant, the viewer's colleague or integration, and the moment are given always (`loaders.scope`).
        """
        return await self.source.fetch(build, (self._scope, *shape), {**given, **self._always, "tenant": self.tenant})


Batch = Callable[[Reads, Sequence[Key]], Awaitable[Sequence[Value]]]


def begins(column: ColumnElement[str], start: str) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """A text in byte order (`store.tables.base.SORTED_TEXT`) begins so: a range, which an index serves."""
    # No stored text has this letter, and PostgreSQL takes none that has.
    start = start.replace("\0", _LAST_LETTER)
    return column >= start, column < start + _LAST_LETTER


def one_each(keys: Sequence[Key], rows: Iterable[Row], key: str = "id") -> list[Any]:
    """The row of each key, None where there is none (or none that the viewer may see)."""
    key_of = attrgetter(key)
    found = {key_of(row): row for row in rows}
    return [found.get(wanted) for wanted in keys]


# An id, and how many of its rows are wanted at the most.
First = tuple[UUID, int]
MOST = bound("most", Integer())


async def first_each(reads: "Reads", keys: Sequence[First], build: Builder, asked: Asked, key: str) -> list[list[Row]]:
    """The first rows of each id; one statement for all, which ends at `MOST` rows for any of them."""
    ids, most = list(dict.fromkeys(id for id, _ in keys)), max(size for _, size in keys)
    rows = many_each(ids, await reads.rows(build, asked, keys=ids, most=most), key)
    found = dict(zip(ids, rows, strict=True))
    return [found[id][:size] for id, size in keys]


def many_each(keys: Sequence[Key], rows: Iterable[Row], key: str) -> list[list[Row]]:
    """The rows of each key, in the statement's order."""
    key_of = attrgetter(key)
    found: defaultdict[Any, list[Row]] = defaultdict(list)
    for row in rows:
        found[key_of(row)].append(row)
    return [found[wanted] for wanted in keys]
