"""A field's arguments: coerced once for equal variables, as long as these are small and tell nothing."""

from collections.abc import Iterator
from typing import Any

from graphql import ListValueNode, ObjectValueNode, Undefined, ValueNode, VariableNode
from graphql.execution.values import VariableValues, get_argument_values

from execution.keeping import MOST_KEPT, key_of
from execution.plan import Field


class Arguments:
    """The arguments of one field of a plan."""

    def __init__(self, field: Field) -> None:
        self._field = field
        node = field.details[0].node
        self._variables = sorted({name for each in node.arguments or () for name in _variables(each.value)})
        self._convert = getattr(field.kind, "convert", None)
        self._kept: dict[Any, dict[str, Any]] = {}

    def coerced(self, variables: VariableValues) -> dict[str, Any]:
        """What the resolver is handed, not to be changed; raises what the coercion raises."""
        key = key_of([variables.coerced.get(name, Undefined) for name in self._variables])
        if key is None:
            return self._coerced(variables)
        known = self._kept.get(key)
        if known is None:
            known = self._coerced(variables)
            if len(self._kept) < MOST_KEPT:
                self._kept[key] = known
        return known

    def _coerced(self, variables: VariableValues) -> dict[str, Any]:
        field = self._field
        coerced = get_argument_values(field.definition, field.details[0].node, variables, None, True)
        return self._convert(coerced) if self._convert else coerced


def _variables(value: ValueNode) -> Iterator[str]:
    if isinstance(value, VariableNode):
        yield value.name.value
    elif isinstance(value, ListValueNode):
        for each in value.values:
            yield from _variables(each)
    elif isinstance(value, ObjectValueNode):
        for member in value.fields:
            yield from _variables(member.value)
