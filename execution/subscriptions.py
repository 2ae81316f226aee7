"""Runs subscriptions: judges them once when they are opened, answers many events at a time."""

from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any

from graphql import ExecutionResult, GraphQLError
from graphql.execution.values import VariableValues

from execution.document import DocumentRefused, Prepared
from execution.engine import Engine
from execution.fields import Ordinary, is_personal
from execution.plan import Plan, Uncompilable
from execution.subscribing import Subscribed, subscribed


class Subscriptions:
    """The subscriptions of an engine's schema."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._executor = engine.executor

    def read(self, prepared: Prepared, name: str | None, given: dict[str, Any] | None) -> Subscribed:
        """A subscription that may be opened, as far as document, variables and cost go; raises DocumentRefused."""
        prepared.price(prepared.operation(name), given)
        operation = self._executor.plans.operation(prepared.document, name)
        assert operation is not None  # for it has a price
        variables = self._executor.variables(operation, given)
        if not isinstance(variables, VariableValues):
            raise DocumentRefused([_coded(error) for error in variables])
        return subscribed(self._executor.schema, prepared, name, operation, given, variables)

    def closed(self, subscription: Subscribed, context: Any) -> Mapping[str, Any]:
        """The denials of what is closed to a kind of viewer whatever the row, by coordinate; of the root's alone."""
        root = self._engine.gates.closed(context).get(subscription.place)
        if root is not None:
            return {".".join(subscription.place): root}
        plan = self._plan(subscription, context)
        return {field.coordinate: field.closed for field in plan.closed} if plan else {}

    def is_personal(self, subscription: Subscribed, context: Any) -> bool:
        """Whether viewers of one kind, who see the same rows, may be told different things."""
        plan = self._plan(subscription, context)
        return plan is None or any(is_personal(field.kind) for field in plan.fields if field.closed is None)

    def asks(self, subscription: Subscribed, context: Any, coordinate: str) -> bool:
        """Whether a field is, or (run by graphql-core) may be, asked for."""
        plan = self._plan(subscription, context)
        return plan is None or any(field.coordinate == coordinate for field in plan.fields)

    async def respond(
        self, subscription: Subscribed, context: Any, roots: Sequence[Any]
    ) -> AsyncIterator[dict[str, Any]]:
        """The response to each event, in their order; before each of them its denials are told to the gates."""
        plan = self._plan(subscription, context)
        if plan is None or any(isinstance(field.kind, Ordinary) for field in plan.queued):
            for root in roots:
                yield self._engine.response(await self._one(subscription, plan, context, root))
            return
        operation, variables = subscription.operation, subscription.variables
        for answer in await self._executor.run_each(operation, plan, variables, context, roots):
            self._executor.deny(context, answer)
            yield self._engine.response(answer.result)

    def with_errors(self, response: dict[str, Any], more: list[dict[str, Any]]) -> dict[str, Any]:
        """A response with further errors, as far as the limit allows."""
        return self._engine.with_errors(response, more)

    async def _one(self, subscription: Subscribed, plan: Plan | None, context: Any, root: Any) -> ExecutionResult:
        """Resolvers that are called object by object may deny on their own: their events are told apart."""
        if plan is None:
            document, name, given = subscription.prepared.document, subscription.name, subscription.given
            return await self._executor.run_on_core(document, name, given, context, root)
        operation, variables = subscription.operation, subscription.variables
        return (await self._executor.run(operation, plan, variables, context, root)).result

    def _plan(self, subscription: Subscribed, context: Any) -> Plan | None:
        """None: only graphql-core can run it."""
        try:
            return self._executor.plan(subscription.operation, subscription.variables, context)
        except Uncompilable as obstacle:
            self._executor.note(subscription.operation, obstacle)
            return None


def _coded(error: GraphQLError) -> GraphQLError:
    return GraphQLError(error.message, error.nodes, extensions={"code": "BAD_INPUT", **(error.extensions or {})})
