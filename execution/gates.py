"""Gates before fields: what a kind of viewer may never see is decided once, what depends on the row by its facts."""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from typing import Any

from graphql import GraphQLObjectType, GraphQLResolveInfo, GraphQLSchema, default_field_resolver

Coordinate = tuple[str, str]
# Told of denials: context, coordinate, denial, path of the first, how many.
Deny = Callable[[Any, str, Any, list[str | int], int], None]

KINDS_KEPT = 1_000


@dataclass(frozen=True, slots=True)
class Gate:
    """When a field is closed; each answer is None (open) or the denial, and neither function may raise.

    `viewer(context)` needs no row and must give the same for every viewer of one kind; `row(parent)` judges by
    the parent, whose attributes `columns` it reads.
    """

    viewer: Callable[[Any], Any]
    row: Callable[[Any], Any] | None = None
    columns: frozenset[str] = frozenset()


@dataclass
class Gates:
    """All gates of a schema; `kind(context)` tells which viewers are alike."""

    gates: Mapping[Coordinate, Gate] = field(default_factory=dict)
    kind: Callable[[Any], Hashable] = lambda context: None
    deny: Deny = lambda *told: None
    _known: dict[Hashable, Mapping[Coordinate, Any]] = field(default_factory=dict)

    def closed(self, context: Any) -> Mapping[Coordinate, Any]:
        """The coordinates that are closed to a viewer whatever the row, with their denials."""
        if not self.gates:
            return {}
        kind = self.kind(context)
        known = self._known.get(kind)
        if known is None:
            if len(self._known) >= KINDS_KEPT:
                self._known.clear()
            known = self._known[kind] = self._judge(context)
        return known

    def _judge(self, context: Any) -> Mapping[Coordinate, Any]:
        judged = {place: gate.viewer(context) for place, gate in self.gates.items()}
        return {place: denial for place, denial in judged.items() if denial is not None}

    def install(self, schema: GraphQLSchema) -> None:
        """Puts the gates before the resolvers of a schema, in place: for graphql-core's own executor."""
        for (type_name, field_name), gate in self.gates.items():
            owner = schema.type_map[type_name]
            if isinstance(owner, GraphQLObjectType):
                defined = owner.fields[field_name]
                defined.resolve = self._gated(f"{type_name}.{field_name}", defined.resolve, gate)

    def _gated(self, coordinate: str, resolve: Any, gate: Gate) -> Callable[..., Any]:
        inner = resolve or default_field_resolver

        def gated(source: Any, info: GraphQLResolveInfo[Any], **arguments: Any) -> Any:
            denial = gate.viewer(info.context)
            if denial is None and gate.row is not None:
                denial = gate.row(source)
            if denial is None:
                return inner(source, info, **arguments)
            self.deny(info.context, coordinate, denial, info.path.as_list(), 1)
            return None

        return gated
