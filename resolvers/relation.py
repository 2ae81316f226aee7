"""Declared relations and attributes: a field names its loader and key instead of a body of its own."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any, TypeVar

from domain.ids import IdKind, encode
from domain.money import Money, written
from execution.fields import Applied, Attribute, Computed, Contextual, Kind, Loaded, Ordinary, Same, getter
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


def in_turn(resolver: Resolver) -> Resolver:
    """Says that a resolver awaits nothing but reads of the operation: it then runs without a task of its own."""
    return declared(Ordinary(in_turn=True))(resolver)


def anew(resolver: Resolver) -> Resolver:
    """Says that a payload's field is not remembered: it is asked each time the same answer is told again."""
    return declared(Ordinary(anew=True))(resolver)


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


def applied(kind: Applied) -> Callable[[Any], Any]:
    """What a function makes of some of a row's attributes."""
    get = getter(kind)

    @declared(kind)
    def apply(root: Any) -> Any:
        return get(root, None)

    return apply


def public_id(kind: IdKind, attribute: str = "id") -> Callable[[Any], Any]:
    """The opaque id of an object."""
    return applied(Applied(partial(encode, kind), (attribute,), absent=attribute))


def amount(attribute: str, currency: str = "currency") -> Callable[[Any], Any]:
    """Money of a column of minor units and a column with its currency."""
    return applied(money_of(attribute, currency))


def money_of(attribute: str, currency: str) -> Applied:
    """How money lies in two columns; unknown where there is no amount."""
    columns = (attribute, currency)
    parts: dict[str, Attribute | Applied] = {"amount": Applied(written, columns), "currencyCode": Attribute(currency)}
    return Applied(Money, columns, parts, absent=attribute)
