"""How a field gets its values: kinds that are resolved for a whole level at once, declared by (type, field)."""

from collections.abc import Awaitable, Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

# The attributes of its parent that a field reads; None: any of them.
Columns = frozenset[str] | None
Convert = Callable[[dict[str, Any]], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Attribute:
    """The parent's attribute."""

    name: str


@dataclass(frozen=True, slots=True)
class Same:
    """The parent itself: a group of fields that live on the same object."""


@dataclass(frozen=True, slots=True)
class Computed:
    """A pure, synchronous function of the parent."""

    function: Callable[[Any], Any]
    columns: Columns = None


@dataclass(frozen=True, slots=True)
class Applied:
    """A pure, synchronous function of the values of some attributes of the parent; null where `absent` is null.

    `parts`: all fields of the object that it makes, by their names in the schema, each straight from the parent: an
    object that is only looked at need not be made.
    """

    function: Callable[..., Any]
    attributes: tuple[str, ...]
    parts: Mapping[str, "Attribute | Applied"] | None = None
    absent: str | None = None


@dataclass(frozen=True, slots=True)
class Contextual:
    """A pure, synchronous function of the parent and the operation's context.

    `personal`: it may look at who asks, beyond their kind.
    """

    function: Callable[[Any, Any], Any]
    columns: Columns = None
    personal: bool = True


@dataclass(frozen=True, slots=True)
class Loaded:
    """What the context's `load_many(batch, keys)` has for a key; None for the key None.

    `key` is the parent's attribute or `key(parent, context, **arguments)`; `finish(value, parent, context,
    **arguments)` makes the field's value of what was loaded; `convert` makes, once, their arguments of the
    coerced ones. `columns` are the parent's attributes that the two functions read. `personal`: the functions may
    look at who asks, beyond their kind.
    """

    batch: Hashable
    key: str | Callable[..., Any]
    finish: Callable[..., Any] | None = None
    columns: Columns = frozenset()
    convert: Convert | None = None
    personal: bool = True


@dataclass(frozen=True, slots=True)
class Batched:
    """One call for all parents of a level: `await function(parents, info, **arguments)` gives a value for each.

    `info.path` is the path of the field without list positions; `convert` is as for `Loaded`.
    """

    function: Callable[..., Awaitable[Sequence[Any]]]
    columns: Columns = None
    convert: Convert | None = None


@dataclass(frozen=True, slots=True)
class Ordinary:
    """The field's own resolver, called for each parent: `function(parent, info, **arguments)`, if it has another form.

    `convert` is as for `Loaded`. `in_turn`: it awaits nothing but reads of the operation, which take turns anyway.
    `anew`: what it gives is no part of what a change says once and for all (`execution.saying`).
    """

    columns: Columns = None
    function: Callable[..., Any] | None = None
    convert: Convert | None = None
    in_turn: bool = False
    anew: bool = False


Kind = Attribute | Same | Computed | Applied | Contextual | Loaded | Batched | Ordinary
ORDINARY = Ordinary()
# These wait for the work of a whole level.
QUEUED = (Loaded, Batched, Ordinary)


def getter(kind: Kind) -> Callable[[Any, Any], Any]:
    """What takes a value from (parent, context), for the kinds that are not queued."""
    if isinstance(kind, Attribute):
        name = kind.name
        return lambda parent, context: getattr(parent, name)
    if isinstance(kind, Computed):
        function = kind.function
        return lambda parent, context: function(parent)
    if isinstance(kind, Applied):
        return partial(_applied, kind)
    if isinstance(kind, Contextual):
        return kind.function
    return lambda parent, context: parent


def _applied(kind: Applied, parent: Any, context: Any) -> Any:
    if kind.absent is not None and getattr(parent, kind.absent) is None:
        return None
    return kind.function(*[getattr(parent, name) for name in kind.attributes])


def is_personal(kind: Kind) -> bool:
    """Whether two viewers of one kind, who see the same rows, may get different values."""
    if isinstance(kind, Loaded):
        return kind.personal and (callable(kind.key) or kind.finish is not None)
    if isinstance(kind, Contextual):
        return kind.personal
    return isinstance(kind, Batched | Ordinary)
