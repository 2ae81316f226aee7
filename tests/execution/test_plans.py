"""Plans: made once for equal questions, kept within bounds, and never one viewer's for another."""

import asyncio
import logging
import random
from dataclasses import dataclass
from typing import Any

import pytest
from graphql import ExecutionResult, GraphQLError, build_schema, execute, parse

from execution.executor import Executor
from execution.fields import Applied, Attribute, Computed, Loaded, Same, getter
from execution.gates import Gate, Gates

SDL = "type Query { me: Person people: [Person!]! } type Person { name: String! wage: Int friends: [Person!]! }"


@dataclass
class Viewer:
    role: str
    denied: list[tuple[str, Any, list[str | int], int]]


@dataclass
class Person:
    name: str
    wage: int
    friends: list["Person"]


ROOT = {"me": Person("Ann", 3, [Person("Bo", 5, [])]), "people": [Person("Cy", 7, []), Person("Di", 9, [])]}


def executor(plans: int = 500) -> Executor:
    def deny(context: Viewer, coordinate: str, denial: Any, path: list[str | int], count: int) -> None:
        context.denied.append((coordinate, denial, path, count))

    gate = Gate(lambda viewer: None if viewer.role == "boss" else f"not for {viewer.role}")
    gates = Gates({("Person", "wage"): gate}, kind=lambda viewer: viewer.role, deny=deny)
    kinds = {("Person", name): Attribute(name) for name in ("name", "wage", "friends")}
    return Executor(build_schema(SDL), kinds, gates, plans=plans)


async def ask(runner: Executor, document: Any, role: str = "boss", **variables: Any) -> tuple[Any, Viewer]:
    viewer = Viewer(role, [])
    result = await runner.execute(document, root_value=ROOT, context_value=viewer, variable_values=variables)
    assert result.errors is None
    return result.data, viewer


async def test_an_equal_question_of_an_equal_viewer_is_planned_once() -> None:
    runner, document = executor(), parse("{ me { name wage } }")
    for _ in range(3):
        assert (await ask(runner, document))[0] == {"me": {"name": "Ann", "wage": 3}}
    told = runner.plans.statistics()
    assert (told.hits, told.misses, told.size, told.fallbacks) == (2, 1, 1, 0)


async def test_what_variables_leave_out_is_planned_apart_and_other_variables_are_not() -> None:
    runner = executor()
    document = parse("query ($s: Boolean!, $i: Boolean = true) { me { name @skip(if: $s) wage @include(if: $i) } }")
    answers = [(await ask(runner, document, s=s, i=i))[0]["me"] for s in (True, False) for i in (True, False)]
    assert answers == [{"wage": 3}, {}, {"name": "Ann", "wage": 3}, {"name": "Ann"}]
    assert runner.plans.statistics().size == 4


async def test_plans_are_kept_within_bounds() -> None:
    runner = executor(plans=5)
    for number in range(40):
        assert (await ask(runner, parse(f"{{ me {{ n{number}: name }} }}")))[0] == {"me": {f"n{number}": "Ann"}}
    assert runner.plans.statistics().size == 5


async def test_viewers_of_different_kinds_at_the_same_time_get_their_own_answers() -> None:
    runner, document = executor(), parse("{ people { name wage friends { wage } } me { pay: wage friends { wage } } }")
    roles = ["boss", "clerk", "guest"] * 60
    random.Random(7).shuffle(roles)
    answers = await asyncio.gather(*(ask(runner, document, role) for role in roles))
    for role, (data, viewer) in zip(roles, answers, strict=True):
        open_ = role == "boss"
        assert data["people"] == [
            {"name": name, "wage": wage if open_ else None, "friends": []} for name, wage in (("Cy", 7), ("Di", 9))
        ]
        assert data["me"] == {"pay": 3 if open_ else None, "friends": [{"wage": 5 if open_ else None}]}
        told = [("Person.wage", f"not for {role}", ["people", 0, "wage"], 4)]
        assert viewer.denied == ([] if open_ else told)
    assert runner.plans.statistics().size == 3


async def test_a_denied_field_is_not_even_computed() -> None:
    computed: list[Any] = []
    runner = executor()
    runner._kinds = {**runner._kinds, ("Person", "wage"): Computed(computed.append)}
    await ask(runner, parse("{ people { wage pay: wage } }"), "clerk")
    assert computed == []
    await ask(runner, parse("{ people { wage pay: wage } }"), "boss")
    assert len(computed) == 4


@pytest.mark.parametrize(
    ("query", "why"),
    [
        (
            "query Wide { ...F(n: true) } fragment F($n: Boolean) on Query { me { name @skip(if: $n) } }",
            "fragment variables",
        ),
        ("query Wide @experimental_disableErrorPropagation { me { name } }", "@experimental_disableErrorPropagation"),
    ],
)
async def test_what_cannot_be_planned_runs_on_graphql_core_counted_and_named(
    query: str, why: str, caplog: pytest.LogCaptureFixture
) -> None:
    runner = executor()
    with caplog.at_level(logging.DEBUG, logger="execution.executor"):
        data, _ = await ask(runner, parse(query, experimental_fragment_arguments=True))
    assert data["me"] in ({}, {"name": "Ann"})
    assert runner.plans.statistics().fallbacks == 1
    assert f"graphql-core runs Wide: {why}" in caplog.text


async def test_an_operation_that_is_not_there_is_told_as_graphql_core_does() -> None:
    runner = executor()
    result = await runner.execute(parse("query A { me { name } }"), operation_name="B")
    assert [error.message for error in result.errors or []] == ["Unknown operation named 'B'."]
    assert isinstance((result.errors or [])[0], GraphQLError)


async def test_a_parent_that_cannot_tell_its_key_fails_alone_whatever_its_error() -> None:
    @dataclass
    class Unhashable(Exception):
        name: str

    def key(person: Person, context: Any) -> str:
        if person.name == "Cy":
            raise Unhashable(person.name)
        return person.name

    class Context(Viewer):
        async def load_many(self, batch: str, keys: list[str]) -> dict[str, int]:
            return {each: len(each) for each in keys}

    kinds = {("Person", "wage"): Loaded("wages", key), ("Person", "name"): Attribute("name")}
    runner = Executor(build_schema(SDL), kinds)
    result = await runner.execute(parse("{ people { name wage } }"), root_value=ROOT, context_value=Context("boss", []))
    assert result.data == {"people": [{"name": "Cy", "wage": None}, {"name": "Di", "wage": 2}]}
    assert [(error.path, type(error.original_error)) for error in result.errors or []] == [
        (["people", 0, "wage"], Unhashable)
    ]


async def test_a_group_of_the_root_is_null_where_there_is_no_root() -> None:
    schema = build_schema("type Query { group: Group } type Group { name: String }")
    runner = Executor(schema, {("Query", "group"): Same()})
    for query, data in (("{ group { __typename } }", {"group": None}), ("{ group { name } }", {"group": None})):
        assert (await runner.execute(parse(query))).data == data
    told = await runner.execute(parse("{ group { __typename } }"), root_value=ROOT)
    assert told.data == {"group": {"__typename": "Group"}}


SHOP = """
type Query { shelf: [Thing!]! best: Thing! }
type Thing { name: String price: Price old: Price! }
type Price { amount: String currency: String tax: Tax }
type Tax { rate: Int }
"""


@dataclass
class Thing:
    name: str
    minor: Any
    rate: Any = 25
    currency: Any = "EUR"


def shop() -> Executor:
    def made(minor: Any, currency: Any, rate: Any) -> dict[str, Any]:
        return {"amount": f"{minor}!", "currency": currency, "tax": {"rate": rate}}

    tax = Applied(lambda rate: {"rate": rate}, ("rate",), {"rate": Attribute("rate")})
    parts: dict[str, Any] = {"amount": Applied("{}!".format, ("minor",)), "currency": Attribute("currency"), "tax": tax}
    price = Applied(made, ("minor", "currency", "rate"), parts, absent="minor")
    return Executor(
        build_schema(SHOP), {("Thing", "name"): Attribute("name"), ("Thing", "price"): price, ("Thing", "old"): price}
    )


@pytest.mark.parametrize(
    "thing", [Thing("full", 5), Thing("free", None), Thing("odd", 5, "x", 7), Thing("broken", 5, 1 << 40)]
)
async def test_an_object_that_is_not_made_answers_like_one_that_is(thing: Thing) -> None:
    query = """{ shelf { name price { amount ...P } } best { p: price { __typename tax { rate r: rate } }
        price { tax { rate } } old { currency } } } fragment P on Price { c: currency tax { rate } }"""
    root, runner = {"shelf": [Thing("a", 1), thing], "best": thing}, shop()
    apart = await runner.execute(parse(query), root_value=root)

    def as_ever(parent: Any, name: str) -> Any:
        return getter(runner._kinds["Thing", name])(parent, None)

    schema = build_schema(SHOP)
    for name in ("price", "old"):
        schema.type_map["Thing"].fields[name].resolve = lambda parent, info: as_ever(parent, info.field_name)  # type: ignore[attr-defined]
    stock = execute(schema, parse(query), root_value=root)
    assert isinstance(stock, ExecutionResult)
    assert apart.formatted == stock.formatted
