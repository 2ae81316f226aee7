"""Runs prepared documents on graphql-core and tells errors with codes."""

from collections.abc import Awaitable, Callable
from typing import Any

from graphql import ExecutionResult, FieldNode, GraphQLError, GraphQLSchema, execute
from graphql.error import GraphQLFormattedError

from execution.document import Documents, Prepared
from execution.limits import Limits

# Turns an exception of a resolver into (code, message, further extensions).
Explain = Callable[[BaseException], tuple[str, str, dict[str, Any]]]


class Engine:
    """One schema, ready to prepare and run documents."""

    def __init__(self, schema: GraphQLSchema, limits: Limits, explain: Explain, *, introspection: bool) -> None:
        self.documents = Documents(schema, limits, introspection=introspection)
        self._schema = schema
        self._limits = limits
        self._explain = explain

    async def run(
        self, prepared: Prepared, operation_name: str | None, variables: dict[str, Any] | None, context: Any
    ) -> dict[str, Any]:
        """The response of one query or mutation; without `data` when the request itself was wrong."""
        running = execute(
            self._schema,
            prepared.document,
            context_value=context,
            variable_values=variables,
            operation_name=operation_name,
            max_coercion_errors=self._limits.validation_errors,
            hide_suggestions=True,
        )
        result: ExecutionResult = await running if isinstance(running, Awaitable) else running
        return self._response(result)

    def with_errors(self, response: dict[str, Any], more: list[dict[str, Any]]) -> dict[str, Any]:
        """A response with further errors, as far as the limit allows."""
        if not more:
            return response
        errors = [*response.get("errors", ()), *more][: self._limits.execution_errors]
        return {"errors": errors} | {name: value for name, value in response.items() if name != "errors"}

    def _response(self, result: ExecutionResult) -> dict[str, Any]:
        errors = [self._told(error) for error in (result.errors or [])[: self._limits.execution_errors]]
        if result.data is None and errors and not any("path" in error for error in errors):
            # graphql-core adds one more, to say that it stopped counting.
            return {"errors": errors[: self._limits.validation_errors]}
        return {"errors": errors, "data": result.data} if errors else {"data": result.data}

    def _told(self, error: GraphQLError) -> GraphQLFormattedError:
        told = error.formatted
        if _is_about_input(error):
            told["extensions"] = {"code": "BAD_INPUT", **(error.extensions or {})}
            return told
        code, message, further = self._explain(error.original_error or error)
        told["message"] = message
        told["extensions"] = {"code": code, **further}
        return told


def _is_about_input(error: GraphQLError) -> bool:
    """Whether graphql-core itself refused variables or arguments; what it says of results is internal."""
    cause = error.original_error
    if cause is not None and not isinstance(cause, GraphQLError):
        return False
    points_at_value = any(not isinstance(node, FieldNode) for node in error.nodes or ())
    return error.path is None or points_at_value or error.message.startswith("Argument ")
