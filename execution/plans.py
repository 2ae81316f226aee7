"""Plans kept for the next time: by document, operation, what steers `@skip` and `@include`, and the kind of viewer."""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass, field
from typing import Any, TypeVar

from graphql import (
    DocumentNode,
    FragmentDefinitionNode,
    GraphQLError,
    Node,
    OperationDefinitionNode,
    VariableNode,
)
from graphql.execution.collect_fields import FragmentDetails
from graphql.language import DirectiveNode

from execution.plan import Plan, Uncompilable

Kept = TypeVar("Kept")
STEERING = frozenset({"skip", "include"})
# Directives that change how an operation is run, not what it asks.
FOREIGN = frozenset({"defer", "stream", "experimental_disableErrorPropagation"})


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation of a document, with what a plan of it depends on."""

    document: DocumentNode
    node: OperationDefinitionNode
    fragments: dict[str, FragmentDetails]
    steering: tuple[str, ...]
    # Why only graphql-core can run it, if so.
    obstacle: str | None


def read_operation(document: DocumentNode, name: str | None) -> Operation | None:
    """The operation of a name, or the only one; None when there is no such one."""
    operations = [d for d in document.definitions if isinstance(d, OperationDefinitionNode)]
    chosen = [o for o in operations if name is None or (o.name is not None and o.name.value == name)]
    if not chosen or (name is None and len(chosen) > 1):
        return None
    definitions = [d for d in document.definitions if isinstance(d, FragmentDefinitionNode)]
    fragments = {d.name.value: FragmentDetails(d, None) for d in definitions}
    directives = list(_directives(document))
    steering = sorted({n for d in directives if d.name.value in STEERING for n in _variables(d)})
    return Operation(document, chosen[-1], fragments, tuple(steering), _obstacle(definitions, directives))


def _obstacle(definitions: list[FragmentDefinitionNode], directives: list[DirectiveNode]) -> str | None:
    if any(definition.variable_definitions for definition in definitions):
        return "fragment variables"
    foreign = sorted({d.name.value for d in directives} & FOREIGN)
    return f"@{foreign[0]}" if foreign else None


def _directives(node: Any) -> Iterator[DirectiveNode]:
    todo = [node]
    while todo:
        at = todo.pop()
        yield from getattr(at, "directives", None) or ()
        for name in ("definitions", "selections"):
            todo += getattr(at, name, None) or ()
        if getattr(at, "selection_set", None) is not None:
            todo.append(at.selection_set)


def _variables(directive: DirectiveNode) -> Iterator[str]:
    values: list[Node] = [argument.value for argument in directive.arguments or ()]
    yield from (value.name.value for value in values if isinstance(value, VariableNode))


@dataclass(frozen=True, slots=True)
class Statistics:
    """How well the plans serve; `fallbacks` counts runs on graphql-core."""

    hits: int
    misses: int
    size: int
    fallbacks: int


@dataclass
class Plans:
    """The plans used last, at most `most` of them."""

    most: int = 500
    hits: int = 0
    misses: int = 0
    fallbacks: int = 0
    _plans: OrderedDict[Hashable, tuple[DocumentNode, Plan | Uncompilable]] = field(default_factory=OrderedDict)
    _operations: OrderedDict[Hashable, Operation] = field(default_factory=OrderedDict)

    def operation(self, document: DocumentNode, name: str | None) -> Operation | None:
        """An operation, read once; the document is held, so its identity is its own as long as it is kept."""
        known = self._operations.get((id(document), name))
        if known is None:
            read = read_operation(document, name)
            if read is None:
                return None
            known = read
            _keep(self._operations, (id(document), name), known, self.most)
        return known

    def operations(self, document: DocumentNode) -> list[Operation]:
        """All operations of a document."""
        nodes = [d for d in document.definitions if isinstance(d, OperationDefinitionNode)]
        found = [self.operation(document, node.name.value if node.name else None) for node in nodes]
        return [operation for operation in found if operation is not None]

    def plan(self, operation: Operation, key: Hashable, compile: Callable[[], Plan]) -> Plan:
        """The plan for one key of an operation; raises Uncompilable."""
        place = (id(operation.node), key)
        kept = self._plans.get(place)
        if kept is None:
            self.misses += 1
            kept = (operation.document, _compiled(compile))
            _keep(self._plans, place, kept, self.most)
        else:
            self.hits += 1
            self._plans.move_to_end(place)
        if isinstance(kept[1], Uncompilable):
            raise kept[1]
        return kept[1]

    def statistics(self) -> Statistics:
        """Counts since the start."""
        return Statistics(self.hits, self.misses, len(self._plans), self.fallbacks)


def _compiled(compile: Callable[[], Plan]) -> Plan | Uncompilable:
    try:
        return compile()
    except (GraphQLError, RecursionError) as error:
        return Uncompilable(str(error))
    except Uncompilable as known:
        return known


def _keep(kept: OrderedDict[Hashable, Kept], key: Hashable, value: Kept, most: int) -> None:
    kept[key] = value
    while len(kept) > most:
        kept.popitem(last=False)
