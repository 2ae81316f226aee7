"""Completion of values: one function for each position, made of the position's type when the plan is made."""

from collections.abc import AsyncIterable
from inspect import isawaitable
from typing import Any

from graphql import (
    GraphQLAbstractType,
    GraphQLError,
    GraphQLLeafType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLOutputType,
    Undefined,
    default_type_resolver,
    is_abstract_type,
    is_leaf_type,
)
from graphql.pyutils import inspect, is_iterable

from execution.awaiting import awaiting, safely, wait
from execution.leaves import leaf_coercion
from execution.plan import Complete, Field, Selection


def at_hand(field: Field, type_: GraphQLOutputType) -> Complete:
    """Completes a value of a field, or of an item of its lists, that is there; a failure stays at this position."""
    return safely(field, value_of(field, type_))


def value_of(field: Field, type_: GraphQLOutputType) -> Complete:
    """Completes a value that is at hand; raises what went wrong."""
    if isinstance(type_, GraphQLNonNull):
        return _non_null(field, _typed(field, type_.of_type))
    return _typed(field, type_)


def _non_null(field: Field, inner: Complete) -> Complete:
    def complete(run: Any, value: Any, path: Any) -> Any:
        completed = inner(run, value, path)
        if completed is None:
            raise TypeError(f"Cannot return null for non-nullable field {field.coordinate}.")
        return completed

    return complete


def _typed(field: Field, type_: Any) -> Complete:
    if isinstance(type_, GraphQLList):
        return _list(field, type_)
    if is_leaf_type(type_):
        return _leaf(type_)
    if is_abstract_type(type_):
        return _abstract(field, type_)
    return _object(field, field.selections[type_.name])


def _is_null(value: Any) -> bool:
    if isinstance(value, Exception):
        raise value
    return value is None or value is Undefined


def _leaf(type_: GraphQLLeafType) -> Complete:
    coerce = leaf_coercion(type_)

    def complete(run: Any, value: Any, path: Any) -> Any:
        if _is_null(value):
            return None
        coerced = coerce(value)
        if coerced is Undefined or coerced is None:
            raise TypeError(
                f"Expected `{inspect(type_)}.coerce_output_value({inspect(value)})` to return non-nullable value,"
                f" returned: {inspect(coerced)}"
            )
        return coerced

    return complete


def _list(field: Field, type_: GraphQLList[Any]) -> Complete:
    item = awaiting(field, at_hand(field, type_.of_type))

    def complete(run: Any, value: Any, path: Any) -> Any:
        if _is_null(value):
            return None
        if isinstance(value, AsyncIterable):
            return wait(run, field, _collected(value), path, complete)
        if not is_iterable(value):
            raise GraphQLError(f"Expected Iterable, but did not find one for field '{field.coordinate}'.")
        return _items(run, field, item, value, path)

    return complete


async def _collected(items: AsyncIterable[Any]) -> list[Any]:
    return [each async for each in items]


def _items(run: Any, field: Field, item: Complete, values: Any, path: Any) -> Any:
    made: list[Any] = []
    try:
        for place, value in enumerate(values):
            made.append(item(run, value, path.add_key(place, None) if path is not None else None))
            if run.odd:
                run.bind(made, place, (field,))
    except Exception as error:
        return run.fail(field, error, made)
    return made


def _object(field: Field, selection: Selection) -> Complete:
    known = selection.known

    def complete(run: Any, value: Any, path: Any) -> Any:
        if value.__class__ in known:
            return selection.row(run, value, path)
        return None if _is_null(value) else _checked_row(run, field, selection, value, path)

    return complete


def _checked_row(run: Any, field: Field, selection: Selection, value: Any, path: Any) -> Any:
    """The response object of a value whose class is new to the selection."""
    is_type_of = selection.of.is_type_of
    if is_type_of is None:
        if not isawaitable(value):
            selection.known.add(value.__class__)
        return selection.row(run, value, path)

    def judged(run: Any, fits: Any, path: Any) -> Any:
        if not fits:
            raise GraphQLError(f"Expected value of type '{selection.of}' but got: {inspect(value)}.", field.nodes)
        return run.tagged(selection, selection.row(run, value, path))

    fits = is_type_of(value, run.info(field, path))
    return wait(run, field, fits, path, judged) if isawaitable(fits) else judged(run, fits, path)


def _abstract(field: Field, type_: GraphQLAbstractType) -> Complete:
    resolve = type_.resolve_type or default_type_resolver

    def complete(run: Any, value: Any, path: Any) -> Any:
        if _is_null(value):
            return None

        def named(run: Any, name: Any, path: Any) -> Any:
            selection = field.selections.get(name) if isinstance(name, str) else None
            if selection is None:
                raise GraphQLError(_wrong_type(run.plan.schema, field, type_, value, name), field.nodes)
            return run.tagged(selection, _checked_row(run, field, selection, value, path))

        name = resolve(value, run.info(field, path), type_)
        return wait(run, field, name, path, named) if isawaitable(name) else named(run, name, path)

    return complete


def _wrong_type(schema: Any, field: Field, type_: GraphQLAbstractType, value: Any, name: Any) -> str:
    must = f"Abstract type '{type_}' must resolve to an Object type at runtime for field '{field.coordinate}'"
    if name is None:
        return (
            f"{must}. Either the '{type_}' type should provide a 'resolve_type' function or each possible type"
            " should provide an 'is_type_of' function."
        )
    if not isinstance(name, str):
        return f"{must} with value {inspect(value)}, received '{inspect(name)}', which is not a valid Object type name."
    found = schema.get_type(name)
    if found is None:
        return f"Abstract type '{type_}' was resolved to a type '{name}' that does not exist inside the schema."
    if not isinstance(found, GraphQLObjectType):
        return f"Abstract type '{type_}' was resolved to a non-object type '{name}'."
    return f"Runtime Object type '{found}' is not a possible type for '{type_}'."
