"""The price of one operation: its selections compiled into a tree of costs."""

from collections.abc import Mapping
from typing import Any

from graphql import (
    DirectiveNode,
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLField,
    GraphQLObjectType,
    OperationDefinitionNode,
    SelectionNode,
    SelectionSetNode,
    VariableNode,
    get_nullable_type,
    is_abstract_type,
    is_list_type,
)

from execution.cost import Prices
from execution.cost_tree import FieldPart, Part, Run, Selections, if_of
from execution.keeping import MOST_KEPT, key_of

# More than any budget, and small enough for every reader of JSON.
MOST = 2**31 - 1


class OperationCost:
    """One operation's price."""

    def __init__(self, prices: Prices, document: DocumentNode, operation: OperationDefinitionNode) -> None:
        self._prices = prices
        self._fragments = {d.name.value: d for d in document.definitions if isinstance(d, FragmentDefinitionNode)}
        self._made: dict[tuple[int, str], Selections] = {}
        definitions = operation.variable_definitions or ()
        self._defaults = {d.variable.name.value: d.default_value for d in definitions if d.default_value is not None}
        root = prices.schema.get_root_type(operation.operation)
        assert root is not None
        self._own = prices.types[root.name]
        self.root = self._selections(operation.selection_set, root)
        self._kept: dict[tuple[Any, ...], int] = {}

    @property
    def steps(self) -> int:
        """How many parts an evaluation looks at, at the most."""
        return sum(len(each.parts) for each in self._made.values())

    def run(self, variables: Mapping[str, Any] | None, forced: Mapping[int, int] | None = None) -> Run:
        """An evaluation with the variables as they were sent, or coerced."""
        return Run({**self._defaults, **(variables or {})}, forced or {})

    def estimated(self, variables: Mapping[str, Any] | None) -> int:
        """The cost with the variables as they were sent, evaluated once for equal ones that are small."""
        given = variables or {}
        key = key_of([*given, *given.values()])
        known = self._kept.get(key) if key is not None else None
        if known is None:
            known = self.total(self.run(given))
            if key is not None and len(self._kept) < MOST_KEPT:
                self._kept[key] = known
        return known

    def total(self, run: Run) -> int:
        """The cost, at most 2**31 - 1."""
        return min(self._own + self.root.amount(run).closed(None, 0), MOST)

    def _selections(self, selections: SelectionSetNode, owner: GraphQLObjectType) -> Selections:
        place = (id(selections), owner.name)
        if place not in self._made:
            made = self._made[place] = Selections()
            spread: set[str] = set()
            for selection in selections.selections:
                part = self._part(selection, owner, spread)
                made.parts += [part] if part else []
            made.settle()
        return self._made[place]

    def _part(self, selection: SelectionNode, owner: GraphQLObjectType, spread: set[str]) -> Part | None:
        conditions = tuple(d for d in selection.directives or () if d.name.value in ("skip", "include"))
        if isinstance(selection, FieldNode):
            return self._field(selection, owner, conditions)
        fragment: Any = selection
        if isinstance(selection, FragmentSpreadNode):
            fragment = self._fragments[selection.name.value]
            if not conditions and fragment.name.value in spread:
                return None
            spread |= set() if conditions else {fragment.name.value}
        if not self._applies(fragment, owner):
            return None
        inner = self._selections(fragment.selection_set, owner)
        return Part(conditions=conditions, inner=[(0, inner)], varies=_steered(conditions) or inner.constant is None)

    def _field(
        self, node: FieldNode, owner: GraphQLObjectType, conditions: tuple[DirectiveNode, ...]
    ) -> FieldPart | None:
        name = node.name.value
        if name.startswith("__"):
            # Introspection costs no reads; the limits bound it.
            return None
        field: GraphQLField = owner.fields[name]
        weight, size = self._prices.fields[owner.name].get(name, 0), self._prices.sizes.get((owner.name, name))
        inner = self._answers(field, node)
        if not weight and not inner:
            return None
        is_list = is_list_type(get_nullable_type(field.type))
        return FieldPart(
            conditions=conditions,
            inner=inner,
            varies=_steered(conditions)
            or (size is not None and size.varies(node))
            or any(each.constant is None for _, each in inner),
            node=node,
            weight=weight,
            size=size,
            is_list=is_list,
            is_open=is_list and size is None and name in self._prices.sized,
        )

    def _answers(self, field: GraphQLField, node: FieldNode) -> list[tuple[int, Selections]]:
        if node.selection_set is None:
            return []
        kinds = self._prices.possible(field.type)
        return [(self._prices.types[kind.name], self._selections(node.selection_set, kind)) for kind in kinds]

    def _applies(self, fragment: Any, owner: GraphQLObjectType) -> bool:
        if fragment.type_condition is None:
            return True
        kind = self._prices.schema.type_map[fragment.type_condition.name.value]
        return kind is owner or (is_abstract_type(kind) and self._prices.schema.is_sub_type(kind, owner))


def _steered(conditions: tuple[DirectiveNode, ...]) -> bool:
    return any(isinstance(if_of(each), VariableNode) for each in conditions)
