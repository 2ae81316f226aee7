"""A subscription as it is opened: its one root field, its arguments, and what makes two of them alike."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from graphql import GraphQLError, GraphQLSchema, Node, OperationType, VariableNode
from graphql.execution.collect_fields import FieldDetails, collect_fields
from graphql.execution.values import VariableValues, get_argument_values

from execution.document import DocumentRefused, Prepared
from execution.gates import Coordinate
from execution.plans import Operation

# Arguments that only say where a stream begins: whoever differs in nothing else is told the same.
BEGINNING = frozenset({"after", "snapshot"})


@dataclass(frozen=True, slots=True)
class Subscribed:
    """A subscription of a document; validation has seen to it that there is one root field, without conditions.

    `arguments` are as graphql-core coerces them; `alike` has the variables that matter after the beginning.
    """

    prepared: Prepared
    name: str | None
    operation: Operation
    given: dict[str, Any] | None
    variables: VariableValues
    place: Coordinate
    key: str
    arguments: dict[str, Any]
    alike: Mapping[str, Any]


def subscribed(
    schema: GraphQLSchema,
    prepared: Prepared,
    name: str | None,
    operation: Operation,
    given: dict[str, Any] | None,
    variables: VariableValues,
) -> Subscribed:
    """Reads a subscription; raises DocumentRefused for another operation, and for arguments that do not fit."""
    if operation.node.operation is not OperationType.SUBSCRIPTION or schema.subscription_type is None:
        raise DocumentRefused([GraphQLError("This is no subscription.", extensions={"code": "BAD_REQUEST"})])
    root = schema.subscription_type
    grouped = collect_fields(schema, operation.fragments, variables, root, operation.node).grouped_field_set
    ((key, details),) = grouped.items()
    node = details[0].node
    try:
        arguments = get_argument_values(root.fields[node.name.value], node, variables, None, True)
    except GraphQLError as error:
        raise DocumentRefused([GraphQLError(error.message, error.nodes, extensions={"code": "BAD_INPUT"})]) from None
    matter = set(_variables(operation, details))
    alike = {variable: value for variable, value in (given or {}).items() if variable in matter}
    place = (root.name, node.name.value)
    return Subscribed(prepared, name, operation, given, variables, place, key, arguments, alike)


def _variables(operation: Operation, roots: list[FieldDetails]) -> Iterator[str]:
    """The variables used anywhere but in the arguments of the beginning."""
    arguments = [argument for root in roots for argument in root.node.arguments or ()]
    beginnings = {id(argument) for argument in arguments if argument.name.value in BEGINNING}
    todo: list[Any] = [operation.node.selection_set, *(each.definition for each in operation.fragments.values())]
    while todo:
        node = todo.pop()
        if isinstance(node, VariableNode):
            yield node.name.value
        for name in node.keys:
            child = getattr(node, name, None)
            found = child if isinstance(child, list | tuple) else [child]
            todo += [each for each in found if isinstance(each, Node) and id(each) not in beginnings]
