"""A document's operation as a plan: what is asked of each concrete type, merged, gated, ready to be run by levels."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    GraphQLAbstractType,
    GraphQLField,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLOutputType,
    GraphQLSchema,
    OperationDefinitionNode,
    default_field_resolver,
    default_type_resolver,
    get_named_type,
    is_abstract_type,
    is_object_type,
)
from graphql.execution import Executor
from graphql.execution.collect_fields import FieldDetails, FragmentDetails, collect_fields, collect_subfields
from graphql.execution.values import VariableValues
from graphql.type import GraphQLResolveInfoHelpers

from execution.fields import ORDINARY, QUEUED, Attribute, Kind, Ordinary
from execution.gates import Coordinate, Gate

if TYPE_CHECKING:
    from execution.arguments import Arguments

TYPENAME = "__typename"
# Completes a value at a position of the answer: (run, value, path) -> completed.
Complete = Callable[[Any, Any, Any], Any]
# Makes the response object of a parent: (run, parent, path) -> dict.
Row = Callable[[Any, Any, Any], dict[str, Any]]
# The same for a list of parents, none of which asks for its path: (run, parents) -> dicts.
Rows = Callable[[Any, Sequence[Any]], list[dict[str, Any]]]


@dataclass(eq=False, repr=False)
class Field:
    """One response key of one selection."""

    key: str
    parent: GraphQLObjectType
    definition: GraphQLField
    details: list[FieldDetails]
    kind: Kind
    index: int
    gate: Gate | None = None
    # The denial of a field that is closed to this kind of viewer.
    closed: Any = None
    selections: dict[str, "Selection"] = field(default_factory=dict)
    # What coerces its arguments, where it has any.
    arguments: "Arguments | None" = None
    # The field above, on the way from the root.
    above: "Field | None" = None
    complete: Complete = None  # type: ignore[assignment]  # set once the selections below are built
    # The same for values that are certainly not awaitable.
    at_hand: Complete = None  # type: ignore[assignment]
    # The selection of a group or of a single object, where it is written into the function of the selection around it.
    inlined: "Selection | None" = None
    # The selection of the objects of a list that are made together.
    listed: "Selection | None" = None
    # How many single objects are around it that were at hand with their parents; 0 for the root's own fields.
    depth: int = 0
    # The selection whose objects equal parents may share.
    shared: "Selection | None" = None
    # Whether its resolver, or something below it, wants to know where it is.
    needs_path: bool = False
    passes_path: bool = False

    @property
    def type(self) -> GraphQLOutputType:
        """The declared type."""
        return self.definition.type

    @cached_property
    def name(self) -> str:
        """The name in the schema."""
        return self.details[0].node.name.value

    @cached_property
    def nodes(self) -> list[FieldNode]:
        """The places in the document that ask for it."""
        return [detail.node for detail in self.details]

    @property
    def coordinate(self) -> str:
        """`Type.field`."""
        return f"{self.parent.name}.{self.name}"

    @property
    def asks_typename(self) -> bool:
        """Whether it asks for the name of its parent's type."""
        return self.name == TYPENAME

    @property
    def has_arguments(self) -> bool:
        """Whether arguments have to be coerced, which may fail."""
        return bool(self.definition.args or self.details[0].node.arguments)

    def response_path(self) -> list[str | int]:
        """The path of the field in an answer, without list positions."""
        return [*(self.above.response_path() if self.above else ()), self.key]


@dataclass(eq=False, repr=False)
class Selection:
    """The fields asked of one concrete type at one place."""

    of: GraphQLObjectType
    index: int
    fields: list[Field] = field(default_factory=list)
    # What one of its objects costs.
    cost: int = 0
    row: Row = None  # type: ignore[assignment]  # set once the whole plan is built
    # The same for many; only where there are lists of its objects.
    rows: Rows = None  # type: ignore[assignment]
    slow_row: Row = None  # type: ignore[assignment]
    needs_path: bool = False
    # Classes of parents that need no look before they are taken: neither null, nor failed, nor awaitable.
    known: set[type[Any]] = field(default_factory=set)

    @property
    def is_flat(self) -> bool:
        """Whether its objects are made of leaves alone, so that equal parents may share one."""
        return not any(f.selections or f.gate or f.closed for f in self.fields) and not self.needs_path


@dataclass(eq=False, repr=False)
class Plan:
    """An operation for one way of its `@skip` and `@include`, and for one kind of viewer."""

    schema: GraphQLSchema
    operation: OperationDefinitionNode
    fragments: Mapping[str, FragmentDetails]
    # The root's fields; one selection for each of them where they run one after another.
    roots: list[Selection]
    fields: list[Field]
    selections: list[Selection]
    # The fields that are closed to this kind of viewer, and those that wait for the work of a level.
    closed: list[Field]
    queued: list[Field]
    columns: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @cached_property
    def resolved(self) -> list[Field]:
        """Of those that wait, the ones whose own resolver is called for each parent."""
        return [field for field in self.queued if isinstance(field.kind, Ordinary)]

    @cached_property
    def related(self) -> list[Field]:
        """Of those that wait, the ones that are asked once for all parents of a level."""
        return [field for field in self.queued if not isinstance(field.kind, Ordinary)]

    @cached_property
    def definitions(self) -> dict[str, FragmentDefinitionNode]:
        """The fragments as they stand in the document."""
        return {name: fragment.definition for name, fragment in self.fragments.items()}

    @cached_property
    def helpers(self) -> GraphQLResolveInfoHelpers:
        """What graphql-core offers to resolvers that start work of their own.

        An executor and its helpers hold each other: one of a run would keep all that was read from being freed.
        """
        resolvers = (default_field_resolver, default_type_resolver, default_field_resolver)
        aside = Executor[Any](self.schema, {}, {}, None, None, self.operation, VariableValues({}, {}), *resolvers)
        return aside.async_helpers


class Uncompilable(Exception):
    """An operation that only graphql-core runs; says why."""


@dataclass
class Builder:
    """Builds the plan of one operation."""

    schema: GraphQLSchema
    kinds: Mapping[Coordinate, Kind]
    gates: Mapping[Coordinate, Gate]
    closed: Mapping[Coordinate, Any]
    fragments: dict[str, FragmentDetails]
    variables: VariableValues
    operation: OperationDefinitionNode
    finish: Callable[[Selection], None]
    fields: list[Field] = field(default_factory=list)
    selections: list[Selection] = field(default_factory=list)

    def build(self, *, serially: bool) -> Plan:
        """The plan; raises GraphQLError where graphql-core would."""
        root = self.schema.get_root_type(self.operation.operation)
        if root is None:
            raise Uncompilable("the schema has no such root")
        grouped = collect_fields(self.schema, self.fragments, self.variables, root, self.operation).grouped_field_set
        groups = [{key: details} for key, details in grouped.items()] if serially else [grouped]
        roots = [self._selection(root, group, None) for group in groups]
        closed = [f for f in self.fields if f.closed is not None]
        queued = [f for f in self.fields if f.closed is None and isinstance(f.kind, QUEUED)]
        return Plan(self.schema, self.operation, self.fragments, roots, self.fields, self.selections, closed, queued)

    def _selection(
        self, type_: GraphQLObjectType, grouped: dict[str, list[FieldDetails]], above: Field | None
    ) -> Selection:
        selection = Selection(type_, len(self.selections))
        self.selections.append(selection)
        for key, details in grouped.items():
            definition = self.schema.get_field(type_, details[0].node.name.value)
            if definition is not None:
                selection.fields.append(self._field(key, type_, definition, details, above))
        self.finish(selection)
        return selection

    def _field(
        self,
        key: str,
        parent: GraphQLObjectType,
        definition: GraphQLField,
        details: list[FieldDetails],
        above: Field | None,
    ) -> Field:
        place = (parent.name, details[0].node.name.value)
        kind: Kind = Attribute(TYPENAME) if place[1] == TYPENAME else self.kinds.get(place, ORDINARY)
        made = Field(key, parent, definition, details, kind, len(self.fields), above=above)
        made.depth = _depth(above)
        self.fields.append(made)
        made.gate, made.closed = self.gates.get(place), self.closed.get(place)
        if made.closed is None:
            for type_ in self._concrete(get_named_type(definition.type)):
                made.selections[type_.name] = self._selection(type_, self._below(type_, details), made)
        return made

    def _concrete(self, named: Any) -> list[GraphQLObjectType]:
        if is_object_type(named):
            return [named]
        if is_abstract_type(named):
            abstract: GraphQLAbstractType = named
            return list(self.schema.get_possible_types(abstract))
        return []

    def _below(self, type_: GraphQLObjectType, details: list[FieldDetails]) -> dict[str, list[FieldDetails]]:
        return collect_subfields(
            self.schema, self.fragments, self.variables, self.operation, type_, details
        ).grouped_field_set


def _depth(above: Field | None) -> int:
    if above is None:
        return 0
    type_ = above.type.of_type if isinstance(above.type, GraphQLNonNull) else above.type
    return 1 if isinstance(type_, GraphQLList) or isinstance(above.kind, QUEUED) else above.depth + 1
