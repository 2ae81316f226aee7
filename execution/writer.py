"""The quick functions of a selection, written as Python: groups and single objects below it are written into them."""

from collections.abc import Iterable, Iterator
from typing import Any

from graphql import GraphQLNonNull, is_leaf_type

from execution.fields import QUEUED
from execution.leaves import Names, leaf_coercion, test_as_it_is
from execution.outcomes import Denied
from execution.plan import Field, Plan, Row, Rows, Selection
from execution.taking import Taking, deeper, guarded, leaf_of


def write(plan: Plan) -> None:
    """Gives the selections of a plan their functions; those that are hardly called, only once they are."""
    within = {field.inlined for field in plan.fields}
    listed = {field.listed for field in plan.fields}
    for selection in plan.selections:
        if selection in within or selection in listed:
            selection.row = _once_called(selection)
        else:
            selection.row = Writer(selection).row()
        if selection in listed:
            selection.rows = Writer(selection).rows()


def _once_called(selection: Selection) -> Row:
    def row(run: Any, parent: Any, path: Any) -> dict[str, Any]:
        selection.row = Writer(selection).row()
        return selection.row(run, parent, path)

    return row


class Writer(Taking):
    """Writes the quick functions of one selection."""

    def __init__(self, selection: Selection) -> None:
        super().__init__()
        self._selection = selection
        self.names |= {"selection": selection, "slow": selection.slow_row, "bind": _bind}

    def row(self) -> Row:
        """The function of one parent, compiled."""
        made: Row = self._compiled("row", self._one())
        return made

    def rows(self) -> Rows:
        """The function of a list of parents, which ask for no path, compiled."""
        made: Rows = self._compiled("rows", self._many())
        return made

    def _compiled(self, name: str, lines: Iterable[str]) -> Any:
        # Of the document only response keys stand in the text, which are GraphQL names, quoted.
        text = "\n".join(lines)
        exec(compile(text, f"<selection of {self._selection.of.name}>", "exec"), self.names)  # noqa: S102
        return self.names[name]

    def _one(self) -> Iterator[str]:
        yield "def row(run, s, p):"
        yield from deeper(self._body("return slow(run, s, p)"), 1)
        yield "    return d"

    def _many(self) -> Iterator[str]:
        yield "def rows(run, many):"
        yield "    made = []"
        yield "    for s in many:"
        yield from deeper(self._body("made.append(slow(run, s, None)); continue"), 2)
        yield "        made.append(d)"
        yield "    return made"

    def _body(self, otherwise: str) -> Iterator[str]:
        """Makes `d` of the parent `s` at `p`; `otherwise` where something fails before anything has effects."""
        taken = list(self.takes(self._selection, "s"))
        if taken:
            yield from ["try:", *deeper(taken, 1), "except Exception:", f"    {otherwise}"]
        yield f"d = {self._object(self._selection, 's')}"
        yield "if run.odd: bind(run, selection, d)"
        yield from self._effects(self._selection, "s", "d")

    def _object(self, selection: Selection, parent: str) -> str:
        values = (f"{field.key!r}: {self._value(field, parent, selection)}" for field in selection.fields)
        return "{" + ", ".join(values) + "}"

    def _value(self, field: Field, parent: str, selection: Selection) -> str:
        if field.closed is not None:
            return self.named("closed", field, Denied(field.closed))
        if field.asks_typename:
            return repr(selection.of.name)
        value = "None" if isinstance(self.kind_of(field), QUEUED) else self._completed(field, parent)
        return f"({value}) if g{field.index} is None else {self._denied(field)}" if self.gate(field, parent) else value

    def _denied(self, field: Field) -> str:
        return f"run.denied({self.named('field', field, field)}, g{field.index})"

    def _completed(self, field: Field, parent: str) -> str:
        place, below = field.index, field.inlined
        path = f"Path(p, {field.key!r}, {field.parent.name!r})" if field.needs_path else "None"
        complete = self.named("c", field, field.complete)
        if self.lies_on(field):
            return self._lying(field, parent, f"{complete}(run, {{}}, {path})")
        value = f"v{place}"
        general = f"{complete}(run, {value}, {path})"
        if below:
            if not isinstance(field.type, GraphQLNonNull):
                general = f"None if {value} is None else {general}"
            return f"{self._object(below, value)} if k{place} else {general}"
        quick = self._quick(field, value)
        return f"{quick} else {general}" if quick else general

    def _lying(self, field: Field, parent: str, otherwise: str) -> str:
        if not field.inlined:
            return otherwise.format(parent)
        made, present = self._object(field.inlined, parent), self.present(field)
        return f"{made} if {present[0]} else {otherwise.format(None)}" if present else made

    def _quick(self, field: Field, value: str) -> str:
        nullable = not isinstance(field.type, GraphQLNonNull)
        leaf = leaf_of(field)
        if not is_leaf_type(leaf):
            return ""
        test = test_as_it_is(leaf)
        if test:
            condition = test.format(value)
            return f"{value} if {value} is None or ({condition})" if nullable else f"{value} if {condition}"
        if isinstance(coerce := leaf_coercion(leaf), Names):
            known = self.named("names", field, coerce.known)
            named = f"{known}[{value}] if {value}.__class__ in NAMED and {value} in {known}"
            return f"None if {value} is None else {named}" if nullable else named
        coerced = f"t{field.index} if t{field.index}.__class__ is str"
        return f"None if {value} is None else {coerced}" if nullable else coerced

    def _effects(self, selection: Selection, parent: str, made: str) -> Iterator[str]:
        """What an object costs, and what of it waits for the next level."""
        if selection.cost:
            yield f"run.cost += {selection.cost}"
        for field in selection.fields:
            if field.closed is None and isinstance(self.kind_of(field), QUEUED):
                yield from self._queues(field, parent, made)
        for field, below in _within(selection):
            of = parent if self.lies_on(field) else f"v{field.index}"
            gated = [f"g{field.index} is None"] if field.gate and field.gate.row else []
            yield from guarded(gated + self.present(field), self._effects(below, of, f"{made}[{field.key!r}]"))

    def _queues(self, field: Field, parent: str, made: str) -> Iterator[str]:
        path = f"Path(p, {field.key!r}, {field.parent.name!r})" if field.needs_path else "None"
        append = f"run.queues[{field.index}].append(({made}, {parent}, {path}))"
        yield f"if g{field.index} is None: {append}" if self.gate(field, parent) else append


def _bind(run: Any, selection: Selection, made: dict[str, Any]) -> None:
    """Awaitables belong to the innermost object; what was not made here has none left."""
    for field, below in _within(selection):
        if made[field.key].__class__ is dict:
            _bind(run, below, made[field.key])
    run.bind(made, None, selection.fields)


def _within(selection: Selection) -> Iterator[tuple[Field, Selection]]:
    return ((field, field.inlined) for field in selection.fields if field.inlined)
