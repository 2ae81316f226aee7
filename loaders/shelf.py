"""Pages of lists that are held in memory, in windows and by cursors like all others."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from loaders.cursors import Cursors
from loaders.order import Order
from loaders.paging import COUNT_CAP, Page, Window
from loaders.reading import Reads

Item = TypeVar("Item")


@dataclass(frozen=True)
class Sorting(Generic[Item]):
    """An order, and the values of its keys for an item."""

    order: Order
    keys: Callable[[Item], tuple[Any, ...]]


def page_of(reads: Reads, items: Iterable[Item], by: Sorting[Item], window: Window, *binding: object) -> Page:
    """One page of some items; `binding` is as for `Cursors`, whose refusals it raises."""
    cursors = Cursors(reads, by.order, *binding)
    edges = {name: tuple(cursors.read(cursor, name)) for name, cursor in window.edges()}
    listed = sorted(items, key=by.keys, reverse=by.order.descending)
    within = [item for item in listed if _is_between(by.keys(item), edges, by.order)]
    start = max(len(within) - window.size, 0) if window.backward else 0
    kept = within[start : start + window.size]
    more = len(within) > len(kept)

    def point(item: Any) -> str:
        return cursors.write_keys(by.keys(item))

    async def count() -> int | None:
        return len(listed) if len(listed) <= COUNT_CAP else None

    return Page(
        kept,
        has_next_page=more if not window.backward else window.before is not None,
        has_previous_page=more if window.backward else window.after is not None,
        point=point,
        count=count,
    )


def _is_between(keys: tuple[Any, ...], edges: Mapping[str, tuple[Any, ...]], order: Order) -> bool:
    for name, edge in edges.items():
        is_later = (name == "after") is not order.descending
        if not (keys > edge if is_later else keys < edge):
            return False
    return True
