"""What arguments ask by: the members of inputs and enums that carry a rule of their own."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from graphql import (
    EnumValueNode,
    FieldNode,
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputObjectType,
    ListValueNode,
    NullValueNode,
    ObjectValueNode,
    ValueNode,
    VariableNode,
    get_named_type,
    get_nullable_type,
)
from graphql.utilities import get_default_value_ast

Place = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Asked:
    """A member that is asked by: surely, or only when a variable says so (`variable`)."""

    place: Place
    variable: str | None = None


def asked_by(node: FieldNode, defined: GraphQLField) -> Iterator[Asked]:
    """Every (type, member) that the arguments of a field ask by, or may."""
    given = {argument.name.value: argument.value for argument in node.arguments or ()}
    for name, argument in defined.args.items():
        value = given.get(name) or get_default_value_ast(argument)
        if value is not None:
            yield from _of(argument.type, value)
        if isinstance(value, VariableNode) and (usual := get_default_value_ast(argument)) is not None:
            yield from _of(argument.type, usual)


def _of(kind: Any, value: ValueNode) -> Iterator[Asked]:
    if isinstance(value, VariableNode):
        yield from _anything(get_named_type(kind), value.name.value, {})
    elif isinstance(value, ListValueNode):
        inner = getattr(get_nullable_type(kind), "of_type", kind)
        for item in value.values:
            yield from _of(inner, item)
    elif isinstance(value, EnumValueNode):
        yield Asked((get_named_type(kind).name, value.value))
    elif isinstance(value, ObjectValueNode):
        yield from _members(get_named_type(kind), value)


def _members(kind: Any, value: ObjectValueNode) -> Iterator[Asked]:
    for member in value.fields:
        name = member.name.value
        if isinstance(member.value, NullValueNode):
            continue
        variable = member.value.name.value if isinstance(member.value, VariableNode) else None
        yield Asked((kind.name, name), variable)
        yield from _of(kind.fields[name].type, member.value)


def _anything(kind: Any, variable: str, seen: Mapping[str, None]) -> Iterator[Asked]:
    """A variable can hold every member of its type."""
    if isinstance(kind, GraphQLEnumType):
        yield from (Asked((kind.name, value), variable) for value in kind.values)
    if isinstance(kind, GraphQLInputObjectType) and kind.name not in seen:
        for name, member in kind.fields.items():
            yield Asked((kind.name, name), variable)
            yield from _anything(get_named_type(member.type), variable, {**seen, kind.name: None})
