"""The chapters on abstract types, directives, variables and mutations."""

import asyncio
from typing import Any

import pytest
from graphql import GraphQLSchema, build_schema

from tests.execution.chapters import answered

PETS = """
interface Pet { name: String }
type Cat implements Pet { name: String meows: Boolean }
type Dog implements Pet { name: String barks: Boolean }
union Any = Cat | Dog
type Query { pets: [Pet] all: [Any] }
"""
BOTH = [{"kind": "Cat", "name": "Tom", "meows": False}, {"kind": "Dog", "name": "Rex", "barks": True}]


async def later(value: Any) -> Any:
    await asyncio.sleep(0)
    return value


def pets(way: str, named: Any = lambda value: value["kind"]) -> GraphQLSchema:
    """The pets, with one of the ways to tell their types."""
    schema = build_schema(PETS)
    wrap: Any = later if way.startswith("awaited") else lambda value: value
    for name in ("Pet", "Any") if way.endswith("resolve_type") else ():
        schema.type_map[name].resolve_type = lambda value, *_: wrap(named(value))  # type: ignore[attr-defined]
    for name in ("Cat", "Dog") if way.endswith("is_type_of") else ():
        schema.type_map[name].is_type_of = lambda value, *_, n=name: wrap(named(value) == n)  # type: ignore[attr-defined]
    return schema


@pytest.mark.parametrize("field", ["pets", "all"])
@pytest.mark.parametrize(
    "way", ["resolve_type", "awaited resolve_type", "is_type_of", "awaited is_type_of", "typename"]
)
async def test_objects_of_abstract_types_are_told_apart(way: str, field: str) -> None:
    selected = "__typename ... on Pet { name } ... on Cat { meows } ...D"
    document = f"{{ {field} {{ {selected} }} }} fragment D on Dog {{ barks }}"
    root = {field: [pet | ({"__typename": pet["kind"]} if way == "typename" else {}) for pet in BOTH]}
    cat, dog = {"__typename": "Cat", "name": "Tom", "meows": False}, {"__typename": "Dog", "name": "Rex", "barks": True}
    assert await answered(pets(way), document, root) == {"data": {field: [cat, dog]}, "errors": []}


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("Absent", "Abstract type 'Pet' was resolved to a type 'Absent' that does not exist inside the schema."),
        ("Query", "Runtime Object type 'Query' is not a possible type for 'Pet'."),
        ("String", "Abstract type 'Pet' was resolved to a non-object type 'String'."),
    ],
)
@pytest.mark.parametrize("way", ["resolve_type", "awaited resolve_type"])
async def test_a_type_that_cannot_be_is_an_error(way: str, name: str, message: str) -> None:
    told = await answered(pets(way, lambda _: name), "{ pets { name } }", {"pets": BOTH[:1]})
    assert told == {"data": {"pets": [None]}, "errors": [(message, ["pets", 0])]}


@pytest.mark.parametrize(
    ("skip", "include", "stays"),
    [(False, True, True), (False, False, False), (True, True, False), (True, False, False)],
)
@pytest.mark.parametrize("place", ["b {0}", "... {0} {{ b }}", "... on Query {0} {{ b }}", "...B {0}"])
async def test_skip_and_include_decide_together(place: str, skip: bool, include: bool, stays: bool) -> None:
    selected = place.format("@skip(if: $skip) @include(if: $include)")
    fragment = "fragment B on Query { b }" if "...B" in place else ""
    document = f"query ($skip: Boolean!, $include: Boolean!) {{ a {selected} }} {fragment}"
    variables = {"skip": skip, "include": include}
    told = await answered("type Query { a: Int b: Int }", document, {"a": 1, "b": 2}, variable_values=variables)
    assert told["data"] == ({"a": 1, "b": 2} if stays else {"a": 1})


ECHO = """
enum Color { RED }
input Point { x: Int! y: Int = 7 }
input One @oneOf { a: Int b: String }
type Query { n(v: Int = 5): String  s(v: Int! = 6): String  p(v: Point): String  l(v: [Int!]): String  o(v: One): String
  c(v: Color): String }
"""


def echo() -> dict[str, Any]:
    return dict.fromkeys("nsploc", lambda info, **given: repr(given))


@pytest.mark.parametrize(
    ("header", "field", "variables", "expected"),
    [
        ("$v: Int", "n(v: $v)", {}, "{'v': 5}"),
        ("$v: Int", "n(v: $v)", {"v": None}, "{'v': None}"),
        ("$v: Int = 8", "n(v: $v)", {}, "{'v': 8}"),
        ("$v: Int = 8", "n(v: $v)", {"v": 9}, "{'v': 9}"),
        ("$v: Int", "s(v: $v)", {}, "{'v': 6}"),
        ("$v: Int!", "p(v: {x: $v})", {"v": 1}, "{'v': {'x': 1, 'y': 7}}"),
        ("$v: Int", "p(v: {x: 1, y: $v})", {}, "{'v': {'x': 1, 'y': 7}}"),
        ("$v: Point", "p(v: $v)", {"v": {"x": 2, "y": None}}, "{'v': {'x': 2, 'y': None}}"),
        ("$v: [Int!]", "l(v: $v)", {"v": 3}, "{'v': [3]}"),
        ("$v: Int!", "l(v: [1, $v])", {"v": 2}, "{'v': [1, 2]}"),
        ("$v: One", "o(v: $v)", {"v": {"b": "text"}}, "{'v': {'b': 'text'}}"),
        ("$v: String!", "o(v: {b: $v})", {"v": "text"}, "{'v': {'b': 'text'}}"),
        ("$v: Color", "c(v: $v)", {"v": "RED"}, "{'v': 'RED'}"),
    ],
)
async def test_variables_and_defaults_reach_the_arguments(
    header: str, field: str, variables: dict[str, Any], expected: str
) -> None:
    told = await answered(ECHO, f"query ({header}) {{ r: {field} }}", echo, variable_values=variables)
    assert told == {"data": {"r": expected}, "errors": []}


@pytest.mark.parametrize(
    ("header", "variables"),
    [
        ("$v: Int!", {}),
        ("$v: Int!", {"v": None}),
        ("$v: Int", {"v": "text"}),
        ("$v: Point", {"v": {"y": 1}}),
        ("$v: Point", {"v": {"x": 1, "z": 2}}),
        ("$v: [Int!]", {"v": [1, None]}),
        ("$v: One", {"v": {"a": 1, "b": "both"}}),
        ("$v: Color", {"v": "GREEN"}),
    ],
)
async def test_variables_of_the_wrong_kind_refuse_the_request(header: str, variables: dict[str, Any]) -> None:
    told = await answered(ECHO, f"query ({header}) {{ n }}", echo, variable_values=variables)
    assert told["data"] is None
    assert [path for _, path in told["errors"]] == [None]


async def test_null_for_an_argument_that_has_none_fails_at_the_field() -> None:
    told = await answered(ECHO, "query ($v: Int = 1) { s(v: $v) n }", echo, variable_values={"v": None})
    assert told["data"] == {"s": None, "n": "{'v': 5}"}
    assert [path for _, path in told["errors"]] == [["s"]]


class Store:
    """A number that is changed slowly or at once, or refuses."""

    def __init__(self) -> None:
        self.number = 6

    def now(self, _info: Any, to: int) -> dict[str, Any]:
        self.number = to
        return {"number": lambda _: self.number, "awaited": lambda _: later(self.number)}

    async def slowly(self, info: Any, to: int) -> dict[str, Any]:
        await asyncio.sleep(0)
        return self.now(info, to)

    async def refused(self, _info: Any, to: int) -> dict[str, Any]:
        raise ValueError(f"not {to}")


CHANGES = """
type Query { n: Int } type Number { number: Int awaited: Int }
type Mutation { now(to: Int!): Number slowly(to: Int!): Number refused(to: Int!): Number }
"""


async def test_mutations_run_one_after_another_and_a_failed_one_does_not_stop_the_rest() -> None:
    document = """mutation { a: now(to: 1) { number awaited } b: slowly(to: 2) { number awaited }
      c: refused(to: 3) { number } d: slowly(to: 4) { awaited } e: now(to: 5) { awaited number } }"""
    told = await answered(CHANGES, document, Store)
    one, two, five = ({"number": n, "awaited": n} for n in (1, 2, 5))
    assert told["data"] == {"a": one, "b": two, "c": None, "d": {"awaited": 4}, "e": five}
    assert told["errors"] == [("not 3", ["c"])]
