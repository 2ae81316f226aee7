"""Values that are nearly right for a leaf, taken from a column: rare among generated cases, so each is tried."""

from typing import Any

import pytest
from graphql import ExecutionResult, GraphQLSchema, build_schema, execute, parse

from execution.executor import Executor
from execution.fields import Attribute
from tests.execution.chapters import told
from tests.execution.differential.troubles import NEARLY, Row
from tests.execution.differential.types import install_leaves

SCHEMA = """
enum Color {{ RED GREEN BLUE }}
scalar Odd
type Query {{ x: {0} other: Int }}
"""
VALUES = [(name, value) for name, values in NEARLY.items() for value in values]


def made(type_name: str) -> GraphQLSchema:
    schema = build_schema(SCHEMA.format(type_name))
    install_leaves(schema)
    assert schema.query_type
    for name, field in schema.query_type.fields.items():
        field.resolve = lambda parent, info, name=name: getattr(parent, name)
    return schema


@pytest.mark.parametrize("ending", ["", "!"])
@pytest.mark.parametrize(("name", "value"), VALUES, ids=repr)
async def test_a_column_that_is_nearly_right_is_answered_as_by_graphql_core(name: str, value: Any, ending: str) -> None:
    schema, document, root = made(name + ending), parse("{ x other }"), Row(x=value, other=1)
    expected = execute(schema, document, root)
    assert isinstance(expected, ExecutionResult)
    executor = Executor(schema, {("Query", "x"): Attribute("x"), ("Query", "other"): Attribute("other")})
    found = await executor.execute(document, root_value=root)
    assert repr(told(found)) == repr(told(expected))
