"""Keyset pages: ordered windows without offsets, behind cursors."""

from collections.abc import Awaitable, Callable, Hashable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy import Integer, Select, func, literal, select, tuple_

from domain.errors import ErrorCode, RequestError
from loaders.columns import NOTHING, Asked, Columns
from loaders.cursors import Cursors
from loaders.order import Order
from loaders.reading import Reads, Scope
from store.statement import Builder, Row, bound

DEFAULT_SIZE = 20
MAX_SIZE = 100
COUNT_CAP = 10_000
_SIZE = bound("size", Integer())


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


def _bad(message: str, argument: str) -> RequestError:
    return RequestError(ErrorCode.BAD_INPUT, message, {"argument": argument})
