"""What operations cost by the weights and sizes that a schema declares: IBM's GraphQL cost directives.

An operation's cost is that of its objects, by the weights of their types (1 unless stated), and on top of it the
weights of the fields that state one. Sizes of lists are read from arguments when the variables are known.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from graphql import (
    GraphQLObjectType,
    GraphQLOutputType,
    GraphQLSchema,
    get_named_type,
    get_nullable_type,
    is_abstract_type,
    is_list_type,
    is_object_type,
    value_from_ast_untyped,
)

from execution.sizes import ListSize, list_size

# Where code-first schemas keep the directives of an element: {"cost": {"weight": "1"}}.
DIRECTIVES = "directives"


class Prices:
    """The weights and sizes of one schema; raises ValueError for declarations that make no sense.

    `longest` is the longest list that any field gives for a number asked for, unless its `assumedSize` is larger.
    """

    def __init__(self, schema: GraphQLSchema, longest: int = 100) -> None:
        self.schema = schema
        self.types: dict[str, int] = {}
        self.fields: dict[str, dict[str, int]] = {}
        self.sizes: dict[tuple[str, str], ListSize] = {}
        for name, kind in schema.type_map.items():
            if isinstance(kind, GraphQLObjectType) and not name.startswith("__"):
                self.types[name] = _weight(kind, 1)
                self.fields[name] = {each: weight for each, field in kind.fields.items() if (weight := _weight(field))}
                self._read_sizes(name, kind, longest)
        self.sized = frozenset(field for size in self.sizes.values() for field in size.sized)

    def own(self, type_name: str, field_names: Iterable[str]) -> int:
        """The cost of one object of a type with some of its fields, without what they lead to; 0 for introspection."""
        weights = self.fields.get(type_name, {})
        return self.types.get(type_name, 0) + sum(weights.get(name, 0) for name in field_names)

    def unsized(self) -> list[str]:
        """The coordinates of lists of objects whose length nobody states."""
        return [
            f"{name}.{field_name}"
            for name in sorted(self.fields)
            for field_name, field in self._object(name).fields.items()
            if is_list_type(get_nullable_type(field.type))
            and get_named_type(field.type).name in self._composites()
            and (name, field_name) not in self.sizes
            and field_name not in self.sized
        ]

    def possible(self, kind: GraphQLOutputType) -> tuple[GraphQLObjectType, ...]:
        """The object types that a field may answer with; none for leaves."""
        named: Any = get_named_type(kind)
        if is_object_type(named):
            return (named,)
        return tuple(self.schema.get_possible_types(named)) if is_abstract_type(named) else ()

    def _read_sizes(self, name: str, kind: GraphQLObjectType, longest: int) -> None:
        for field_name, field in kind.fields.items():
            declared = _declared(field).get("listSize")
            if declared is not None:
                self.sizes[name, field_name] = list_size(field, declared, longest)

    def _object(self, name: str) -> GraphQLObjectType:
        kind = self.schema.type_map[name]
        assert isinstance(kind, GraphQLObjectType)
        return kind

    def _composites(self) -> set[str]:
        return {name for name, kind in self.schema.type_map.items() if is_object_type(kind) or is_abstract_type(kind)}


def _declared(element: Any) -> Mapping[str, Any]:
    stated: Mapping[str, Any] | None = element.extensions.get(DIRECTIVES)
    if stated is not None:
        return stated
    nodes = element.ast_node.directives if element.ast_node else None
    return {
        node.name.value: {a.name.value: value_from_ast_untyped(a.value) for a in node.arguments or ()}
        for node in nodes or ()
    }


def _weight(element: Any, default: int = 0) -> int:
    declared = _declared(element).get("cost")
    weight = int(declared["weight"]) if declared is not None else default
    if weight < 0:
        raise ValueError("a weight must not be negative")
    return weight
