"""Declared relations and attributes: a field names its loader and key instead of a body of its own."""

from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from domain.ids import IdKind, encode
from domain.money import money
from execution.fields import Attribute, Computed, Contextual, Kind, Loaded, Same
from loaders.paging import Window
from loaders.reading import Batch, First
from resolvers.context import Context, Info

Resolver = TypeVar("Resolver", bound=Callable[..., Any])


def declared(kind: Kind) -> Callable[[Resolver], Resolver]:
    """Says what a resolver does, so that the executor can do it for a whole level at once."""

    def declare(resolver: Resolver) -> Resolver:
        resolver.kind = kind  # type: ignore[attr-defined]
        return resolver

    return declare


def kind_of(resolver: Any) -> Kind | None:
    """What was declared of a resolver."""
    kind: Kind | None = getattr(resolver, "kind", None)
    return kind


def computed(*columns: str) -> Callable[[Resolver], Resolver]:
    """A function of the row alone, which reads no attributes but `columns`."""

    def declare(resolver: Resolver) -> Resolver:
        return declared(Computed(resolver, frozenset(columns)))(resolver)

    return declare


def contextual(*columns: str, personal: bool = True) -> Callable[[Callable[[Any, Context], Any]], Callable[..., Any]]:
    """Makes a resolver of a function of the row, of which it reads `columns`, and the operation's context.

    `personal`: it looks at who asks, and not just at their kind, the moment, or public addresses.
    """

    def declare(function: Callable[[Any, Context], Any]) -> Callable[..., Any]:
        @declared(Contextual(function, frozenset(columns), personal))
        def resolver(root: Any, info: Info) -> Any:
            return function(root, info.context)

        return resolver

    return declare


def related(batch: Batch[Any, Any], key: str = "id") -> Callable[..., Awaitable[Any]]:
    """Loads what a row's key points at: a row, a list or a number; nothing for an empty key."""

    @declared(Loaded(batch, key))
    async def relation(root: Any, info: Info) -> Any:
        value = getattr(root, key)
        return None if value is None else await info.context.load(batch, value)

    return relation


def first_of(batch: Batch[Any, Any], key: str = "id") -> Callable[..., Awaitable[Any]]:
    """Like `related` for lists of the argument `first` rows (20 unless asked, 100 at most)."""

    def wanted(root: Any, context: Context, first: int = 20) -> First:
        return getattr(root, key), Window(first=first).size

    @declared(Loaded(batch, wanted, columns=frozenset({key}), personal=False))
    async def relation(root: Any, info: Info, first: int = 20) -> Any:
        return await info.context.load(batch, wanted(root, info.context, first))

    return relation


@declared(Same())
def same(root: Any) -> Any:
    """A group of fields that live on the same row."""
    return root


def column(name: str) -> Callable[[Any], Any]:
    """A row's attribute that has another name in the schema."""

    @declared(Attribute(name))
    def read(root: Any) -> Any:
        return getattr(root, name)

    return read


def public_id(kind: IdKind, attribute: str = "id") -> Callable[[Any], str | None]:
    """The opaque id of an object."""

    @computed(attribute)
    def identify(root: Any) -> str | None:
        value = getattr(root, attribute)
        return None if value is None else encode(kind, value)

    return identify


def amount(attribute: str, currency: str = "currency") -> Callable[[Any], Any]:
    """Money of a column of minor units and a column with its currency."""

    @computed(attribute, currency)
    def convert(root: Any) -> Any:
        return money(getattr(root, attribute), getattr(root, currency))

    return convert
