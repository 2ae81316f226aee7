"""How much a document may ask for: depth, aliases, root fields; counted once per fragment, linear in the document."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    InlineFragmentNode,
    IntValueNode,
    ListValueNode,
    OperationDefinitionNode,
    SelectionSetNode,
    Visitor,
    visit,
)


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on documents and their answers; sizes in bytes. `page` is the longest page that any list gives."""

    document_bytes: int = 16_384
    tokens: int = 2_000
    depth: int = 12
    aliases: int = 30
    root_fields: int = 20
    list_items: int = 250
    digits: int = 100
    page: int = 100
    cost: int = 10_000
    validation_errors: int = 5
    execution_errors: int = 20


# One answer about the whole schema is large; a tool asks once.
INTROSPECTIONS = 2


@dataclass
class _Shape:
    """What a selection set amounts to, fragments included."""

    depth: int = 0
    root_fields: int = 0
    aliases: int = 0
    introspections: int = 0
    own: Counter[str] = field(default_factory=Counter)
    nested_repeats: int = 0

    @property
    def repeats(self) -> int:
        """How often one field stands in one selection set, at the most."""
        return max([self.nested_repeats, *self.own.values()])


class Measure:
    """Measures the operations of one document; each fragment is measured once."""

    def __init__(self, document: DocumentNode) -> None:
        self._fragments = {d.name.value: d for d in document.definitions if isinstance(d, FragmentDefinitionNode)}
        self._known: dict[str, _Shape] = {}
        self._open: set[str] = set()

    def violations(self, operation: OperationDefinitionNode, limits: Limits) -> Iterator[GraphQLError]:
        """An error for each limit that an operation breaks."""
        shape = self._of(operation.selection_set)
        for name, found, allowed, cure in (
            ("depth", shape.depth, limits.depth, "is nested deeper than {} levels"),
            ("rootFields", shape.root_fields, limits.root_fields, "has more than {} fields at its root"),
            ("introspections", shape.introspections, INTROSPECTIONS, "asks for the schema more than {} times"),
            ("aliases", max(shape.aliases, shape.repeats), limits.aliases, "has more than {} aliases or repeats"),
        ):
            if found > allowed:
                yield exceeded(f"The operation {cure.format(allowed)}; split it.", operation, name, allowed)

    def _of(self, selections: SelectionSetNode | None) -> _Shape:
        shape, spreads = _Shape(), Counter[str]()
        self._collect(selections, shape, spreads)
        for name, times in spreads.items():
            self._join(shape, self._fragment(name), times)
        return shape

    def _collect(self, selections: SelectionSetNode | None, shape: _Shape, spreads: Counter[str]) -> None:
        for selection in selections.selections if selections else ():
            if isinstance(selection, FieldNode):
                self._add_field(shape, selection)
            elif isinstance(selection, FragmentSpreadNode):
                spreads[selection.name.value] += 1
            elif isinstance(selection, InlineFragmentNode):
                self._collect(selection.selection_set, shape, spreads)

    def _add_field(self, shape: _Shape, selection: FieldNode) -> None:
        name = selection.name.value
        shape.root_fields += 1
        shape.aliases += selection.alias is not None
        if name.startswith("__"):
            # Introspection is deep by nature; the profile decides about it, and validation bounds its depth.
            shape.introspections += name != "__typename"
            return
        inner = self._of(selection.selection_set)
        shape.depth = max(shape.depth, inner.depth + 1)
        shape.aliases += inner.aliases
        shape.own[name] += 1
        shape.nested_repeats = max(shape.nested_repeats, inner.repeats)

    def _fragment(self, name: str) -> _Shape:
        if name in self._known:
            return self._known[name]
        definition = self._fragments.get(name)
        if definition is None or name in self._open:
            return _Shape()
        self._open.add(name)
        self._known[name] = self._of(definition.selection_set)
        self._open.discard(name)
        return self._known[name]

    @staticmethod
    def _join(shape: _Shape, other: _Shape, times: int) -> None:
        """Adds a fragment that is spread some times; spread by spread, a wide one would take long."""
        shape.depth = max(shape.depth, other.depth)
        shape.root_fields += other.root_fields * times
        shape.aliases += other.aliases * times
        shape.introspections += other.introspections * times
        small, large, factor = shape.own, other.own, 1
        if times > 1 or len(small) > len(large):
            small, large, factor = other.own, shape.own, times
        # Copying is quick; only the smaller side is gone through.
        shape.own = large.copy()
        for name, count in small.items():
            shape.own[name] += count * factor
        shape.nested_repeats = max(shape.nested_repeats, other.nested_repeats)


def long_lists(document: DocumentNode, limits: Limits) -> list[GraphQLError]:
    """An error for each list written in a document that has too many items."""
    found: list[GraphQLError] = []

    class Lists(Visitor):
        def enter_list_value(self, node: ListValueNode, *_: Any) -> None:
            if len(node.values) > limits.list_items:
                message = f"A list has more than {limits.list_items} items; send them in several requests."
                found.append(exceeded(message, node, "listItems", limits.list_items))

    visit(document, Lists())
    return found


def long_numbers(document: DocumentNode, limits: Limits) -> list[GraphQLError]:
    """An error for each whole number written in a document that has too many digits to be read."""
    found: list[GraphQLError] = []

    class Numbers(Visitor):
        def enter_int_value(self, node: IntValueNode, *_: Any) -> None:
            if len(node.value.lstrip("-")) > limits.digits:
                message = f"A number has more than {limits.digits} digits."
                found.append(exceeded(message, node, "digits", limits.digits))

    visit(document, Numbers())
    return found


def exceeded(message: str, node: Any, limit: str, allowed: int) -> GraphQLError:
    """The error for a limit that is broken, by the name of the limit."""
    return GraphQLError(message, node, extensions={"code": "LIMIT_EXCEEDED", "limit": limit, "allowed": allowed})
