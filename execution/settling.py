"""The last walk over an answer in which something failed or was denied: located errors, nulls, counted denials."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from graphql import GraphQLError, GraphQLList, GraphQLNonNull, is_leaf_type, located_error

from execution.outcomes import Denied, Failed, Refusals
from execution.plan import Field, Selection
from execution.running import Run

Place = list[str | int]


@dataclass
class Settled:
    """What the walk found: errors in the order of the document, denials by coordinate."""

    errors: list[GraphQLError] = field(default_factory=list)
    denials: dict[str, Refusals] = field(default_factory=dict)


class Nulled(Exception):
    """A null in a place that has none takes its parent along."""

    def __init__(self, error: GraphQLError) -> None:
        super().__init__()
        self.error = error


def settle(run: Run, selection: Selection, made: dict[str, Any], settled: Settled) -> dict[str, Any]:
    """The answer of a root object with every mark resolved; raises Nulled when nothing of it is left."""
    if not run.dirty:
        return made
    inner: set[Field] = set()
    for start in run.dirty:
        above = start.above
        while above is not None and above not in inner:
            inner.add(above)
            above = above.above
    return _Walk(run.types, run.dirty | inner, inner, settled).fields(selection, made, [])


class _Walk:
    """Copies what it changes: equal parents may share one object, and each place is told apart."""

    def __init__(
        self, types: Mapping[int, Selection], touched: set[Field], inner: set[Field], settled: Settled
    ) -> None:
        self._types = types
        self._touched = touched
        # Those that have a mark somewhere below them.
        self._inner = inner
        self._settled = settled

    def fields(self, selection: Selection, made: dict[str, Any], place: Place) -> dict[str, Any]:
        """An object whose touched fields are walked."""
        walked = dict(made)
        for asked in selection.fields:
            if asked in self._touched:
                walked[asked.key] = self._position(asked, asked.type, made[asked.key], [*place, asked.key])
        return walked

    def _position(self, asked: Field, type_: Any, value: Any, place: Place) -> Any:
        try:
            return self._value(asked, type_, value, place)
        except Nulled as nulled:
            if isinstance(type_, GraphQLNonNull):
                raise
            self._settled.errors.append(nulled.error)
            return None

    def _value(self, asked: Field, type_: Any, value: Any, place: Place) -> Any:
        inner = type_.of_type if isinstance(type_, GraphQLNonNull) else type_
        if value.__class__ is Failed:
            self._items(asked, inner, value.before, place)
            raise Nulled(located_error(value.error, asked.nodes, place))
        if value.__class__ is Denied:
            return self._deny(asked, value.denial, place)
        if value is None or is_leaf_type(inner):
            return value
        if isinstance(inner, GraphQLList):
            return self._items(asked, inner, value, place)
        if asked not in self._inner:
            return value
        below = self._types.get(id(value)) or asked.selections[inner.name]
        return self.fields(below, value, place)

    def _items(self, asked: Field, type_: Any, values: Sequence[Any], place: Place) -> list[Any]:
        return [self._position(asked, type_.of_type, each, [*place, at]) for at, each in enumerate(values)]

    def _deny(self, asked: Field, denial: Any, place: Place) -> None:
        known = self._settled.denials.get(asked.coordinate)
        if known is None:
            self._settled.denials[asked.coordinate] = Refusals(denial, place)
        else:
            known.count += 1
