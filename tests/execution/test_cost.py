"""What operations cost: weights, lengths of lists by arguments and variables, fragments, interfaces, conditions."""

from typing import Any

import pytest
from graphql import GraphQLSchema, build_schema

from execution.cost import Prices
from execution.document import DocumentRefused, Documents
from execution.limits import Limits
from execution.operation_cost import MOST

SDL = """
directive @cost(weight: String!) on OBJECT | FIELD_DEFINITION
directive @listSize(
  assumedSize: Int, slicingArguments: [String!], sizedFields: [String!], requireOneSlicingArgument: Boolean = true
) on FIELD_DEFINITION
interface Named { name: String friends: [Dog] }
input Where { ids: [ID!] = [], page: Page = {size: 6}, text: String }
input Page { size: Int = 4 }
type Query @cost(weight: "0") {
  dog: Dog
  dogs(first: Int, last: Int): Dogs
    @listSize(assumedSize: 20, slicingArguments: ["first", "last"], sizedFields: ["nodes", "edges"])
  some(n: Int! = 7): [Dog] @listSize(slicingArguments: ["n"])
  few: [Dog] @listSize(assumedSize: 3)
  by(ids: [ID!]): [Dog] @listSize(assumedSize: 50, slicingArguments: ["ids"])
  pairs(a: [ID!], b: [ID!]): [Dog] @listSize(assumedSize: 1000, slicingArguments: ["a", "b"])
  deep(where: Where): [Dog] @listSize(slicingArguments: ["where.page.size"])
  inside(where: Where): [Dog] @listSize(slicingArguments: ["where.ids"])
  pasted(where: Where): [Dog] @listSize(assumedSize: 90, slicingArguments: ["where.ids", "where.text"])
  named: Named
  pet: Pet
  unstated: [Dog]
}
type Mutation @cost(weight: "0") { bark: Dog @cost(weight: "10") }
union Pet = Dog | Cat
type Dogs { nodes: [Dog] edges: [Edge] count: Int @cost(weight: "5") }
type Edge @cost(weight: "0") { node: Dog }
type Dog implements Named {
  name: String
  size: Int @cost(weight: "2")
  friends: [Dog] @listSize(assumedSize: 10)
  pups(first: Int): [Dog] @listSize(assumedSize: 4, slicingArguments: ["first"])
}
type Cat implements Named @cost(weight: "3") { name: String friends: [Dog] @listSize(assumedSize: 2) }
"""
SCHEMA = build_schema(SDL)


def documents(schema: GraphQLSchema = SCHEMA, **limits: int) -> Documents:
    return Documents(schema, Limits(**{"cost": MOST, **limits}), introspection=True)


def cost(text: str, variables: dict[str, Any] | None = None, name: str | None = None) -> int:
    prepared = documents(aliases=10_000, depth=1_000, root_fields=1_000).prepare(text)
    return prepared.price(prepared.operation(name), variables).estimated


def refusal(text: str, variables: dict[str, Any] | None = None, **limits: int) -> Any:
    prepared = documents(**limits).prepare(text)
    with pytest.raises(DocumentRefused) as refused:
        prepared.price(prepared.operation(None), variables)
    (error,) = refused.value.errors
    return error


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{ __typename }", 0),
        ("{ __schema { types { name } } }", 0),
        ("{ dog { name } }", 1),
        ("{ dog { name size } }", 3),
        ("{ dog { a: size b: size } }", 5),
        ("{ few { name } }", 3),
        ("{ few { size friends { name } } }", 3 * (1 + 2 + 10)),
        ("mutation { bark { name } }", 11),
        ("{ unstated { name } }", 20),
        ("{ named { name } }", 3),
        ("{ named { friends { name } } }", 11),
        ("{ pet { ... on Cat { name } ... on Dog { size } } }", 3),
        ("{ pet { ... on Named { friends { name } } } }", 11),
        ("{ pet { ... on Cat { friends { size } } } }", 3 + 2 * 3),
    ],
)
def test_objects_count_by_their_types_and_fields_on_top(text: str, expected: int) -> None:
    assert cost(text) == expected


@pytest.mark.parametrize(
    ("arguments", "length"),
    [
        ("", 20),
        ("(first: 5)", 5),
        ("(last: 6)", 6),
        ("(first: 0)", 0),
        ("(first: null)", 20),
        ("(first: null, last: 2)", 2),
        ("(first: 2, last: 9)", 9),
        ("(first: -1)", 100),
        ("(first: 2147483647)", 100),
        ("(first: -2147483648)", 100),
    ],
)
def test_a_page_is_as_long_as_it_says_and_never_longer_than_it_can_be(arguments: str, length: int) -> None:
    assert cost(f"{{ dogs{arguments} {{ nodes {{ name }} }} }}") == 1 + length
    assert cost(f"{{ dogs{arguments} {{ edges {{ node {{ name }} }} count }} }}") == 1 + 5 + length
    assert cost(f"{{ dogs{arguments} {{ ...F }} }} fragment F on Dogs {{ ... {{ nodes {{ name }} }} }}") == 1 + length


@pytest.mark.parametrize(
    ("value", "length"),
    [
        *((5, 5), (5.0, 5), (0, 0), (None, 20)),
        *((wrong, 100) for wrong in (-1, 10**40, "5", True, [1], {}, float("inf"), float("nan"), 2.5)),
    ],
)
def test_variables_are_read_when_they_are_there(value: Any, length: int) -> None:
    assert cost("query($n: Int) { dogs(first: $n) { nodes { name } } }", {"n": value}) == 1 + length


@pytest.mark.parametrize(
    ("head", "variables", "length"),
    [
        ("$n: Int = 9", {}, 9),
        ("$n: Int = 9", None, 9),
        ("$n: Int = 9", {"n": 2}, 2),
        ("$n: Int = 9", {"n": None}, 20),
        ("$n: Int = null", {}, 20),
        ("$n: Int", {}, 20),
        ("$n: Int", {"other": 3}, 20),
    ],
)
def test_absent_variables_have_their_default_or_that_of_the_field(
    head: str, variables: dict[str, Any] | None, length: int
) -> None:
    assert cost(f"query({head}) {{ dogs(first: $n) {{ nodes {{ name }} }} }}", variables) == 1 + length


def test_an_argument_left_out_has_its_default() -> None:
    assert cost("{ some { name } }") == 7
    assert cost("query($n: Int! = 3) { some(n: $n) { name } }") == 3


@pytest.mark.parametrize(
    ("field", "variables", "length"),
    [
        ('by(ids: ["a", "b"])', {}, 2),
        ('by(ids: "a")', {}, 1),
        ("by(ids: [])", {}, 0),
        ("by", {}, 50),
        ("by(ids: $ids)", {}, 50),
        ("by(ids: $ids)", {"ids": None}, 50),
        ("by(ids: $ids)", {"ids": ["a"] * 3}, 3),
        ("by(ids: $ids)", {"ids": "a"}, 1),
        ("by(ids: $ids)", {"ids": ["a"] * 5_000}, 100),
        ('pairs(a: ["x", "y"], b: $ids)', {"ids": ["a"] * 30}, 60),
        ("pairs(a: $ids, b: $ids)", {"ids": ["a"] * 250}, 1_000),
        ('inside(where: {ids: ["a", "b"]})', {}, 2),
        ("inside(where: {ids: $ids})", {"ids": ["a"] * 4}, 4),
        ("inside(where: $where)", {"where": {"ids": ["a"] * 5}}, 5),
        ("deep(where: {page: {size: 2}})", {}, 2),
        ("deep(where: $where)", {"where": {"page": {"size": 3}}}, 3),
        ("deep(where: {page: {size: 10000}})", {}, 100),
        ('pasted(where: {ids: ["a"], text: "x\\n\\n y\\r\\nz"})', {}, 4),
        ("pasted(where: $where)", {"where": {"text": "x\n \ny"}}, 2),
        ("pasted(where: $where)", {"where": {"ids": ["a"] * 3}}, 3),
        ("pasted(where: $where)", {"where": {"ids": ["a"] * 3, "text": "x\n" * 500}}, 100),
        ("pasted(where: $where)", {"where": {"ids": ["a"], "text": 5}}, 1),
        ("pasted(where: $where)", {"where": {}}, 0),
        ("pasted(where: $where)", {}, 90),
        ("pasted(where: {})", {}, 0),
    ],
)
def test_lists_count_by_their_length_and_places_inside_inputs_are_found(
    field: str, variables: dict[str, Any], length: int
) -> None:
    used = [head for head in ("$ids: [ID!]", "$where: Where") if f"{head.split(':')[0]}" in field]
    head = f"query({', '.join(used)})" if used else ""
    assert cost(f"{head} {{ {field} {{ name }} }}", variables) == length


@pytest.mark.parametrize(
    ("condition", "variables", "asked"),
    [
        ("@skip(if: true)", {}, False),
        ("@skip(if: false)", {}, True),
        ("@include(if: false)", {}, False),
        ("@include(if: true) @skip(if: true)", {}, False),
        ("@include(if: $yes)", {"yes": True}, True),
        ("@include(if: $yes)", {"yes": False}, False),
        ("@skip(if: $yes)", {"yes": True}, False),
        ("@skip(if: $yes)", {"yes": False}, True),
        ("@skip(if: $yes)", {}, False),
    ],
)
def test_what_is_left_out_costs_nothing(condition: str, variables: dict[str, Any], asked: bool) -> None:
    head = "query($yes: Boolean! = true)" if "$" in condition else ""
    for text in (
        f"{{ few {condition} {{ name }} }}",
        f"{{ ... {condition} {{ few {{ name }} }} }}",
        f"{{ ...F {condition} }} fragment F on Query {{ few {{ name }} }}",
    ):
        assert cost(head + text, variables) == (3 if asked else 0)


def test_each_operation_of_a_document_has_its_own_price() -> None:
    text = "query A { few { name } } query B($n: Int! = 2) { some(n: $n) { name } }"
    assert (cost(text, name="A"), cost(text, name="B"), cost(text, {"n": 4}, name="B")) == (3, 2, 4)


def doubling(levels: int) -> str:
    steps = "".join(
        f" fragment F{i} on Dog {{ x: friends {{ ...F{i + 1} }} y: friends {{ ...F{i + 1} }} }}" for i in range(levels)
    )
    return f"{{ dog {{ ...F0 }} }}{steps} fragment F{levels} on Dog {{ name }}"


@pytest.mark.parametrize("kind", ["Dog", "Named"])
def test_fragments_are_priced_once_however_often_they_are_spread(kind: str) -> None:
    made = documents(aliases=10**30, depth=1_000, tokens=100_000, document_bytes=10**6)

    def steps(levels: int) -> int:
        (found,) = made.prepare(doubling(levels).replace("on Dog", f"on {kind}")).costs.values()
        return found.steps

    assert steps(14) - steps(12) == steps(12) - steps(10) == 2 * 4
    prepared = made.prepare("query($n: Int) " + doubling(12).replace("name", "pups(first: $n) { name }"))
    (priced,) = prepared.costs.values()
    run = priced.run({"n": 1})
    assert priced.total(run) > 2**12
    assert len(run.known) <= priced.steps + 1


def test_what_is_too_much_to_count_is_a_number_all_the_same() -> None:
    text = "{ dogs { nodes " + "{ friends " * 60 + "{ name }" + "}" * 60 + "} }"
    assert cost(text) == MOST


def test_over_the_budget_the_error_names_the_dearest_field_and_the_page_that_fits() -> None:
    text = "query($n: Int) { dog { name } all: dogs(first: $n) { nodes { friends { friends { name } } } } }"
    error = refusal(text, {"n": 100}, cost=1_200)
    assert error.message == (
        "The operation may cost 11102, and 1200 are allowed; the dearest is `all`: `first: 10` would fit, or split it."
    )
    assert error.extensions == {"code": "LIMIT_EXCEEDED", "limit": "cost", "allowed": 1_200, "cost": 11_102}
    prepared = documents(cost=1_200).prepare(text)
    assert prepared.price(prepared.operation(None), {"n": 10}).estimated <= 1_200
    assert refusal(text, {"n": 11}, cost=1_200)


@pytest.mark.parametrize(
    ("text", "variables", "words"),
    [
        ("{ few { friends { friends { name } } } }", {}, "`few.friends.friends`: ask for less, or"),
        ("{ few { pups(first: 90) { name } } }", {}, "`few.pups`: `first: 32` would fit"),
        ("query($i: [ID!]) { by(ids: $i) { friends { name } } }", {"i": ["a"] * 40}, "`by`: `ids` of at most 9 would"),
        ("{ dog { a: size b: size c: size } few { friends { friends { name } } } }", {}, "`few.friends.friends`"),
    ],
)
def test_the_cure_is_one_that_helps(text: str, variables: dict[str, Any], words: str) -> None:
    assert words in refusal(text, variables, cost=99).message


@pytest.mark.parametrize(
    ("kind", "fields", "expected"),
    [("Dog", [], 1), ("Dog", ["name", "friends"], 1), ("Dog", ["size", "__typename"], 3), ("Cat", ["name"], 3)],
)
def test_an_object_costs_its_type_and_its_fields(kind: str, fields: list[str], expected: int) -> None:
    assert Prices(SCHEMA).own(kind, fields) == expected


def test_lists_that_state_no_length_are_found() -> None:
    assert Prices(SCHEMA).unsized() == ["Query.unstated"]


@pytest.mark.parametrize(
    "declared",
    [
        '@cost(weight: "-1")',
        '@cost(weight: "much")',
        "@listSize(assumedSize: -1)",
        '@listSize(slicingArguments: ["nothing"])',
        '@listSize(slicingArguments: ["where.nothing"])',
        '@listSize(slicingArguments: ["where.ids.more"])',
    ],
)
def test_declarations_that_make_no_sense_are_refused_at_the_start(declared: str) -> None:
    wrong = SDL.replace("inside(where: Where): [Dog]", f"inside(where: Where): [Dog] {declared} #")
    with pytest.raises(ValueError):  # noqa: PT011
        Prices(build_schema(wrong))
