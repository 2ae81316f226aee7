"""Runs documents by plans, level by level, and what cannot be planned on graphql-core as a whole."""

import logging
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice, product
from typing import Any

from graphql import (
    DocumentNode,
    ExecutionResult,
    GraphQLError,
    GraphQLSchema,
    OperationType,
    execute,
)
from graphql.execution.values import VariableValues, get_variable_values
from graphql.type import assert_valid_schema

from execution.columns import columns_of
from execution.fields import Kind, Ordinary
from execution.gates import Coordinate, Gates
from execution.levels import complete_change, resolve_change, run_selection, run_selections
from execution.outcomes import Refusals
from execution.plan import Builder, Plan, Selection, Uncompilable
from execution.plans import Operation, Plans
from execution.rows import finish
from execution.running import Run
from execution.saying import Said, Saying, said_by, told_again
from execution.settling import Nulled, Settled, settle
from execution.writer import write

# What one object of a type costs with some of its fields.
Cost = Callable[[str, Iterable[str]], int]

# A document with many switches is planned for a part of their positions; the others when they are asked for.
WAYS_WARMED = 8

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Answer:
    """The result of a run, what was denied, and what its objects cost."""

    result: ExecutionResult
    denials: Mapping[str, Refusals]
    cost: int


class Executor:
    """One schema and what is declared about its fields.

    `fallback` makes the schema for graphql-core, once: the same one, with the gates in its resolvers. `cost` tells what
    one object of a type costs.
    """

    def __init__(
        self,
        schema: GraphQLSchema,
        kinds: Mapping[Coordinate, Kind] | None = None,
        gates: Gates | None = None,
        *,
        fallback: Callable[[], GraphQLSchema] | None = None,
        cost: Cost = lambda type_name, field_names: 0,
        plans: int = 500,
        coercion_errors: int = 50,
    ) -> None:
        assert_valid_schema(schema)
        self.schema = schema
        self.plans = Plans(plans)
        self._kinds = kinds or {}
        self._gates = gates or Gates()
        self._fallback = fallback or (lambda: schema)
        self._object_cost = cost
        self._coercion_errors = coercion_errors

    async def execute(
        self,
        document: DocumentNode,
        *,
        root_value: Any = None,
        context_value: Any = None,
        variable_values: dict[str, Any] | None = None,
        operation_name: str | None = None,
    ) -> ExecutionResult:
        """The result of one operation, equal to graphql-core's."""
        operation = self.plans.operation(document, operation_name)
        if operation is not None:
            variables = self.variables(operation, variable_values)
            if not isinstance(variables, VariableValues):
                return ExecutionResult(None, variables)
            try:
                plan = self.plan(operation, variables, context_value)
                return (await self.run(operation, plan, variables, context_value, root_value)).result
            except Uncompilable as obstacle:
                self.note(operation, obstacle)
        return await self.run_on_core(document, operation_name, variable_values, context_value, root_value)

    def variables(self, operation: Operation, given: dict[str, Any] | None) -> VariableValues | list[GraphQLError]:
        """The coerced variables, or what is wrong with them."""
        definitions = operation.node.variable_definitions or ()
        return get_variable_values(
            self.schema, definitions, given or {}, max_errors=self._coercion_errors, hide_suggestions=True
        )

    def plan(self, operation: Operation, variables: VariableValues, context: Any, *, begun: bool = False) -> Plan:
        """The plan for these variables and this kind of viewer; raises Uncompilable.

        `begun`: for what is still to be answered of root fields that have been let through.
        """
        if operation.obstacle is not None:
            raise Uncompilable(operation.obstacle)
        steering = tuple([variables.coerced.get(name) for name in operation.steering])
        key = (steering, self._gates.kind(context), begun)
        return self.plans.plan(operation, key, lambda: self._compile(operation, variables, context, begun=begun))

    def warm(self, document: DocumentNode, contexts: Collection[Any]) -> None:
        """Plans all operations of a document for the kinds of viewers of some contexts, beyond the plans' bound."""
        for operation in self.plans.operations(document):
            ways = islice(product((False, True), repeat=len(operation.steering)), WAYS_WARMED)
            for way, context in product(ways, contexts):
                variables = VariableValues({}, dict(zip(operation.steering, way, strict=True)))
                self.plans.most += 1
                with suppress(Uncompilable):
                    self.plan(operation, variables, context)

    def _compile(self, operation: Operation, variables: VariableValues, context: Any, *, begun: bool) -> Plan:
        closed, mutation = self._gates.closed(context), self.schema.mutation_type
        if begun and mutation is not None:
            closed = {place: denial for place, denial in closed.items() if place[0] != mutation.name}
        builder = Builder(
            schema=self.schema,
            kinds=self._kinds,
            gates=self._gates.gates,
            closed=closed,
            fragments=operation.fragments,
            variables=variables,
            operation=operation.node,
            finish=finish,
        )
        plan = builder.build(serially=operation.node.operation is OperationType.MUTATION)
        plan.columns = columns_of(plan)
        for selection in plan.selections:
            selection.cost = self._cost(selection)
        write(plan)
        return plan

    def _cost(self, selection: Selection) -> int:
        asked = [field.name for field in selection.fields if field.closed is None]
        return self._object_cost(selection.of.name, asked)

    def deny(self, context: Any, answer: Answer) -> None:
        """Tells the gates what was denied in an answer."""
        for coordinate, told in answer.denials.items():
            self._gates.deny(context, coordinate, told.denial, told.path, told.count)

    async def run(
        self, operation: Operation, plan: Plan, variables: VariableValues, context: Any, root: Any = None
    ) -> Answer:
        """Runs an operation by its plan; denials are in the answer and told to the gates."""
        settled, cost = Settled(), 0
        data: dict[str, Any] = {}
        result: dict[str, Any] | None = data
        try:
            for place in range(len(plan.roots)):
                saying = None
                if operation.node.operation is OperationType.MUTATION:
                    run, made, saying = await self._change(operation, place, variables, context, root)
                else:
                    run = Run(plan, context, root, variables)
                    made = await run_selection(run, plan.roots[place], root)
                cost += run.cost
                selection = run.plan.roots[place]
                answered = settle(run, selection, made, settled)
                said = saying.told if saying else None
                data.update(told_again(selection, said, answered) if said else answered)
        except Nulled as nulled:
            settled.errors.append(nulled.error)
            result = None
        answer = Answer(ExecutionResult(result, settled.errors or None), settled.denials, cost)
        self.deny(context, answer)
        return answer

    async def run_each(
        self, operation: Operation, plan: Plan, variables: VariableValues, context: Any, roots: Sequence[Any]
    ) -> list[Answer]:
        """Runs an operation that only reads for many root objects: a loader is asked once for all of them.

        What was denied is in the answers alone.
        """
        run, selection = Run(plan, context, None, variables), plan.roots[0]
        return [_settled(run, selection, made) for made in await run_selections(run, selection, roots)]

    async def _change(
        self, operation: Operation, place: int, variables: VariableValues, context: Any, root: Any
    ) -> tuple[Run, dict[str, Any], Saying | None]:
        """One root field of a mutation: judged by the viewer's rights before it, answered by those after it."""
        first = Run(self.plan(operation, variables, context), context, root, variables)
        selection = first.plan.roots[place]
        (field,) = selection.fields or (None,)
        if field is None or field.closed is not None or not isinstance(field.kind, Ordinary):
            return first, await run_selection(first, selection, root), None
        before = self._gates.kind(context)

        async def answer(value: Any) -> tuple[Run, dict[str, Any]]:
            is_same = self._gates.kind(context) == before
            plan = first.plan if is_same else self.plan(operation, variables, context, begun=True)
            run = Run(plan, context, root, variables)
            return run, await complete_change(run, plan.roots[place], value)

        async def say(value: Any) -> Said:
            return said_by(*await answer(value), place)

        saying = Saying(operation, place, variables, say)
        offer = getattr(context, "offer", None)
        if offer is not None:
            offer(saying)
        return *await answer(await resolve_change(first, field, root)), saying

    async def run_on_core(
        self,
        document: DocumentNode,
        operation_name: str | None,
        variable_values: dict[str, Any] | None,
        context: Any,
        root: Any = None,
    ) -> ExecutionResult:
        """Runs the whole of an operation on graphql-core."""
        running = execute(
            self._fallback(),
            document,
            root_value=root,
            context_value=context,
            variable_values=variable_values,
            operation_name=operation_name,
            max_coercion_errors=self._coercion_errors,
            hide_suggestions=True,
        )
        return await running if isinstance(running, Awaitable) else running

    def note(self, operation: Operation, obstacle: Uncompilable) -> None:
        """Counts and logs an operation that is left to graphql-core."""
        self.plans.fallbacks += 1
        name = operation.node.name.value if operation.node.name else "an unnamed operation"
        log.debug("graphql-core runs %s: %s", name, obstacle)


def _settled(run: Run, selection: Selection, made: dict[str, Any]) -> Answer:
    """One of several answers of a run."""
    settled = Settled()
    data: dict[str, Any] | None
    try:
        data = settle(run, selection, made, settled)
    except Nulled as nulled:
        settled.errors.append(nulled.error)
        data = None
    return Answer(ExecutionResult(data, settled.errors or None), settled.denials, 0)
