"""What a document uses of a schema although it is deprecated."""

from dataclasses import dataclass
from typing import Any

from graphql import (
    DocumentNode,
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    TypeInfo,
    TypeInfoVisitor,
    Visitor,
    get_named_type,
    visit,
)

_COMPOSITE = (GraphQLObjectType, GraphQLInterfaceType, GraphQLInputObjectType)


@dataclass(frozen=True, slots=True)
class Deprecated:
    """A field, argument, input field or enum value, and what the schema says of its end."""

    coordinate: str
    reason: str

    @property
    def warning(self) -> dict[str, str]:
        """As answers tell it."""
        return {"code": "DEPRECATED", "coordinate": self.coordinate, "message": f"{self.coordinate}: {self.reason}"}


class Deprecations:
    """Those of one schema; for a schema without any, documents are not even looked at."""

    def __init__(self, schema: GraphQLSchema) -> None:
        self._schema = schema
        self._has_any = any(_members_deprecated(kind) for kind in schema.type_map.values())

    def used(self, document: DocumentNode) -> tuple[Deprecated, ...]:
        """What a valid document uses of them, in its own text; each once, by coordinate."""
        if not self._has_any:
            return ()
        info = TypeInfo(self._schema)
        found = _Finding(info)
        visit(document, TypeInfoVisitor(info, found))
        return tuple(sorted(found.used, key=lambda each: each.coordinate))


class _Finding(Visitor):
    def __init__(self, info: TypeInfo) -> None:
        super().__init__()
        self._info = info
        self.used: set[Deprecated] = set()
        self._field = ""

    def enter_field(self, node: Any, *_: Any) -> None:
        parent = self._info.get_parent_type()
        self._field = f"{parent.name}.{node.name.value}" if parent is not None else ""
        self._note(self._field, self._info.get_field_def())

    def enter_argument(self, node: Any, *_: Any) -> None:
        if self._info.get_directive() is None:
            self._note(f"{self._field}({node.name.value}:)", self._info.get_argument())

    def enter_object_field(self, node: Any, *_: Any) -> None:
        owner = get_named_type(self._info.get_parent_input_type())
        if isinstance(owner, GraphQLInputObjectType):
            self._note(f"{owner.name}.{node.name.value}", owner.fields.get(node.name.value))

    def enter_enum_value(self, node: Any, *_: Any) -> None:
        owner = get_named_type(self._info.get_input_type())
        if isinstance(owner, GraphQLEnumType):
            self._note(f"{owner.name}.{node.value}", self._info.get_enum_value())

    def _note(self, coordinate: str, defined: Any) -> None:
        if defined is not None and defined.deprecation_reason is not None:
            self.used.add(Deprecated(coordinate, defined.deprecation_reason))


def _members_deprecated(kind: Any) -> bool:
    if isinstance(kind, GraphQLEnumType):
        return any(value.deprecation_reason is not None for value in kind.values.values())
    members = kind.fields.values() if isinstance(kind, _COMPOSITE) else ()
    arguments = [argument for member in members for argument in getattr(member, "args", {}).values()]
    return any(each.deprecation_reason is not None for each in (*members, *arguments))
