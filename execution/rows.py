"""The function that makes one response object of one parent, written as Python for each selection of a plan."""

from collections.abc import Callable, Iterator
from typing import Any

from graphql import GraphQLNonNull, GraphQLObjectType, get_named_type, is_abstract_type, is_leaf_type
from graphql.pyutils import Path

from execution.completing import at_hand, awaiting
from execution.fields import Attribute, Batched, Computed, Contextual, Loaded, Ordinary, Same
from execution.leaves import Names, leaf_coercion, test_as_it_is
from execution.outcomes import Denied
from execution.plan import TYPENAME, Field, Row, Selection

QUEUED = (Loaded, Batched, Ordinary)


def finish(selection: Selection) -> None:
    """Gives a selection its functions; those of the selections below are there already."""
    for field in selection.fields:
        named = get_named_type(field.type)
        field.passes_path = (
            is_abstract_type(named)
            or (isinstance(named, GraphQLObjectType) and named.is_type_of is not None)
            or any(below.needs_path for below in field.selections.values())
        )
        field.needs_path = field.closed is None and (field.passes_path or isinstance(field.kind, Ordinary))
        if field.closed is None:
            field.at_hand = at_hand(field, field.type)
            field.complete = awaiting(field, field.at_hand)
    selection.needs_path = any(field.needs_path for field in selection.fields)
    selection.slow_row = _slow_row(selection)
    selection.row = _Writer(selection).row()


def child_path(field: Field, path: Any) -> Path | None:
    """Where a field of an object stands, if somebody wants to know."""
    return Path(path, field.key, field.parent.name) if field.needs_path else None


def is_typename(field: Field) -> bool:
    """Whether a field asks for the name of the type."""
    return field.kind == Attribute(TYPENAME)


def getter(field: Field) -> Callable[[Any, Any], Any]:
    """What takes a field's value from (parent, context), for the kinds that need nothing else."""
    kind = field.kind
    if isinstance(kind, Attribute):
        name = kind.name
        return lambda parent, context: getattr(parent, name)
    if isinstance(kind, Computed):
        function = kind.function
        return lambda parent, context: function(parent)
    if isinstance(kind, Contextual):
        return kind.function
    return lambda parent, context: parent


def _slow_row(selection: Selection) -> Row:
    """The same field by field: for parents of which some field fails."""
    type_name = selection.of.name
    getters = [getter(field) for field in selection.fields]

    def row(run: Any, parent: Any, path: Any) -> dict[str, Any]:
        made: dict[str, Any] = {}
        for field, get in zip(selection.fields, getters, strict=True):
            made[field.key] = type_name if is_typename(field) else _slow_field(run, field, get, parent, path)
            if run.odd:
                run.bind(made, field.key, (field,))
            if made[field.key] is QUEUE:
                made[field.key] = None
                run.queues[field.index].append((made, parent, child_path(field, path)))
        run.counts[selection.index] += 1
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


class _Writer:
    """Writes the quick function of one selection."""

    def __init__(self, selection: Selection) -> None:
        self._selection = selection
        self._names: dict[str, Any] = {"Path": Path, "slow": selection.slow_row}

    def row(self) -> Row:
        """The function, compiled."""
        text = "\n".join(self._lines())
        # Of the document only response keys stand in the text, which are GraphQL names, quoted.
        exec(compile(text, f"<selection of {self._selection.of.name}>", "exec"), self._names)  # noqa: S102
        row: Row = self._names["row"]
        return row

    def _lines(self) -> Iterator[str]:
        fields = self._selection.fields
        yield "def row(run, s, p):"
        taken = [line for field in fields for line in self._takes(field)]
        if taken:
            yield from ["    try:", *taken, "    except Exception:", "        return slow(run, s, p)"]
        yield "    d = {" + ", ".join(f"{field.key!r}: {self._value(field)}" for field in fields) + "}"
        yield f"    run.counts[{self._selection.index}] += 1"
        if any(field.closed is None and not isinstance(field.kind, QUEUED) for field in fields):
            self._names["own"] = frozenset(fields)
            yield "    if run.odd: run.bind(d, None, own)"
        yield from (line for field in fields for line in self._queues(field))
        yield "    return d"

    def _takes(self, field: Field) -> Iterator[str]:
        """Everything that may fail comes first: what follows has effects."""
        if field.closed is not None or is_typename(field):
            return
        place, kind = field.index, field.kind
        gated = self._gate(field)
        if gated:
            yield f"        g{place} = {gated}"
        if field.has_arguments and not isinstance(kind, QUEUED):
            checked = f"run.arguments({self._named('field', field, field)})"
            yield f"        if g{place} is None: {checked}" if gated else f"        {checked}"
        if isinstance(kind, Attribute) and kind.name.isidentifier():
            taken = f"s.{kind.name}"
        elif isinstance(kind, Same | Loaded | Batched | Ordinary):
            return
        else:
            taken = self._named("f", field, getter(field)) + "(s, run.context)"
            if isinstance(kind, Computed):
                taken = self._named("f", field, kind.function) + "(s)"
        yield f"        v{place} = {taken}" + (f" if g{place} is None else None" if gated else "")

    def _gate(self, field: Field) -> str:
        if field.gate is None or field.gate.row is None:
            return ""
        return self._named("gate", field, field.gate.row) + "(s)"

    def _value(self, field: Field) -> str:
        if field.closed is not None:
            return self._named("closed", field, Denied(field.closed))
        if is_typename(field):
            return repr(self._selection.of.name)
        if isinstance(field.kind, QUEUED):
            return "None"
        value = self._completed(field)
        if not self._gate(field):
            return value
        return (
            f"({value}) if g{field.index} is None else run.denied({self._named('field', field, field)}, g{field.index})"
        )

    def _completed(self, field: Field) -> str:
        place = field.index
        path = f"Path(p, {field.key!r}, {field.parent.name!r})" if field.needs_path else "None"
        if isinstance(field.kind, Same):
            return self._same(field, path)
        value = f"v{place}"
        general = f"{self._named('c', field, field.complete)}(run, {value}, {path})"
        quick = self._quick(field, value)
        return f"{quick} else {general}" if quick else general

    def _same(self, field: Field, path: str) -> str:
        inner = field.type.of_type if isinstance(field.type, GraphQLNonNull) else field.type
        below = field.selections.get(getattr(inner, "name", ""))
        is_plain = isinstance(inner, GraphQLObjectType) and inner.is_type_of is None
        # Of all parents only the root may be null.
        if is_plain and below and field.above:
            return f"{self._named('row', field, below.row)}(run, s, {path})"
        return f"{self._named('c', field, field.complete)}(run, s, {path})"

    def _quick(self, field: Field, value: str) -> str:
        nullable = not isinstance(field.type, GraphQLNonNull)
        leaf: Any = field.type if nullable else field.type.of_type  # type: ignore[union-attr]
        if not is_leaf_type(leaf):
            return ""
        test = test_as_it_is(leaf)
        if test:
            condition = test.format(value)
            return f"{value} if {value} is None or ({condition})" if nullable else f"{value} if {condition}"
        coerce = leaf_coercion(leaf)
        if isinstance(coerce, Names):
            texts = self._named("texts", field, coerce.texts)
            return f"{texts}[{value}] if {value}.__class__ is str and {value} in {texts}"
        return f"None if {value} is None" if nullable else ""

    def _queues(self, field: Field) -> Iterator[str]:
        if field.closed is not None or not isinstance(field.kind, QUEUED):
            return
        path = f"Path(p, {field.key!r}, {field.parent.name!r})" if field.needs_path else "None"
        append = f"run.queues[{field.index}].append((d, s, {path}))"
        if not self._gate(field):
            yield f"    {append}"
            return
        yield f"    if g{field.index} is None: {append}"
        denied = f"run.denied({self._named('field', field, field)}, g{field.index})"
        yield f"    else: d[{field.key!r}] = {denied}"

    def _named(self, kind: str, field: Field, value: Any) -> str:
        name = f"{kind}{field.index}"
        self._names[name] = value
        return name
