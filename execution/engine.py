"""Runs prepared documents and tells errors with codes: the one engine behind every way in."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from graphql import ExecutionResult, FieldNode, GraphQLError, GraphQLSchema, OperationType
from graphql.error import GraphQLFormattedError
from graphql.execution.values import VariableValues

from execution.deprecations import Deprecated
from execution.document import Documents, Prepared, Price
from execution.executor import Executor
from execution.fields import Kind
from execution.gates import Coordinate, Gates
from execution.limits import Limits
from execution.plan import Plan, Uncompilable
from execution.plans import Operation

# Turns an exception of a resolver into (code, message, further extensions).
Explain = Callable[[BaseException], tuple[str, str, dict[str, Any]]]


class Engine:
    """One schema, ready to prepare and run documents.

    `fallback` makes, once, the schema with the gates in its resolvers, for what only graphql-core can run.
    """

    def __init__(
        self,
        schema: GraphQLSchema,
        limits: Limits,
        explain: Explain,
        *,
        introspection: bool,
        kinds: Mapping[Coordinate, Kind] | None = None,
        gates: Gates | None = None,
        fallback: Callable[[], GraphQLSchema] | None = None,
    ) -> None:
        self.documents = Documents(schema, limits, introspection=introspection)
        self.gates = gates or Gates()
        self.executor = Executor(
            schema,
            kinds,
            self.gates,
            fallback=fallback,
            cost=self.documents.prices.own,
            coercion_errors=limits.validation_errors,
        )
        self._limits = limits
        self._explain = explain

    async def run(
        self,
        prepared: Prepared,
        operation_name: str | None,
        variables: dict[str, Any] | None,
        context: Any,
        *,
        strict: bool = False,
        price: Price | None = None,
    ) -> dict[str, Any]:
        """The response of one query or mutation, without `data` when the request was wrong; raises DocumentRefused.

        `price` is the operation's, if it was asked for before.
        `strict`: a denial refuses the whole; what can be told without a row is told before anything runs.
        """
        price = price or prepared.price(prepared.operation(operation_name), variables)
        answer = _priced(await self._answer(prepared, operation_name, variables, context, strict=strict), price)
        return _warned(answer, prepared.deprecated) if prepared.deprecated else answer

    async def _answer(
        self,
        prepared: Prepared,
        operation_name: str | None,
        variables: dict[str, Any] | None,
        context: Any,
        *,
        strict: bool,
    ) -> dict[str, Any]:
        planned = self._plan(prepared, operation_name, variables, context)
        if isinstance(planned, ExecutionResult):
            return self.response(planned)
        if planned is None:
            return self.response(await self.executor.run_on_core(prepared.document, operation_name, variables, context))
        if strict and planned.plan.closed:
            self._refuse(planned.plan, context)
            return {}
        return await self._run(planned, context, strict=strict)

    def check(
        self, prepared: Prepared, operation_name: str | None, variables: dict[str, Any] | None, context: Any
    ) -> dict[str, Any]:
        """What would refuse an operation, told like `run` does, with its cost; nothing runs and `data` is null.

        Raises DocumentRefused for what is too dear.
        """
        price = prepared.price(prepared.operation(operation_name), variables)
        planned = self._plan(prepared, operation_name, variables, context)
        if isinstance(planned, ExecutionResult):
            return self.response(planned)
        if planned is not None:
            self._refuse(planned.plan, context)
        answer = _priced({"data": None}, price)
        return _warned(answer, prepared.deprecated) if prepared.deprecated else answer

    def _plan(
        self, prepared: Prepared, name: str | None, given: dict[str, Any] | None, context: Any
    ) -> "_Planned | ExecutionResult | None":
        """What is to run, or what is wrong with the variables; None: only graphql-core can run it."""
        operation = self.executor.plans.operation(prepared.document, name)
        if operation is None:
            return None
        variables = self.executor.variables(operation, given)
        if not isinstance(variables, VariableValues):
            return ExecutionResult(None, variables)
        try:
            return _Planned(operation, self.executor.plan(operation, variables, context), variables)
        except Uncompilable as obstacle:
            self.executor.note(operation, obstacle)
            return None

    async def _run(self, planned: "_Planned", context: Any, *, strict: bool) -> dict[str, Any]:
        is_query = planned.operation.node.operation is OperationType.QUERY
        answer = await self.executor.run(planned.operation, planned.plan, planned.variables, context)
        response = self.response(answer.result)
        if strict and answer.denials and is_query:
            response["data"] = None
        response["extensions"] = {"cost": {"actual": answer.cost}}
        return response

    def _refuse(self, plan: Plan, context: Any) -> None:
        for field in plan.closed:
            self.gates.deny(context, field.coordinate, field.closed, field.response_path(), 1)

    def with_errors(self, response: dict[str, Any], more: list[dict[str, Any]]) -> dict[str, Any]:
        """A response with further errors, as far as the limit allows."""
        if not more:
            return response
        errors = [*response.get("errors", ()), *more][: self._limits.execution_errors]
        return {"errors": errors} | {name: value for name, value in response.items() if name != "errors"}

    def response(self, result: ExecutionResult) -> dict[str, Any]:
        """A result as it is told: coded, masked, with as many errors as allowed."""
        errors = [self._told(error) for error in (result.errors or [])[: self._limits.execution_errors]]
        if result.data is None and errors and not any("path" in error for error in errors):
            # graphql-core adds one more, to say that it stopped counting.
            return {"errors": errors[: self._limits.validation_errors]}
        return {"errors": errors, "data": result.data} if errors else {"data": result.data}

    def _told(self, error: GraphQLError) -> GraphQLFormattedError:
        told = error.formatted
        if _is_about_input(error):
            told["message"] = self.documents.faults.told(error.message)
            told["extensions"] = {"code": "BAD_INPUT", **(error.extensions or {})}
            return told
        code, message, further = self._explain(error.original_error or error)
        told["message"] = message
        told["extensions"] = {"code": code, **further}
        return told


@dataclass(frozen=True, slots=True)
class _Planned:
    """An operation that can run."""

    operation: Operation
    plan: Plan
    variables: VariableValues


def _priced(response: dict[str, Any], price: Price) -> dict[str, Any]:
    """A response with what it may cost, beside what it did cost; unless the request was wrong."""
    if "data" not in response:
        return response
    known = response.get("extensions", {}).get("cost", {})
    return response | {"extensions": {"cost": {"estimated": price.estimated, **known, "budget": price.budget}}}


def _warned(response: dict[str, Any], used: Iterable[Deprecated]) -> dict[str, Any]:
    """A response that says what the document should stop using."""
    extensions = response.get("extensions", {}) | {"warnings": [each.warning for each in used]}
    return response | {"extensions": extensions}


def _is_about_input(error: GraphQLError) -> bool:
    """Whether graphql-core itself refused variables or arguments; what it says of results is internal."""
    cause = error.original_error
    if cause is not None and not isinstance(cause, GraphQLError):
        return False
    points_at_value = any(not isinstance(node, FieldNode) for node in error.nodes or ())
    return error.path is None or points_at_value or error.message.startswith("Argument ")
