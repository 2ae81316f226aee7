"""How long a list may become: what `@listSize` declares of it, and what arguments and variables say."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import prod
from typing import Any

from graphql import (
    FieldNode,
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLString,
    IntValueNode,
    ListValueNode,
    NullValueNode,
    ObjectValueNode,
    StringValueNode,
    Undefined,
    ValueNode,
    VariableNode,
    get_named_type,
    get_nullable_type,
    is_list_type,
)

# By name: values as they came, or, for what did not come, the default as it stands in the document.
Variables = Mapping[str, Any]

# Of lists that declare nothing; a schema whose lists all do never needs it.
UNSTATED = 20


@dataclass(frozen=True, slots=True)
class Slice:
    """An argument (or a place inside an input object) that bounds a list: by its number, length or lines."""

    path: tuple[str, ...]
    by_length: bool
    default: Any = Undefined
    by_lines: bool = False

    def __str__(self) -> str:
        return ".".join(self.path)


@dataclass(frozen=True, slots=True)
class ListSize:
    """What is declared of one field: `sized` names the fields of its object that are as long, if it is no list."""

    assumed: int | None
    slices: tuple[Slice, ...]
    sized: frozenset[str]
    most: int

    def of(self, node: FieldNode, variables: Variables) -> int:
        """How long the list is at the most, 0 to `most`.

        Of several numbers the largest counts; lengths multiply, for pairs; lines of texts come on top. What cannot be
        right is refused when it runs, and counts as the longest that could be.
        """
        given = [(each, value) for each in self.slices if (value := _given(each, node, variables)) is not None]
        if not given:
            return UNSTATED if self.assumed is None else self.assumed
        lines = sum(_lines(value) for each, value in given if each.by_lines)
        return min(self._listed([pair for pair in given if not pair[0].by_lines]) + lines, self.most)

    def _listed(self, given: list[tuple[Slice, Any]]) -> int:
        stated = [(each.by_length, _length(value, each)) for each, value in given]
        found = [self.most if length is None else length for _, length in stated]
        return prod(found) if all(by_length for by_length, _ in stated) and found else max(found, default=0)

    def varies(self, node: FieldNode) -> bool:
        """Whether variables steer the length."""
        steering = {each.path[0] for each in self.slices}
        return any(a.name.value in steering and _has_variable(a.value) for a in node.arguments or ())

    def slice_of(self, node: FieldNode) -> Slice | None:
        """The argument to make smaller: the one that is written, else the first that could be."""
        written = {argument.name.value for argument in node.arguments or ()}
        return next((each for each in self.slices if each.path[0] in written), next(iter(self.slices), None))


def list_size(field: GraphQLField, declared: Mapping[str, Any], most: int) -> ListSize:
    """The declaration on a field, whose lists are at most `most` long; raises ValueError for what makes no sense."""
    assumed = declared.get("assumedSize")
    if assumed is not None and assumed < 0:
        raise ValueError("assumedSize must not be negative")
    slices = tuple(_slice(field, name) for name in declared.get("slicingArguments") or ())
    return ListSize(assumed, slices, frozenset(declared.get("sizedFields") or ()), max(most, assumed or 0))


def value_at(value: Any, path: tuple[str, ...], variables: Variables) -> Any:
    """What stands at a place inside a value, be it written or sent; Undefined where nothing does."""
    if isinstance(value, VariableNode):
        return value_at(variables.get(value.name.value, Undefined), path, variables)
    if not path:
        return value
    if isinstance(value, ObjectValueNode):
        inner = next((field.value for field in value.fields if field.name.value == path[0]), Undefined)
        return value_at(inner, path[1:], variables)
    return value_at(value.get(path[0], Undefined), path[1:], variables) if isinstance(value, Mapping) else Undefined


def _given(each: Slice, node: FieldNode, variables: Variables) -> Any:
    name, *inside = each.path
    written = next((argument.value for argument in node.arguments or () if argument.name.value == name), Undefined)
    if inside and isinstance(written, VariableNode) and written.name.value not in variables:
        # Of an object that is still to come, nobody knows what it leaves out.
        return None
    value = value_at(written, tuple(inside), variables)
    value = each.default if value is Undefined else value
    return None if value is Undefined or isinstance(value, NullValueNode) else value


def _lines(value: Any) -> int:
    text = value.value if isinstance(value, StringValueNode) else value
    return sum(1 for line in text.splitlines() if line.strip()) if isinstance(text, str) else 0


def _length(value: Any, each: Slice) -> int | None:
    """The number that a value means; None for one that cannot be right."""
    if each.by_length:
        items = value.values if isinstance(value, ListValueNode) else value
        # A single value stands for a list of one.
        return len(items) if isinstance(items, list | tuple) else 1
    number = int(value.value) if isinstance(value, IntValueNode) else value
    if isinstance(number, float) and number.is_integer():
        number = int(number)
    return number if isinstance(number, int) and not isinstance(number, bool) and number >= 0 else None


def _slice(field: GraphQLField, name: str) -> Slice:
    first, *rest = name.split(".")
    if first not in field.args:
        raise ValueError(f"there is no argument {name}")
    found: Any = field.args[first]
    for inner in rest:
        owner = get_named_type(found.type)
        if not isinstance(owner, GraphQLInputObjectType) or inner not in owner.fields:
            raise ValueError(f"there is no argument {name}")
        found = owner.fields[inner]
    kind = get_nullable_type(found.type)
    return Slice((first, *rest), is_list_type(kind), _default(found), by_lines=kind is GraphQLString)


def _default(found: Any) -> Any:
    if found.default is None:
        return found.default_value
    return found.default.literal if isinstance(found.default.literal, ValueNode) else found.default.value


def _has_variable(value: ValueNode) -> bool:
    if isinstance(value, VariableNode):
        return True
    if isinstance(value, ListValueNode):
        return any(_has_variable(each) for each in value.values)
    return isinstance(value, ObjectValueNode) and any(_has_variable(each.value) for each in value.fields)
