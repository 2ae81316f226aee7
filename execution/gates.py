"""Gates before resolvers: a denied field is not resolved; it is null, and told once per coordinate."""

from collections.abc import Callable, Mapping
from typing import Any

from graphql import GraphQLField, GraphQLObjectType, GraphQLResolveInfo, GraphQLSchema, default_field_resolver

Resolve = Callable[..., Any]
# Given the context and the parent object: None opens the gate, anything else is the denial.
Decide = Callable[[Any, Any], Any]
# Told of a denial: context, coordinate, denial, path.
Deny = Callable[[Any, str, Any, list[str | int]], None]


def install(schema: GraphQLSchema, gates: Mapping[tuple[str, str], Decide], deny: Deny) -> None:
    """Puts a gate before the resolvers of some (type, field)s of a schema, in place."""
    for (type_name, field_name), decide in gates.items():
        owner = schema.type_map[type_name]
        if isinstance(owner, GraphQLObjectType):
            defined = owner.fields[field_name]
            defined.resolve = _gated(f"{type_name}.{field_name}", defined, decide, deny)


def _gated(coordinate: str, defined: GraphQLField, decide: Decide, deny: Deny) -> Resolve:
    resolve: Any = defined.resolve or default_field_resolver

    def gated(source: Any, info: GraphQLResolveInfo[Any], **arguments: Any) -> Any:
        denial = decide(info.context, source)
        if denial is None:
            return resolve(source, info, **arguments)
        deny(info.context, coordinate, denial, info.path.as_list())
        return None

    return gated
