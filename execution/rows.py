"""What makes one response object of one parent: the quick function of each selection, and its field by field form."""

from collections.abc import Callable
from typing import Any

from graphql import GraphQLObjectType, get_named_type, is_abstract_type
from graphql.pyutils import Path

from execution.arguments import Arguments
from execution.awaiting import awaiting
from execution.completing import at_hand
from execution.fields import QUEUED, Ordinary, getter
from execution.outcomes import Denied
from execution.plan import Field, Row, Selection
from execution.shortcuts import listed, nullable, rows_of, shortcut

# More of them in one function take long to compile.
DEEPEST = 4


def finish(selection: Selection) -> None:
    """Gives a selection and its fields what completes them; those below are there already, but for their `row`."""
    for field in selection.fields:
        named = get_named_type(field.type)
        field.passes_path = (
            is_abstract_type(named)
            or (isinstance(named, GraphQLObjectType) and named.is_type_of is not None)
            or any(below.needs_path for below in field.selections.values())
        )
        field.needs_path = field.closed is None and (field.passes_path or isinstance(field.kind, Ordinary))
        if field.closed is None:
            field.arguments = Arguments(field) if field.has_arguments else None
            field.listed = listed(field)
            long_way = at_hand(field, field.type)
            field.at_hand = shortcut(field, long_way)
            field.complete = shortcut(field, awaiting(field, long_way))
            below = rows_of(field, nullable(field.type))
            field.shared = below if below and below.is_flat else None
            field.inlined = below if below and _fits_in(field, below) else None
    selection.needs_path = any(field.needs_path for field in selection.fields)
    selection.slow_row = _slow_row(selection)


def _fits_in(field: Field, below: Selection) -> bool:
    """Whether the objects of a selection are made within the function of the one around it, which ends somewhere.

    Fields of the root, which alone of all parents may be null, have the depth 0.
    """
    return not isinstance(field.kind, QUEUED) and not below.needs_path and field.depth % DEEPEST != 0


def child_path(field: Field, path: Any) -> Path | None:
    """Where a field of an object stands, if somebody wants to know."""
    return Path(path, field.key, field.parent.name) if field.needs_path else None


def _slow_row(selection: Selection) -> Row:
    """The same field by field: for parents of which some field fails."""
    type_name = selection.of.name
    getters = [getter(field.kind) for field in selection.fields]

    def row(run: Any, parent: Any, path: Any) -> dict[str, Any]:
        made: dict[str, Any] = {}
        for field, get in zip(selection.fields, getters, strict=True):
            made[field.key] = type_name if field.asks_typename else _slow_field(run, field, get, parent, path)
            if run.odd:
                run.bind(made, field.key, (field,))
            if made[field.key] is QUEUE:
                made[field.key] = None
                run.queues[field.index].append((made, parent, child_path(field, path)))
        run.cost += selection.cost
        return made

    return row


QUEUE: Any = object()


def _slow_field(run: Any, field: Field, get: Callable[[Any, Any], Any], parent: Any, path: Any) -> Any:
    if field.closed is not None:
        return Denied(field.closed)
    if field.gate is not None and field.gate.row is not None and (denial := field.gate.row(parent)) is not None:
        return run.denied(field, denial)
    if isinstance(field.kind, QUEUED):
        return QUEUE
    try:
        if field.has_arguments:
            run.arguments(field)
        value = get(parent, run.context)
    except Exception as error:
        return run.fail(field, error)
    return field.complete(run, value, child_path(field, path))
