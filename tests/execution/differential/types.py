"""How types behave in a case: which type a value is of, and what the enum and the custom scalar make of values."""

import asyncio
from random import Random
from typing import Any

from graphql import GraphQLEnumType, GraphQLError, GraphQLObjectType, GraphQLScalarType, GraphQLSchema, Undefined
from graphql.pyutils import inspect

from tests.execution.differential import troubles
from tests.execution.differential.case import Case
from tests.execution.differential.values import COLORS, seed_of


def install_type(case: Case, schema: GraphQLSchema, name: str, form: str) -> None:
    """How the concrete type of a value is found, or checked."""
    owner: Any = schema.type_map[name]

    def resolve_type(value: Any, *_: Any) -> Any:
        random = Random(f"{name}{seed_of(value)}{case.seed}")
        if random.random() < case.wild[name]:
            return _raised_or(random, ("Absent", "Color", "Query", "O0", "O1", "O1", None, 5, owner))
        return value["kind"] if hasattr(value, "get") else value.kind

    def is_type_of(value: Any, *_: Any) -> Any:
        random = Random(f"{name}{seed_of(value)}{case.seed}")
        if random.random() < case.wild[name]:
            return _raised_or(random, (False, True, None, "yes", 0))
        return (value.get("kind") if hasattr(value, "get") else getattr(value, "kind", None)) == name

    function = is_type_of if isinstance(owner, GraphQLObjectType) else resolve_type
    if form not in {"named", "by name"}:
        place = "is_type_of" if isinstance(owner, GraphQLObjectType) else "resolve_type"
        setattr(owner, place, _awaited(function) if form.endswith("async") else function)


def _awaited(function: Any) -> Any:
    async def later(*given: Any) -> Any:
        await asyncio.sleep(0)
        return function(*given)

    return later


def _raised_or(random: Random, others: tuple[Any, ...]) -> Any:
    """One of some values, or a failure."""
    if random.random() < 0.3:
        raise troubles.Boom("type unknown")
    return random.choice(others)


def install_leaves(schema: GraphQLSchema) -> None:
    color, odd = schema.type_map["Color"], schema.type_map["Odd"]
    assert isinstance(color, GraphQLEnumType)
    for name, value in COLORS.items():
        color.values[name].value = value
    assert isinstance(odd, GraphQLScalarType)
    odd.coerce_output_value = odd.serialize = _serialized  # type: ignore[method-assign]
    odd.coerce_input_value = odd.parse_value = _parsed  # type: ignore[method-assign]


def _serialized(value: Any) -> Any:
    if value == "bad":
        raise ValueError("this is bad")
    if value == "told":
        raise GraphQLError("this is told", extensions={"code": "ODD"})
    return (
        {"none": None, "undefined": Undefined}.get(value, {"odd": value})
        if isinstance(value, str)
        else ["odd", inspect(value)]
    )


def _parsed(value: Any) -> Any:
    if value == "wrong":
        raise GraphQLError("wrong is wrong", extensions={"code": "INPUT"})
    return ("parsed", repr(value))
