"""The refusal of an operation that costs too much: which field is the dearest, and what would fit."""

from collections.abc import Iterator

from graphql import GraphQLError

from execution.cost_tree import FieldPart, Run, Selections
from execution.limits import exceeded
from execution.operation_cost import OperationCost


def too_dear(operation: OperationCost, run: Run, cost: int, budget: int) -> GraphQLError:
    """The error for an operation whose `cost` is above the budget."""
    fields = list(_dearest(operation.root, run))
    path = [field.key for field in fields]
    depth, cure = next(_cures(operation, run, budget, fields), (len(fields), "ask for less"))
    where = f"; the dearest is `{'.'.join(path[:depth])}`" if path else ""
    message = f"The operation may cost {cost}, and {budget} are allowed{where}: {cure}, or split it."
    error = exceeded(message, fields[depth - 1].node if fields else None, "cost", budget)
    assert error.extensions is not None
    error.extensions["cost"] = cost
    return error


def _dearest(selections: Selections, run: Run) -> Iterator[FieldPart]:
    """The dearest field, the dearest field inside it, and so on."""
    while selections.parts:
        part = max(selections.parts, key=lambda each: each.amount(run).closed(None, 0))
        if not part.amount(run).closed(None, 0):
            return
        if isinstance(part, FieldPart):
            yield part
        if not part.inner:
            return
        selections = max(part.inner, key=lambda each: each[0] + each[1].amount(run).closed(None, 0))[1]


def _cures(operation: OperationCost, run: Run, budget: int, fields: list[FieldPart]) -> Iterator[tuple[int, str]]:
    """Lists that could be made short enough, the outermost first, by their depth."""
    for depth, field in enumerate(fields, start=1):
        sliced = field.size.slice_of(field.node) if field.size else None
        if sliced:
            none, one = (operation.total(operation.run(run.variables, {id(field.node): size})) for size in (0, 1))
            fitting = (budget - none) // max(one - none, 1)
            if 0 < fitting < field.length(run):
                yield (
                    depth,
                    f"`{sliced}` of at most {fitting} would fit"
                    if sliced.by_length
                    else f"`{sliced}: {fitting}` would fit",
                )
