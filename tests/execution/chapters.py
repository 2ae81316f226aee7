"""An answer by our executor that has been compared with graphql-core's own: for the chapters on execution."""

import inspect
from typing import Any

from graphql import ExecutionResult, GraphQLSchema, build_schema, execute, parse

from execution.executor import Executor


async def answered(schema: GraphQLSchema | str, document: str, root: Any = None, **given: Any) -> dict[str, Any]:
    """Data, and errors as (message, path), equal on both executors; `root` is made anew for each by calling it."""
    made = build_schema(schema) if isinstance(schema, str) else schema
    parsed, fresh = parse(document), root if callable(root) else lambda: root
    expected = execute(made, parsed, fresh(), hide_suggestions=True, **given)
    if inspect.isawaitable(expected):
        expected = await expected
    executor = Executor(made)
    for _ in range(2):
        found = await executor.execute(parsed, root_value=fresh(), **given)
        assert told(found) == told(expected)
        assert [error.formatted for error in found.errors or ()] == [e.formatted for e in expected.errors or ()]
    assert executor.plans.statistics().fallbacks == 0
    return told(found)


def told(result: ExecutionResult) -> dict[str, Any]:
    """A result in short."""
    return {"data": result.data, "errors": [(error.message, error.path) for error in result.errors or ()]}
