"""What one run of a plan has made so far, and what is still to be done for the next level."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple

from graphql import GraphQLResolveInfo
from graphql.execution.values import VariableValues
from graphql.pyutils import is_awaitable

from execution.fields import Ordinary
from execution.outcomes import Denied, Failed
from execution.plan import Field, Plan, Selection

Entry = tuple[dict[str, Any], Any, Any]


class Waiting(NamedTuple):
    """An awaitable whose place in the answer is known; `resume` completes what it gives.

    `in_turn`: it awaits nothing but reads that take turns anyway, so it needs no task of its own.
    """

    container: Any
    key: Any
    resume: Any
    awaitable: Any
    path: Any
    in_turn: bool

    def drop(self) -> None:
        """Says that nobody will await it."""
        close = getattr(self.awaitable, "close", None)
        if close is not None:
            close()


class Run:
    """The state of one run; `cost` is what the objects made so far cost."""

    def __init__(self, plan: Plan, context: Any, root: Any, variables: VariableValues) -> None:
        self.plan = plan
        self.context = context
        self.root = root
        self.variables = variables
        self.queues: dict[int, list[Entry]] = {field.index: [] for field in plan.queued}
        self.cost = 0
        # Awaitables whose place in the answer is about to be known, and those whose place is.
        self.odd: list[tuple[Field, Any, Any, Any]] = []
        self.later: list[Waiting] = []
        self.dirty: set[Field] = set(plan.closed)
        self.types: dict[int, Selection] = {}
        self._arguments: dict[Field, Any] = {}

    def waiting(self, fields: Sequence[Field]) -> list[tuple[Field, list[Entry]]]:
        """The parents that some fields have been waiting with, each told once."""
        queues = self.queues
        found = [(field, entries) for field in fields if (entries := queues[field.index])]
        for field, _ in found:
            queues[field.index] = []
        return found

    def expect(self, columns: Mapping[str, frozenset[str]]) -> None:
        """Tells a context that wants to know which attributes of each type will be read; of others any may be."""
        tell = getattr(self.context, "expect", None)
        if tell is not None:
            tell(columns)

    def fail(self, field: Field, error: Exception, before: Sequence[Any] = ()) -> Failed:
        """Marks a position whose value could not be had; `before` are the items of a list that broke off."""
        self.dirty.add(field)
        return Failed(error, before)

    def denied(self, field: Field, denial: Any) -> Denied:
        """Marks a field that its gate kept closed."""
        self.dirty.add(field)
        return Denied(denial)

    def tagged(self, selection: Selection, made: Any) -> Any:
        """Remembers of which type an object of an abstract type is."""
        self.types[id(made)] = selection
        return made

    def bind(self, container: Any, key: Any = None, fields: Collection[Field] | None = None) -> None:
        """Tells the awaitables met in some fields (None: in all) where their values belong.

        Inside another container some that were met before belong to that one, and wait for it.
        """
        met = [one for one in self.odd if fields is None or one[0] in fields]
        self.odd = [one for one in self.odd if fields is not None and one[0] not in fields]
        for field, resume, awaitable, path in met:
            place = field.key if key is None else key
            in_turn = isinstance(field.kind, Ordinary) and field.kind.in_turn
            self.later.append(Waiting(container, place, resume, awaitable, path, in_turn))

    def put(self, container: Any, key: Any, complete: Any, value: Any, path: Any) -> None:
        """Completes a value in its place."""
        container[key] = complete(self, value, path)
        if self.odd:
            self.bind(container, key)

    def arguments(self, field: Field) -> dict[str, Any]:
        """A field's arguments, coerced once; raises GraphQLError."""
        known = self._arguments.get(field)
        if known is None:
            known = self._arguments[field] = self._coerced(field)
        if isinstance(known, Exception):
            raise known
        coerced: dict[str, Any] = known
        return coerced

    def _coerced(self, field: Field) -> Any:
        try:
            return field.arguments.coerced(self.variables) if field.arguments else {}
        except Exception as error:
            return error

    def info(self, field: Field, path: Any) -> GraphQLResolveInfo[Any]:
        """What graphql-core tells resolvers."""
        plan = self.plan
        return GraphQLResolveInfo(
            field.name,
            field.nodes,
            field.type,
            field.parent,
            path,
            plan.schema,
            plan.definitions,
            self.root,
            plan.operation,
            self.variables,
            self.context,
            is_awaitable,
            None,
            plan.helpers,
        )
