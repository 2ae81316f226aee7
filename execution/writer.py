"""The quick function of a selection, written as Python when a plan is made."""

from collections.abc import Iterator
from typing import Any

from graphql import GraphQLNonNull, is_leaf_type
from graphql.pyutils import Path

from execution.fields import QUEUED, Attribute, Computed, Same, getter
from execution.leaves import Names, leaf_coercion, test_as_it_is
from execution.outcomes import Denied
from execution.plan import Field, Row, Selection
from execution.shortcuts import nullable, rows_of


class Writer:
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
        if field.closed is not None or field.asks_typename:
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
        elif isinstance(kind, (Same, *QUEUED)):
            return
        else:
            taken = self._named("f", field, getter(field.kind)) + "(s, run.context)"
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
        if field.asks_typename:
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
        quick = self._quick(field, value) or self._quick_row(field, value, path)
        return f"{quick} else {general}" if quick else general

    def _same(self, field: Field, path: str) -> str:
        below = rows_of(field, nullable(field.type))
        # Of all parents only the root may be null.
        if below and field.above:
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

    def _quick_row(self, field: Field, value: str, path: str) -> str:
        below = rows_of(field, nullable(field.type))
        if below is None:
            return ""
        row, known = self._named("row", field, below.row), self._named("known", field, below.known)
        return f"{row}(run, {value}, {path}) if {value}.__class__ in {known}"

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
