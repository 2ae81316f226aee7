"""How each field is resolved for a whole level, read from the schema and what its resolvers declare."""

from collections.abc import Mapping
from dataclasses import replace
from inspect import iscoroutinefunction, isfunction, signature
from typing import Any

import strawberry
from graphql import GraphQLField, GraphQLObjectType, get_named_type
from strawberry.types.arguments import convert_arguments
from strawberry.types.field import StrawberryField

from execution.fields import ORDINARY, Applied, Attribute, Batched, Computed, Kind, Loaded, Ordinary
from execution.gates import Coordinate
from resolvers.relation import kind_of
from schema.build import core


def kinds(built: strawberry.Schema) -> Mapping[Coordinate, Kind]:
    """The kind of every field."""
    found = {}
    for name, type_ in core(built).type_map.items():
        if isinstance(type_, GraphQLObjectType) and not name.startswith("__"):
            for field_name, defined in type_.fields.items():
                found[name, field_name] = _kind(built, defined.extensions["strawberry-definition"])
                _check_parts(found[name, field_name], defined)
    return found


def _check_parts(kind: Kind, defined: GraphQLField) -> None:
    """An object that is not made has to lie on its parent with all its fields."""
    parts = kind.parts if isinstance(kind, Applied) else None
    if parts is None:
        return
    made: Any = get_named_type(defined.type)
    if set(parts) != set(made.fields):
        raise LookupError(f"{made} consists of {sorted(made.fields)}, not of {sorted(parts)}")
    for name, part in parts.items():
        _check_parts(part, made.fields[name])


def _kind(built: strawberry.Schema, field: StrawberryField) -> Kind:
    if field.base_resolver is None:
        return Attribute(field.python_name)
    function: Any = field.base_resolver.wrapped_func
    kind = kind_of(function)
    if kind is None and list(signature(function).parameters) == ["root"] and not iscoroutinefunction(function):
        return Computed(function)
    if kind is None or isinstance(kind, Ordinary):
        kind = _direct(built, field, function, kind or ORDINARY)
    if isinstance(kind, Ordinary) and kind.function is None:
        return kind
    if isinstance(kind, Loaded | Batched | Ordinary) and field.arguments:
        return _with_arguments(built, field, kind)
    return kind


def _direct(built: strawberry.Schema, field: StrawberryField, function: Any, kind: Ordinary) -> Ordinary:
    """The resolver itself, without what Strawberry does around it for features that it has not."""
    resolver: Any = field.base_resolver
    if field.extensions or field.permission_classes or resolver.self_parameter or not isfunction(function):
        return kind
    parents = [found.name for found in (resolver.root_parameter, resolver.parent_parameter) if found]
    infos = [resolver.info_parameter.name] if resolver.info_parameter else []

    def call(parent: Any, info: Any, **arguments: Any) -> Any:
        arguments |= dict.fromkeys(parents, parent)
        if infos:
            arguments[infos[0]] = built.config.info_class(_raw_info=info, _field=field)
        return function(**arguments)

    # One that is not handed its parent reads nothing of it.
    return replace(kind, function=call, columns=None if parents else frozenset())


def _with_arguments(built: strawberry.Schema, field: StrawberryField, kind: Loaded | Batched | Ordinary) -> Kind:
    """The functions of a kind are handed what Strawberry makes of the arguments."""

    def convert(arguments: dict[str, Any]) -> dict[str, Any]:
        registry = built.schema_converter.scalar_registry
        return convert_arguments(arguments, field.arguments, scalar_registry=registry, config=built.config)

    return replace(kind, convert=convert)
