"""The quick function of a selection, written as Python: groups and single objects below it are written into it."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from graphql import GraphQLNonNull, is_leaf_type
from graphql.pyutils import Path

from execution.fields import QUEUED, Attribute, Computed, Same, getter
from execution.leaves import Names, leaf_coercion, test_as_it_is
from execution.outcomes import Denied
from execution.plan import Field, Plan, Row, Selection
from execution.shortcuts import PLAIN, nullable


def write(plan: Plan) -> None:
    """Gives the selections of a plan their functions; of those within another, only once one is called."""
    within = {field.inlined for field in plan.fields}
    for selection in plan.selections:
        if selection in within:
            selection.row = _once_called(selection)
        else:
            selection.row = Writer(selection).row()


def _once_called(selection: Selection) -> Row:
    def row(run: Any, parent: Any, path: Any) -> dict[str, Any]:
        selection.row = Writer(selection).row()
        return selection.row(run, parent, path)

    return row


class Writer:
    """Writes the quick function of one selection."""

    def __init__(self, selection: Selection) -> None:
        self._selection = selection
        self._names: dict[str, Any] = {"Path": Path, "PLAIN": PLAIN, "slow": selection.slow_row, "bind": _bind}

    def row(self) -> Row:
        """The function, compiled."""
        text = "\n".join(self._lines())
        # Of the document only response keys stand in the text, which are GraphQL names, quoted.
        exec(compile(text, f"<selection of {self._selection.of.name}>", "exec"), self._names)  # noqa: S102
        row: Row = self._names["row"]
        return row

    def _lines(self) -> Iterator[str]:
        yield "def row(run, s, p):"
        taken = list(self._takes(self._selection, "s"))
        if taken:
            yield from ["    try:", *_deeper(taken, 2), "    except Exception:", "        return slow(run, s, p)"]
        yield f"    d = {self._object(self._selection, 's')}"
        self._names["selection"] = self._selection
        yield "    if run.odd: bind(run, selection, d)"
        yield from _deeper(self._effects(self._selection, "s", "d"), 1)
        yield "    return d"

    def _takes(self, selection: Selection, parent: str) -> Iterator[str]:
        """Everything that may fail comes first: what follows has effects."""
        for field in selection.fields:
            if field.closed is None and not field.asks_typename:
                if gated := self._gate(field, parent):
                    yield f"g{field.index} = {gated}"
                yield from _guarded([f"g{field.index} is None"] if gated else [], self._taken(field, parent))

    def _taken(self, field: Field, parent: str) -> Iterator[str]:
        place, kind = field.index, field.kind
        if field.has_arguments and not isinstance(kind, QUEUED):
            yield f"run.arguments({self._named('field', field, field)})"
        if isinstance(kind, QUEUED):
            return
        below = field.inlined
        if isinstance(kind, Same):
            yield from self._takes(below, parent) if below else ()
            return
        yield f"v{place} = {self._read(field, parent)}"
        if self._coerces(field):
            yield f"t{place} = {self._named('coerce', field, leaf_coercion(_leaf(field)))}(v{place})" + (
                f" if v{place}.__class__ in PLAIN else None"
            )
        if below:
            yield f"k{place} = v{place}.__class__ in {self._named('known', field, below.known)}"
            yield from _guarded([f"k{place}"], self._takes(below, f"v{place}"))

    def _read(self, field: Field, parent: str) -> str:
        kind = field.kind
        if isinstance(kind, Attribute) and kind.name.isidentifier():
            return f"{parent}.{kind.name}"
        if isinstance(kind, Computed):
            return self._named("f", field, kind.function) + f"({parent})"
        return self._named("f", field, getter(kind)) + f"({parent}, run.context)"

    def _gate(self, field: Field, parent: str) -> str:
        if field.gate is None or field.gate.row is None:
            return ""
        return self._named("gate", field, field.gate.row) + f"({parent})"

    def _object(self, selection: Selection, parent: str) -> str:
        values = (f"{field.key!r}: {self._value(field, parent, selection)}" for field in selection.fields)
        return "{" + ", ".join(values) + "}"

    def _value(self, field: Field, parent: str, selection: Selection) -> str:
        if field.closed is not None:
            return self._named("closed", field, Denied(field.closed))
        if field.asks_typename:
            return repr(selection.of.name)
        value = "None" if isinstance(field.kind, QUEUED) else self._completed(field, parent)
        return f"({value}) if g{field.index} is None else {self._denied(field)}" if self._gate(field, parent) else value

    def _denied(self, field: Field) -> str:
        return f"run.denied({self._named('field', field, field)}, g{field.index})"

    def _completed(self, field: Field, parent: str) -> str:
        place, below = field.index, field.inlined
        path = f"Path(p, {field.key!r}, {field.parent.name!r})" if field.needs_path else "None"
        complete = self._named("c", field, field.complete)
        if isinstance(field.kind, Same):
            return self._object(below, parent) if below else f"{complete}(run, {parent}, {path})"
        value = f"v{place}"
        general = f"{complete}(run, {value}, {path})"
        if below:
            return f"{self._object(below, value)} if k{place} else {general}"
        quick = self._quick(field, value)
        return f"{quick} else {general}" if quick else general

    def _quick(self, field: Field, value: str) -> str:
        nullable = not isinstance(field.type, GraphQLNonNull)
        leaf = _leaf(field)
        if not is_leaf_type(leaf):
            return ""
        test = test_as_it_is(leaf)
        if test:
            condition = test.format(value)
            return f"{value} if {value} is None or ({condition})" if nullable else f"{value} if {condition}"
        if isinstance(coerce := leaf_coercion(leaf), Names):
            texts = self._named("texts", field, coerce.texts)
            return f"{texts}[{value}] if {value}.__class__ is str and {value} in {texts}"
        coerced = f"t{field.index} if t{field.index}.__class__ is str"
        return f"None if {value} is None else {coerced}" if nullable else coerced

    def _coerces(self, field: Field) -> bool:
        leaf = _leaf(field)
        return is_leaf_type(leaf) and not test_as_it_is(leaf) and not isinstance(leaf_coercion(leaf), Names)

    def _effects(self, selection: Selection, parent: str, made: str) -> Iterator[str]:
        """What an object costs, and what of it waits for the next level."""
        if selection.cost:
            yield f"run.cost += {selection.cost}"
        for field in selection.fields:
            if field.closed is None and isinstance(field.kind, QUEUED):
                yield from self._queues(field, parent, made)
        for field, below in _within(selection):
            of = parent if isinstance(field.kind, Same) else f"v{field.index}"
            yield from _guarded(_conditions(field), self._effects(below, of, f"{made}[{field.key!r}]"))

    def _queues(self, field: Field, parent: str, made: str) -> Iterator[str]:
        path = f"Path(p, {field.key!r}, {field.parent.name!r})" if field.needs_path else "None"
        append = f"run.queues[{field.index}].append(({made}, {parent}, {path}))"
        yield f"if g{field.index} is None: {append}" if self._gate(field, parent) else append

    def _named(self, kind: str, field: Field, value: Any) -> str:
        name = f"{kind}{field.index}"
        self._names[name] = value
        return name


def _bind(run: Any, selection: Selection, made: dict[str, Any]) -> None:
    """Awaitables belong to the innermost object; what was not made here has none left."""
    for field, below in _within(selection):
        if made[field.key].__class__ is dict:
            _bind(run, below, made[field.key])
    run.bind(made, None, selection.fields)


def _within(selection: Selection) -> Iterator[tuple[Field, Selection]]:
    return ((field, field.inlined) for field in selection.fields if field.inlined)


def _conditions(field: Field) -> list[str]:
    """When an object within is written out."""
    gated = [f"g{field.index} is None"] if field.gate and field.gate.row else []
    return gated if isinstance(field.kind, Same) else [*gated, f"k{field.index}"]


def _guarded(conditions: Sequence[str], lines: Iterable[str]) -> list[str]:
    found = list(lines)
    return [f"if {' and '.join(conditions)}:", *_deeper(found, 1)] if found and conditions else found


def _leaf(field: Field) -> Any:
    return nullable(field.type)


def _deeper(lines: Iterable[str], levels: int) -> list[str]:
    return ["    " * levels + line for line in lines]
