"""A small schema that knows nothing of the portal, and an engine for it."""

from typing import Any

from graphql import GraphQLSchema, build_schema

from execution.engine import Engine
from execution.gates import Gates
from execution.limits import Limits

SDL = """
interface Named { name: String }
type Cat implements Named { name: String lives: Int! enemy: Dog }
type Dog implements Named { name: String toys(first: Int!): [String] }
type Query { cat: Cat dog: Dog pets: [Named!] cats(n: Int = 1): [Cat] add(numbers: [Int!]!): Int }
type Mutation { rename(name: String!): Cat }
"""


class Told(Exception):
    """What a resolver may tell a client."""


def schema() -> GraphQLSchema:
    return build_schema(SDL)


def explain(error: BaseException) -> tuple[str, str, dict[str, Any]]:
    if isinstance(error, Told):
        return "TOLD", str(error), {"hint": 1}
    return "INTERNAL", "Masked.", {}


def engine(made: GraphQLSchema | None = None, gates: Gates | None = None, **limits: int) -> Engine:
    return Engine(made or schema(), Limits(**limits), explain, introspection=False, gates=gates)
