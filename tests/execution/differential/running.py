"""Runs a case on graphql-core and on another executor, and tells whether they differ."""

import asyncio
import inspect
from collections.abc import Awaitable, Callable
from typing import Any

from graphql import (
    DocumentNode,
    ExecutionResult,
    Executor,
    GraphQLSchema,
    OperationDefinitionNode,
    execute,
    parse,
)
from graphql.execution.executor import CollectedErrors

from execution import executor as product
from tests.execution.differential.behaviour import Kinds, install
from tests.execution.differential.case import Case, built
from tests.execution.differential.comparison import Expected, difference
from tests.execution.differential.context import Context
from tests.execution.differential.values import Values

SECONDS = 10
# Runs a document: root value, context, variables and operation name follow.
Run = Callable[[DocumentNode, Any, Any, dict[str, Any], str | None], Awaitable[ExecutionResult]]
# Makes what runs the documents of a schema.
Contestant = Callable[[GraphQLSchema, Kinds], Run]


class Everything(CollectedErrors):
    """Errors, also of what lies below a failure."""

    def has_nulled_position(self, start_path: Any) -> bool:
        return False


class Forgiving(Executor[Any]):
    """Tells every error there is: a failed field is null, whatever its type."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.error_propagation = False
        self.collected_errors = Everything()

    def settle_in_background(self, awaitables: list[Any]) -> None:
        """What a list that broke off leaves behind was awaited, too, though the answer did not wait."""
        self.context_value.awaited = True
        super().settle_in_background(awaitables)


def ours(schema: GraphQLSchema, kinds: Kinds, executor_class: Any = product.Executor) -> Run:
    """Our executor, or a variation of it."""
    executor = executor_class(schema, kinds)

    async def run(document: DocumentNode, root: Any, context: Any, variables: Any, name: str | None) -> ExecutionResult:
        return await executor.execute(
            document, root_value=root, context_value=context, variable_values=variables, operation_name=name
        )

    return run


def theirs(schema: GraphQLSchema, executor_class: Any = None) -> Run:
    """graphql-core's executor, or a variation of it."""

    async def run(document: DocumentNode, root: Any, context: Any, variables: Any, name: str | None) -> ExecutionResult:
        found = execute(
            schema, document, root, context, variables, name, executor_class=executor_class, hide_suggestions=True
        )
        if inspect.isawaitable(found):
            context.awaited = True
            return await found
        return found

    return run


async def compare(case: Case, contestant: Contestant = ours) -> str | None:
    """The first difference between graphql-core's answers and another's; None when there is none."""
    schema = built(case.sdl)
    values = Values(case, schema)
    kinds = install(case, schema, values)
    document, run = parse(case.operation.document), contestant(schema, kinds)
    operation = _operation(document, case.operation.name)
    for variables in case.operation.runs:
        async with asyncio.timeout(SECONDS):
            found = await _compare(case, values, schema, document, operation, variables, run)
        if found:
            return f"{found}\n  with variables {variables}"
    return None


async def _compare(
    case: Case,
    values: Values,
    schema: GraphQLSchema,
    document: DocumentNode,
    operation: OperationDefinitionNode,
    variables: dict[str, Any],
    run: Run,
) -> str | None:
    """One run of the operation on both."""

    async def answer(runner: Run) -> tuple[ExecutionResult, Context]:
        context = Context(values, schema)
        root = values.root("Mutation" if operation.operation.value == "mutation" else "Query")
        found = await runner(document, root, context, variables, case.operation.name)
        await _settled()
        return found, context

    result, seen = await answer(theirs(schema))
    # A failure may end an operation at once that would have waited for others.
    forgiving, met = await answer(theirs(schema, Forgiving)) if result.errors else (result, seen)
    expected = Expected(result, forgiving.errors or [], not met.awaited)
    actual, met = await answer(run)
    return difference(expected, actual) or _order(operation, result, seen, met)


async def _settled() -> None:
    """Waits for what an executor left running in the background."""
    while rest := asyncio.all_tasks() - {asyncio.current_task()}:
        await asyncio.wait(rest)


def _order(operation: OperationDefinitionNode, result: ExecutionResult, seen: Context, met: Context) -> str | None:
    """Whether the fields of a mutation began and ended in another order."""
    if operation.operation.value != "mutation" or result.errors or seen.log == met.log:
        return None
    return f"order of effects\n  expected {seen.log}\n  found    {met.log}"


def _operation(document: DocumentNode, name: str | None) -> OperationDefinitionNode:
    operations = [each for each in document.definitions if isinstance(each, OperationDefinitionNode)]
    return next(each for each in operations if name is None or (each.name and each.name.value == name))
