"""Gates: closed, a field is neither resolved nor told twice; open, nothing is different."""

from typing import Any

from execution import gates
from tests.execution.schemas import engine, schema

Denials = list[tuple[Any, str, Any, list[str | int]]]


async def run(query: str, gate: Any, resolved: list[Any]) -> tuple[dict[str, Any], Denials]:
    made, denied = schema(), []

    def toys(source: Any, _: Any, first: int) -> list[str]:
        resolved.append(source)
        return ["ball"] * first

    made.type_map["Dog"].fields["toys"].resolve = toys  # type: ignore[attr-defined]
    dogs = [{"__typename": "Dog", "name": name} for name in ("Rex", "Ben")]
    made.query_type.fields["pets"].resolve = lambda *_: [*dogs, {"__typename": "Cat", "name": "Tom"}]  # type: ignore[union-attr]
    made.query_type.fields["dog"].resolve = lambda *_: dogs[0]  # type: ignore[union-attr]
    for place in (("Dog", "toys"), ("Dog", "name")):
        decide = gate if place == ("Dog", "toys") or gate is refuse else allow
        gates.install(made, {place: decide}, lambda *told: denied.append(told))
    runner = engine(made)
    return await runner.run(runner.documents.prepare(query), None, None, "somebody"), denied


def allow(context: Any, source: Any) -> None:
    assert context == "somebody"


def refuse(context: Any, source: Any) -> str:
    return f"no {source['name']}"


async def test_an_open_gate_changes_nothing() -> None:
    resolved: list[Any] = []
    result, denied = await run("{ dog { name toys(first: 2) } }", allow, resolved)
    assert result == {"data": {"dog": {"name": "Rex", "toys": ["ball", "ball"]}}}
    assert (len(resolved), denied) == (1, [])


async def test_a_closed_gate_answers_null_without_resolving_and_tells_where() -> None:
    resolved: list[Any] = []
    result, denied = await run("{ dog { mine: toys(first: 2) } }", refuse, resolved)
    assert result == {"data": {"dog": {"mine": None}}}
    assert (resolved, denied) == ([], [("somebody", "Dog.toys", "no Rex", ["dog", "mine"])])


async def test_a_gate_may_open_for_one_row_and_not_for_another() -> None:
    resolved: list[Any] = []

    def only_rex(_: Any, source: Any) -> str | None:
        return None if source["name"] == "Rex" else "no"

    result, denied = await run("{ pets { ... on Dog { toys(first: 1) } } }", only_rex, resolved)
    assert result["data"]["pets"] == [{"toys": ["ball"]}, {"toys": None}, {}]
    assert [told[1:] for told in denied] == [("Dog.toys", "no", ["pets", 1, "toys"])]


async def test_a_field_asked_for_through_its_interface_meets_the_gate_of_its_type() -> None:
    result, denied = await run("{ pets { name ...F } } fragment F on Named { other: name }", refuse, [])
    assert result["data"]["pets"] == [{"name": None, "other": None}] * 2 + [{"name": "Tom", "other": "Tom"}]
    assert {told[1] for told in denied} == {"Dog.name"}
