"""Joins the types into one schema, and refuses it when a field leaves its access rule unstated."""

from collections.abc import Iterator
from typing import Any

import strawberry
from graphql import GraphQLInterfaceType, GraphQLNonNull, GraphQLObjectType, GraphQLSchema
from strawberry.schema.config import StrawberryConfig

import schema.enums  # noqa: F401  (registers the descriptions)
from domain.rule import Rule
from execution.cost import Prices
from schema.arguments import describe_directives
from schema.cost import Cost, ListSize, declare
from schema.directives import Access, SemanticNonNull
from schema.field import RULE
from schema.invite import ClientInvite, ColleagueInvite, InboundInvite
from schema.mutation import Mutation
from schema.query import Query
from schema.scalars import SCALARS
from schema.subscription import Subscription

Coordinate = tuple[str, str]


class UnstatedRule(Exception):
    """A field without an access rule, or one whose denial could not be answered with null."""


class UnstatedSize(Exception):
    """A list of objects that does not say how long it may be."""


def build_schema() -> strawberry.Schema:
    """The schema; raises UnstatedRule or UnstatedSize when a field is not safe."""
    built = strawberry.Schema(
        query=Query,
        mutation=Mutation,
        subscription=Subscription,
        types=[ClientInvite, InboundInvite, ColleagueInvite],
        schema_directives=[Access, SemanticNonNull, Cost, ListSize],
        config=StrawberryConfig(scalar_map=SCALARS, disable_field_suggestions=True),
    )
    inner = core(built)
    rules(inner)
    if unsized := Prices(inner).unsized():
        raise UnstatedSize(f"these lists do not say how long they may be: {', '.join(unsized)}")
    return built


def core(built: strawberry.Schema) -> GraphQLSchema:
    """The graphql-core schema inside."""
    inner: GraphQLSchema = built._schema
    for kind in inner.type_map.values():
        if isinstance(kind, GraphQLObjectType):
            # Resolvers answer rows; their interface is resolved by the name that the row carries.
            kind.is_type_of = None
    declare(inner)
    describe_directives(inner)
    return inner


def rules(inner: GraphQLSchema) -> dict[Coordinate, Rule]:
    """The rule of every (type, field); raises UnstatedRule."""
    found: dict[Coordinate, Rule] = {}
    for type_name, field_name, defined in _fields(inner):
        rule = _rule(defined)
        if rule is None:
            raise UnstatedRule(f"{type_name}.{field_name} states no access rule")
        if rule.may_deny and isinstance(defined.type, GraphQLNonNull):
            raise UnstatedRule(f"{type_name}.{field_name} can be denied, so it must be nullable")
        found[type_name, field_name] = rule
    return found


def _fields(inner: GraphQLSchema) -> Iterator[tuple[str, str, Any]]:
    for name, kind in sorted(inner.type_map.items()):
        if isinstance(kind, GraphQLObjectType | GraphQLInterfaceType) and not name.startswith("__"):
            for field_name, defined in kind.fields.items():
                yield name, field_name, defined


def _rule(defined: Any) -> Rule | None:
    declared = defined.extensions.get("strawberry-definition")
    rule = declared.metadata.get(RULE) if declared else None
    return rule if isinstance(rule, Rule) else None
