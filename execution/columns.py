"""Which attributes of its objects an operation reads, by the name of their type."""

from collections import defaultdict
from collections.abc import Mapping

from execution.fields import Applied, Attribute, Batched, Columns, Computed, Contextual, Loaded, Ordinary, Same
from execution.plan import Field, Plan, Selection


def columns_of(plan: Plan) -> Mapping[str, frozenset[str]]:
    """The attributes read of each type; a type of which any may be read is left out."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    unknown: set[str] = set()
    grouped = {id(below) for f in plan.fields if isinstance(f.kind, Same) for below in f.selections.values()}
    for selection in plan.selections:
        if id(selection) in grouped:
            continue
        read = _of_selection(selection)
        if read is None:
            unknown.add(selection.of.name)
        else:
            found[selection.of.name] |= read
    return {name: frozenset(read) for name, read in found.items() if name not in unknown}


def _of_selection(selection: Selection) -> Columns:
    read: set[str] = set()
    for field in selection.fields:
        if field.closed is not None:
            continue
        columns = _of_field(field)
        if columns is None:
            return None
        read |= columns
        if field.gate is not None:
            read |= field.gate.columns
    return frozenset(read)


def _of_field(field: Field) -> Columns:
    kind = field.kind
    if isinstance(kind, Attribute):
        return frozenset({kind.name})
    if isinstance(kind, Applied):
        return frozenset(kind.attributes) | ({kind.absent} if kind.absent else frozenset())
    if isinstance(kind, Loaded):
        return kind.columns if callable(kind.key) or kind.columns is None else kind.columns | {kind.key}
    if isinstance(kind, Same):
        parts = [_of_selection(below) for below in field.selections.values()]
        return None if None in parts else frozenset().union(*(part for part in parts if part))
    assert isinstance(kind, Computed | Contextual | Batched | Ordinary)
    return kind.columns
