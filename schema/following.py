"""The feeds behind the fields of the subscription root, with what Strawberry makes of their arguments."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from strawberry.types.arguments import convert_arguments
from strawberry.types.field import StrawberryField

from resolvers.changes.feed import Feed
from schema.access import served


@dataclass(frozen=True, slots=True)
class Followed:
    """A subscription: its feed, and `convert` for the arguments that graphql-core coerced."""

    feed: Feed
    convert: Callable[[dict[str, Any]], dict[str, Any]]


@cache
def followed() -> Mapping[str, Followed]:
    """By the name of the field."""
    built = served()
    root = built._schema.subscription_type
    fields = root.fields if root is not None else {}
    return {name: _followed(built, defined.extensions["strawberry-definition"]) for name, defined in fields.items()}


def _followed(built: Any, field: StrawberryField) -> Followed:
    def convert(arguments: dict[str, Any]) -> dict[str, Any]:
        registry = built.schema_converter.scalar_registry
        return convert_arguments(arguments, field.arguments, scalar_registry=registry, config=built.config)

    resolver: Any = field.base_resolver
    return Followed(resolver.wrapped_func.feed, convert)
