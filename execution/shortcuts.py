"""Short ways to complete the values that are met most; whatever else comes goes the long way."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from graphql import GraphQLList, GraphQLNonNull, GraphQLObjectType, GraphQLOutputType, Undefined, is_leaf_type

from execution.leaves import leaf_coercion
from execution.plan import Complete, Field, Selection

# Classes of values that are neither null, nor failed, nor awaitable.
PLAIN = frozenset({str, int, float, bool, datetime, date, Decimal, UUID})


def shortcut(field: Field, long_way: Complete) -> Complete:
    """Completes a field's value; the same as the long way, sooner."""
    inner: Any = nullable(field.type)
    if is_leaf_type(inner):
        return _leaf(field, inner, long_way)
    one = rows_of(field, inner)
    if one is not None:
        return _object(one, long_way)
    many = listed(field)
    return _list(many, long_way) if many is not None else long_way


def listed(field: Field) -> Selection | None:
    """The selection of the objects of a list, where they can be made together."""
    inner: Any = nullable(field.type)
    if field.passes_path or not isinstance(inner, GraphQLList):
        return None
    return rows_of(field, nullable(inner.of_type))


def nullable(type_: GraphQLOutputType) -> GraphQLOutputType:
    """A type without its non-null."""
    return type_.of_type if isinstance(type_, GraphQLNonNull) else type_


def rows_of(field: Field, type_: Any) -> Selection | None:
    """The selection whose row function makes the objects of a type, where nothing has to be asked before."""
    is_plain = isinstance(type_, GraphQLObjectType) and type_.is_type_of is None
    return field.selections.get(type_.name) if is_plain else None


def _leaf(field: Field, type_: Any, long_way: Complete) -> Complete:
    coerce = leaf_coercion(type_)

    def complete(run: Any, value: Any, path: Any) -> Any:
        if value.__class__ in PLAIN:
            try:
                coerced = coerce(value)
            except Exception as error:
                return run.fail(field, error)
            if coerced is not None and coerced is not Undefined:
                return coerced
        return long_way(run, value, path)

    return complete


def _object(selection: Selection, long_way: Complete) -> Complete:
    known = selection.known

    def complete(run: Any, value: Any, path: Any) -> Any:
        return selection.row(run, value, path) if value.__class__ in known else long_way(run, value, path)

    return complete


def _list(selection: Selection, long_way: Complete) -> Complete:
    known = selection.known

    def complete(run: Any, value: Any, path: Any) -> Any:
        if value.__class__ in (list, tuple) and known.issuperset(map(type, value)):
            return selection.rows(run, value)
        return long_way(run, value, path)

    return complete
