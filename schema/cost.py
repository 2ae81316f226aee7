"""What things cost: weights of types and fields and lengths of lists, declared by IBM's cost directives.

An object of a type costs 1 unless its type is FREE; a field adds its own weight; a list counts as often as it is long.
"""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import strawberry
from graphql import GraphQLObjectType, GraphQLSchema
from strawberry.schema_directive import Location

from execution.cost import DIRECTIVES
from loaders.paging import DEFAULT_SIZE


@strawberry.schema_directive(
    locations=[Location.OBJECT, Location.FIELD_DEFINITION],
    name="cost",
    description="What an object of the type costs (1 unless stated), or what the field adds (0 unless stated).",
)
class Cost:
    weight: str = strawberry.directive_field(name="weight")


@strawberry.schema_directive(
    locations=[Location.FIELD_DEFINITION],
    name="listSize",
    description=(
        "How long a list may be: `assumedSize`, unless an argument says so. A list among `slicingArguments` counts by "
        "its length, two of them by the number of pairs; a text by its lines, on top. `sizedFields` "
        "are the fields of the object that are as long."
    ),
)
class ListSize:
    assumed_size: int | None = strawberry.directive_field(name="assumedSize", default=strawberry.UNSET)
    slicing_arguments: list[str] | None = strawberry.directive_field(name="slicingArguments", default=strawberry.UNSET)
    sized_fields: list[str] | None = strawberry.directive_field(name="sizedFields", default=strawberry.UNSET)
    require_one_slicing_argument: bool | None = strawberry.directive_field(
        name="requireOneSlicingArgument", default=True
    )


# On types that are read together with what leads to them.
FREE = (Cost(weight="0"),)
# On what reads all rows of a filter, whatever the page shows of them.
OVER_ALL = 10
COUNT = 5
# On what writes.
CHANGE = 10


def several(most: int) -> ListSize:
    """The length of a list that no argument bounds."""
    return ListSize(assumed_size=most, require_one_slicing_argument=strawberry.UNSET)


def sliced(*arguments: str, most: int | None = None, lists: tuple[str, ...] = ()) -> ListSize:
    """The length of a list by its arguments, or, with `lists`, that of these fields of its object."""
    return ListSize(
        assumed_size=strawberry.UNSET if most is None else most,
        slicing_arguments=list(arguments),
        sized_fields=list(lists) or strawberry.UNSET,
        require_one_slicing_argument=False,
    )


PAGE = sliced("first", "last", most=DEFAULT_SIZE, lists=("edges", "nodes"))
FIRST = sliced("first")


def bulk(*arguments: str, most: int) -> ListSize:
    """The length of a payload's `results`: as many as the lists have items, or pairs of items, and texts lines."""
    if arguments:
        return sliced(*(f"input.{name}" for name in arguments), most=most, lists=("results",))
    return ListSize(assumed_size=most, sized_fields=["results"], require_one_slicing_argument=strawberry.UNSET)


def cost_directives(cost: int, size: ListSize | None) -> list[object]:
    """What the SDL shows of a field's weight and length."""
    weights: list[object] = [Cost(weight=str(cost))] if cost else []
    return [*weights, size] if size else weights


def declare(inner: GraphQLSchema) -> None:
    """Puts the declarations where those who price operations look for them, in place."""
    for kind in inner.type_map.values():
        if isinstance(kind, GraphQLObjectType) and not kind.name.startswith("__"):
            for element in (kind, *kind.fields.values()):
                element.extensions[DIRECTIVES] = _stated(element.extensions.get("strawberry-definition"))


def _stated(definition: Any) -> Mapping[str, Mapping[str, Any]]:
    names = {Cost: "cost", ListSize: "listSize"}
    found = {names[type(each)]: asdict(each) for each in definition.directives or () if type(each) in names}
    return {
        name: {_camel(key): value for key, value in given.items() if value is not strawberry.UNSET}
        for name, given in found.items()
    }


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(map(str.capitalize, rest))
