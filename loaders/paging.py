"""Keyset pages: ordered windows without offsets, behind opaque signed cursors bound to list, filter and order."""

import base64
import hashlib
from collections.abc import Awaitable, Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property, partial
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import ColumnElement, Date, Integer, Select, Uuid, func, literal, select, tuple_

from domain.errors import ErrorCode, RequestError
from loaders.columns import NOTHING, Asked, Columns
from loaders.reading import Reads, Scope
from store.statement import Builder, Row, bound
from store.tables.base import Moment

DEFAULT_SIZE = 20
MAX_SIZE = 100
COUNT_CAP = 10_000
_SIZE = bound("size", Integer())


@dataclass(frozen=True, eq=False)
class Order:
    """A total order: `keys` all ascending, the last unique; `descending` reverses the whole of it.

    Part of the keys of kept statements: make each order once.
    """

    name: str
    keys: tuple[ColumnElement[Any], ...]
    descending: bool = False


@dataclass(frozen=True, slots=True)
class Window:
    """The `first` rows after a cursor or the `last` before one; the first 20 by default, at most 100."""

    first: int | None = None
    after: str | None = None
    last: int | None = None
    before: str | None = None

    def __post_init__(self) -> None:
        if self.first is not None and self.last is not None:
            raise _bad("Ask for `first` or for `last`, not for both.", "last")
        for name, size in (("first", self.first), ("last", self.last)):
            if size is not None and not 0 <= size <= MAX_SIZE:
                raise _bad(f"`{name}` must be between 0 and {MAX_SIZE}.", name)

    @property
    def size(self) -> int:
        """How many rows at the most."""
        asked = self.last if self.last is not None else self.first
        return DEFAULT_SIZE if asked is None else asked

    @property
    def backward(self) -> bool:
        """Whether the window is counted from the end."""
        return self.last is not None

    def edges(self) -> list[tuple[str, str]]:
        """The cursors that bound it, by the names of their arguments."""
        return [(name, at) for name, at in (("after", self.after), ("before", self.before)) if at is not None]


@dataclass(frozen=True, slots=True)
class Edge:
    """A row and the cursor that points at it."""

    node: Any
    cursor: str


@dataclass(frozen=True)
class Page:
    """One window of a list: its rows; `point` writes the cursor of one of them.

    `count` answers how many rows the whole list has, None beyond 10,000.
    """

    nodes: list[Any]
    has_next_page: bool
    has_previous_page: bool
    point: Callable[[Row], str]
    count: Callable[[], Awaitable[int | None]]

    @property
    def edges(self) -> list[Edge]:
        """The rows with their cursors."""
        return [Edge(row, self.point(row)) for row in self.nodes]

    @property
    def page_info(self) -> "Page":
        """The page itself, as Relay's PageInfo."""
        return self

    @property
    def start_cursor(self) -> str | None:
        """The cursor of the first row."""
        return self.point(self.nodes[0]) if self.nodes else None

    @property
    def end_cursor(self) -> str | None:
        """The cursor of the last row."""
        return self.point(self.nodes[-1]) if self.nodes else None


class Cursors:
    """Writes and reads the cursors of one list; one made for another list, filter, order or caller is refused."""

    def __init__(self, reads: Reads, order: Order, *binding: object) -> None:
        self._reads, self._order, self._bound = reads, order, binding
        self._vault = reads.vault

    @cached_property
    def _binding(self) -> bytes:
        """What a cursor belongs to; many lists are shown without one."""
        reads, order = self._reads, self._order
        named = [reads.viewer.principal, reads.tenant.hex, order.name, order.descending, *map(repr, self._bound)]
        return hashlib.sha256(orjson.dumps(named)).digest()

    def write(self, row: Row) -> str:
        """The cursor of a row of a page."""
        return self.write_keys([getattr(row, f"key_{place}") for place in range(len(self._order.keys))])

    def write_keys(self, keys: Sequence[Any]) -> str:
        """The cursor of what has these values of the order's keys."""
        values = orjson.dumps(list(keys), default=str)
        return _encoded(self._vault.sign(self._binding + values) + values)

    def read(self, cursor: str, argument: str) -> list[Any]:
        """The key values inside a cursor; raises RequestError (BAD_CURSOR)."""
        raw = _decoded(cursor)
        signature, values = raw[:16], raw[16:]
        if _encoded(raw) != cursor or not self._vault.is_signed(self._binding + values, signature):
            raise _bad_cursor(argument)
        return [_typed(key, value) for key, value in zip(self._order.keys, orjson.loads(values), strict=True)]


async def page(
    reads: Reads,
    build: Builder,
    shape: tuple[Hashable, ...],
    columns: Columns,
    order: Order,
    window: Window,
    *binding: object,
    given: Mapping[str, Any] | None = None,
) -> Page:
    """One page of the list of `build(scope, asked, *shape)`, which has its conditions but no order; see `Cursors`.

    `given` are the values of what the list binds itself.
    """
    cursors = Cursors(reads, order, *binding)
    edges = {name: cursors.read(cursor, name) for name, cursor in window.edges()}
    own = dict(given or {})
    values = own | {f"{name}_{place}": value for name, edge in edges.items() for place, value in enumerate(edge)}
    lie = (order, tuple(edges), window.backward)
    rows = await reads.rows(_windowed, build, lie, reads.asked_of(columns), *shape, size=window.size + 1, **values)
    more, kept = len(rows) > window.size, list(rows[: window.size])
    if window.backward:
        kept.reverse()
    return Page(
        kept,
        has_next_page=more if not window.backward else window.before is not None,
        has_previous_page=more if window.backward else window.after is not None,
        point=cursors.write,
        count=partial(_count, reads, build, shape, own),
    )


async def _count(reads: Reads, build: Builder, shape: tuple[Hashable, ...], own: Mapping[str, Any]) -> int | None:
    """How many rows a list has; None beyond the cap."""
    rows = await reads.rows(_counted, build, *shape, size=COUNT_CAP + 1, **own)
    found: int = rows[0][0]
    return found if found <= COUNT_CAP else None


def _counted(scope: Scope, build: Builder, *shape: Hashable) -> Select[Any]:
    capped = build(scope, NOTHING, *shape).with_only_columns(literal(1)).limit(_SIZE).subquery()
    return select(func.count().label("rows")).select_from(capped)


def _windowed(
    scope: Scope, build: Builder, lie: tuple[Order, tuple[str, ...], bool], asked: Asked, *shape: Hashable
) -> Select[Any]:
    """The rows between the edges (`after`, `before`), with the order's keys as extra columns for the cursors."""
    order, edges, backward = lie
    bounded = build(scope, asked, *shape).add_columns(*(key.label(f"key_{n}") for n, key in enumerate(order.keys)))
    keys = tuple_(*order.keys)
    for name in edges:
        edge = tuple_(*(bound(f"{name}_{place}", key.type) for place, key in enumerate(order.keys)))
        later = name == "after"
        bounded = bounded.where(keys > edge if later is not order.descending else keys < edge)
    downwards = order.descending is not backward
    sorted_keys = [key.desc() if downwards else key.asc() for key in order.keys]
    return bounded.order_by(*sorted_keys).limit(_SIZE)


def _encoded(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _decoded(cursor: str) -> bytes:
    """The bytes of a cursor; none for what is not one."""
    try:
        return base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
    except ValueError:
        return b""


def _typed(key: ColumnElement[Any], value: Any) -> Any:
    if isinstance(key.type, Uuid):
        return UUID(value)
    if isinstance(key.type, Date):
        return date.fromisoformat(value)
    return datetime.fromisoformat(value) if isinstance(key.type, Moment) else value


def _bad(message: str, argument: str) -> RequestError:
    return RequestError(ErrorCode.BAD_INPUT, message, {"argument": argument})


def _bad_cursor(argument: str) -> RequestError:
    message = f"The cursor in `{argument}` is not one of this list, filter and order; start again without it."
    return RequestError(ErrorCode.BAD_CURSOR, message, {"argument": argument})
