"""How a written function takes what an object is made of from its parent, before anything has effects."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from graphql import is_leaf_type
from graphql.pyutils import Path

from execution.fields import QUEUED, Applied, Attribute, Computed, Kind, Same, getter
from execution.leaves import Names, leaf_coercion, test_as_it_is
from execution.plan import Field, Selection
from execution.shortcuts import PLAIN, nullable


class Taking:
    """Writes the lines that take values; `names` are the objects that the text refers to."""

    def __init__(self) -> None:
        self.names: dict[str, Any] = {"Path": Path, "PLAIN": PLAIN, "NAMED": Names.CLASSES}
        # Of fields that are read straight from a parent further up.
        self._kinds: dict[Field, Kind] = {}

    def takes(self, selection: Selection, parent: str) -> Iterator[str]:
        """Everything that may fail comes first: what follows has effects."""
        judged: dict[Any, int] = {}
        for field in selection.fields:
            if field.closed is None and not field.asks_typename:
                if gated := self.gate(field, parent):
                    # A gate before several fields judges their parent once.
                    first = judged.setdefault(field.gate and field.gate.row, field.index)
                    yield f"g{field.index} = {gated if first == field.index else f'g{first}'}"
                yield from guarded([f"g{field.index} is None"] if gated else [], self._taken(field, parent))

    def _taken(self, field: Field, parent: str) -> Iterator[str]:
        place, kind, below = field.index, self.kind_of(field), field.inlined
        if field.has_arguments and not isinstance(kind, QUEUED):
            yield f"run.arguments({self.named('field', field, field)})"
        if isinstance(kind, QUEUED):
            return
        if self.lies_on(field):
            yield from self._taken_apart(field, kind, parent)
            return
        yield f"v{place} = {self._read(field, parent)}"
        if self.coerces(field):
            yield f"t{place} = {self.named('coerce', field, leaf_coercion(leaf_of(field)))}(v{place})" + (
                f" if v{place}.__class__ in PLAIN else None"
            )
        if below:
            yield f"k{place} = v{place}.__class__ in {self.named('known', field, below.known)}"
            yield from guarded([f"k{place}"], self.takes(below, f"v{place}"))

    def _taken_apart(self, field: Field, kind: Kind, parent: str) -> Iterator[str]:
        """What an object consists of, taken from the parent itself."""
        below = field.inlined
        if isinstance(kind, Applied) and kind.parts and below:
            self._kinds |= {each: kind.parts[each.name] for each in below.fields if not each.asks_typename}
            if kind.absent:
                yield f"k{field.index} = {parent}.{kind.absent} is not None"
        yield from guarded(self.present(field), self.takes(below, parent)) if below else ()

    def kind_of(self, field: Field) -> Kind:
        """How a field gets its value here."""
        return self._kinds.get(field, field.kind)

    def lies_on(self, field: Field) -> bool:
        """Whether the object of a field lies on its parent, and is not made."""
        kind = self.kind_of(field)
        return isinstance(kind, Same) or (isinstance(kind, Applied) and bool(kind.parts and field.inlined))

    def present(self, field: Field) -> list[str]:
        """When the object of a field is there."""
        kind = self.kind_of(field)
        is_certain = isinstance(kind, Same) or (self.lies_on(field) and isinstance(kind, Applied) and not kind.absent)
        return [] if is_certain else [f"k{field.index}"]

    def _read(self, field: Field, parent: str) -> str:
        kind = self.kind_of(field)
        if isinstance(kind, Attribute) and kind.name.isidentifier():
            return f"{parent}.{kind.name}"
        if isinstance(kind, Computed):
            return self.named("f", field, kind.function) + f"({parent})"
        if isinstance(kind, Applied):
            values = ", ".join(f"{parent}.{name}" for name in kind.attributes)
            applied = self.named("f", field, kind.function) + f"({values})"
            return f"{applied} if {parent}.{kind.absent} is not None else None" if kind.absent else applied
        return self.named("f", field, getter(kind)) + f"({parent}, run.context)"

    def gate(self, field: Field, parent: str) -> str:
        """What judges a field by its parent; empty where nothing does."""
        if field.gate is None or field.gate.row is None:
            return ""
        return self.named("gate", field, field.gate.row) + f"({parent})"

    def coerces(self, field: Field) -> bool:
        """Whether a leaf takes its type's own function, whose value is kept as `t`."""
        leaf = leaf_of(field)
        return is_leaf_type(leaf) and not test_as_it_is(leaf) and not isinstance(leaf_coercion(leaf), Names)

    def named(self, kind: str, field: Field, value: Any) -> str:
        """Makes an object known to the text, by the name that is returned."""
        name = f"{kind}{field.index}"
        self.names[name] = value
        return name


def guarded(conditions: Sequence[str], lines: Iterable[str]) -> list[str]:
    """Lines that are for some conditions only."""
    found = list(lines)
    return [f"if {' and '.join(conditions)}:", *deeper(found, 1)] if found and conditions else found


def leaf_of(field: Field) -> Any:
    """The type of a field, without its non-null."""
    return nullable(field.type)


def deeper(lines: Iterable[str], levels: int) -> list[str]:
    """Lines within a block."""
    return ["    " * levels + line for line in lines]
