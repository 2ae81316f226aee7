"""Gates: closed, a field is neither resolved nor told twice; open, nothing is different."""

from typing import Any

import pytest

from execution.gates import Gate, Gates
from tests.execution.schemas import engine, schema

Denials = list[tuple[Any, str, Any, list[str | int], int]]
DOGS = [{"__typename": "Dog", "name": name} for name in ("Rex", "Ben")]


async def run(query: str, gate: Gate, resolved: list[Any], *, on_core: bool) -> tuple[dict[str, Any], Denials]:
    made, denied = schema(), []

    def toys(source: Any, _: Any, first: int) -> list[str]:
        resolved.append(source)
        return ["ball"] * first

    made.type_map["Dog"].fields["toys"].resolve = toys  # type: ignore[attr-defined]
    made.query_type.fields["pets"].resolve = lambda *_: [*DOGS, {"__typename": "Cat", "name": "Tom"}]  # type: ignore[union-attr]
    made.query_type.fields["dog"].resolve = lambda *_: DOGS[0]  # type: ignore[union-attr]
    gates = Gates({("Dog", "toys"): gate}, deny=lambda *told: denied.append(told))
    if on_core:
        gates.install(made)
        gates = Gates()
    runner = engine(made, gates=gates)
    return await runner.run(runner.documents.prepare(query), None, None, None), denied


OPEN = Gate(lambda context: None)
CLOSED = Gate(lambda context: "no toys")
ONLY_REX = Gate(lambda context: None, lambda dog: None if dog["name"] == "Rex" else "no")

pytestmark = pytest.mark.parametrize("on_core", [False, True], ids=["planned", "graphql-core"])


async def test_an_open_gate_changes_nothing(on_core: bool) -> None:
    resolved: list[Any] = []
    result, denied = await run("{ dog { name toys(first: 2) } }", OPEN, resolved, on_core=on_core)
    assert result["data"] == {"dog": {"name": "Rex", "toys": ["ball", "ball"]}}
    assert (len(resolved), denied) == (1, [])


async def test_a_closed_gate_answers_null_without_resolving_and_tells_where(on_core: bool) -> None:
    resolved: list[Any] = []
    result, denied = await run("{ dog { mine: toys(first: 2) } }", CLOSED, resolved, on_core=on_core)
    assert result["data"] == {"dog": {"mine": None}}
    assert (resolved, [told[1:] for told in denied]) == ([], [("Dog.toys", "no toys", ["dog", "mine"], 1)])


async def test_a_gate_may_open_for_one_row_and_not_for_another(on_core: bool) -> None:
    query = "{ pets { ... on Dog { toys(first: 1) } } }"
    result, denied = await run(query, ONLY_REX, [], on_core=on_core)
    assert result["data"]["pets"] == [{"toys": ["ball"]}, {"toys": None}, {}]
    assert [told[1:] for told in denied] == [("Dog.toys", "no", ["pets", 1, "toys"], 1)]


async def test_denials_are_counted_over_rows_aliases_and_fragments(on_core: bool) -> None:
    query = "{ pets { ...F ... on Dog { again: toys(first: 1) } } } fragment F on Dog { toys(first: 2) }"
    result, denied = await run(query, CLOSED, [], on_core=on_core)
    assert result["data"]["pets"] == [{"toys": None, "again": None}] * 2 + [{}]
    assert {told[1] for told in denied} == {"Dog.toys"}
    assert sum(told[-1] for told in denied) == 4
    assert denied[0][3] == ["pets", 0, "toys"]
