"""Declared relations and attributes: a field names its loader and key instead of a body of its own."""

from collections.abc import Awaitable, Callable
from typing import Any

from domain.ids import IdKind, encode
from domain.money import money
from loaders.paging import Window
from loaders.reading import Batch
from resolvers.context import Info


def related(batch: Batch[Any, Any], key: str = "id") -> Callable[..., Awaitable[Any]]:
    """Loads what a row's key points at: a row, a list or a number; nothing for an empty key."""

    async def relation(root: Any, info: Info) -> Any:
        value = getattr(root, key)
        return None if value is None else await info.context.load(batch, value)

    return relation


def first_of(batch: Batch[Any, Any], key: str = "id") -> Callable[..., Awaitable[Any]]:
    """Like `related` for lists, cut to the argument `first` (20 unless asked, 100 at most)."""

    async def relation(root: Any, info: Info, first: int = 20) -> Any:
        size = Window(first=first).size
        return (await info.context.load(batch, getattr(root, key)))[:size]

    return relation


def same(root: Any) -> Any:
    """A group of fields that live on the same row."""
    return root


def column(name: str) -> Callable[[Any], Any]:
    """A row's attribute that has another name in the schema."""

    def read(root: Any) -> Any:
        return getattr(root, name)

    return read


def public_id(kind: IdKind, attribute: str = "id") -> Callable[[Any], str | None]:
    """The opaque id of an object."""

    def identify(root: Any) -> str | None:
        value = getattr(root, attribute)
        return None if value is None else encode(kind, value)

    return identify


def amount(attribute: str, currency: str = "currency") -> Callable[[Any], Any]:
    """Money of a column of minor units and a column with its currency."""

    def convert(root: Any) -> Any:
        return money(getattr(root, attribute), getattr(root, currency))

    return convert
