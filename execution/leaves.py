"""Coercion of leaves: the schema's own, with short ways for the values that are met most."""

from collections.abc import Callable
from enum import Enum
from typing import Any

from graphql import GraphQLEnumType, GraphQLLeafType, specified_scalar_types

Coerce = Callable[[Any], Any]
_NAMES = "execution.names"

# The test that a value of a specified scalar is already what is answered; `{}` stands for the value.
AS_IT_IS = {
    "String": "{0}.__class__ is str",
    "ID": "{0}.__class__ is str",
    "Boolean": "{0}.__class__ is bool",
    "Int": "{0}.__class__ is int and -2147483648 <= {0} <= 2147483647",
}


def test_as_it_is(type_: Any) -> str | None:
    """A Python condition under which a value of a leaf type needs no coercion; None when there is none.

    A coercion says by an attribute `keeps = str` that it leaves strings as they are.
    """
    name = getattr(type_, "name", "")
    if specified_scalar_types.get(name) is type_:
        return AS_IT_IS.get(name)
    coerce = getattr(type_, "coerce_output_value", None)
    return AS_IT_IS["String"] if coerce is str or getattr(coerce, "keeps", None) is str else None


class Names:
    """Coercion of an enum, remembered: it is a mere look-up. `known` has the values that are of `CLASSES`."""

    # None of the one equals any of the other, which True would.
    CLASSES = frozenset({str, int})

    def __init__(self, type_: GraphQLEnumType) -> None:
        self.known: dict[str | int, Any] = {}
        self._others: dict[tuple[type, Any], Any] = {}
        self._coerce = type_.coerce_output_value

    def __call__(self, value: Any) -> Any:
        """The name of a value; raises what the type raises."""
        kind = value.__class__
        if kind in self.CLASSES:
            return self.known.get(value) or self.known.setdefault(value, self._coerce(value))
        if not isinstance(value, Enum):
            return self._coerce(value)
        known = self._others.get((kind, value))
        return known or self._others.setdefault((kind, value), self._coerce(value))


def leaf_coercion(type_: GraphQLLeafType) -> Coerce:
    """The type's `coerce_output_value`, remembered where it is pure."""
    if not isinstance(type_, GraphQLEnumType):
        return type_.coerce_output_value
    # All plans of a schema share what is known of its enums.
    names: Names = type_.extensions.setdefault(_NAMES, Names(type_))
    return names
