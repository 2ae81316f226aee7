"""Results: data, errors with codes, and no more of them than allowed."""

from typing import Any

import pytest

from execution.engine import Engine
from tests.execution.schemas import Told, engine, schema


async def answer(
    made: Engine, query: str, variables: dict[str, Any] | None = None, operation: str | None = None
) -> dict[str, Any]:
    return await made.run(made.documents.prepare(query), operation, variables, None)


def engine_with(type_name: str, field: str, resolve: Any, **limits: int) -> Engine:
    made = schema()
    made.type_map[type_name].fields[field].resolve = resolve  # type: ignore[attr-defined]
    return engine(made, **limits)


def failing(*_: Any, **__: Any) -> Any:
    raise RuntimeError("secret")


def telling(*_: Any, **__: Any) -> Any:
    raise Told("Try again.")


async def later(*_: Any, **__: Any) -> Any:
    return {"name": "Tom"}


async def test_resolvers_may_answer_at_once_or_later() -> None:
    at_once = engine_with("Query", "cat", lambda *_: {"name": "Tom"})
    for made in (at_once, engine_with("Query", "cat", later)):
        assert (await answer(made, "{ cat { name } }"))["data"] == {"cat": {"name": "Tom"}}


async def test_an_error_is_explained_and_keeps_its_place() -> None:
    told = await answer(engine_with("Query", "cat", telling), "{ a: cat { name } dog { name } }")
    assert told["data"] == {"a": None, "dog": None}
    (error,) = told["errors"]
    assert (error["message"], error["path"]) == ("Try again.", ["a"])
    assert error["extensions"] == {"code": "TOLD", "hint": 1}


async def test_what_is_not_explained_is_masked() -> None:
    told = await answer(engine_with("Query", "cat", failing), "{ cat { name } }")
    assert told["errors"][0]["message"] == "Masked."
    assert "secret" not in str(told)


async def test_what_a_resolver_answers_wrongly_is_masked_too() -> None:
    made = engine_with("Query", "cat", lambda *_: {"lives": "seven secrets"})
    told = await answer(made, "{ cat { lives } }")
    assert told["data"] == {"cat": None}
    assert [error["message"] for error in told["errors"]] == ["Masked."]


async def test_a_list_of_failures_gives_the_first_errors_only() -> None:
    made = engine_with("Cat", "enemy", failing)
    made.executor.schema.query_type.fields["cats"].resolve = lambda *_, **__: [{}] * 100  # type: ignore[union-attr]
    told = await answer(made, "{ cats { enemy { name } } }")
    assert len(told["data"]["cats"]) == 100
    assert len(told["errors"]) == 20


@pytest.mark.parametrize(
    ("query", "variables", "words"),
    [
        ("query ($n: Int!) { cats(n: $n) { name } }", {}, ("$n", "Int!")),
        ("query ($n: Int!) { cats(n: $n) { name } }", {"n": "x"}, ("$n", "Int")),
        ("query ($n: Int!) { cats(n: $n) { name } }", {"n": 2**31}, ("$n", "32-bit")),
        ("query ($n: [Int!]!) { add(numbers: $n) }", {"n": ["x"] * 50}, ("$n", "Int")),
    ],
)
async def test_wrong_variables_are_a_request_error_that_names_them(
    query: str, variables: dict[str, Any], words: tuple[str, ...]
) -> None:
    told = await answer(engine(), query, variables)
    assert "data" not in told
    assert {error["extensions"]["code"] for error in told["errors"]} == {"BAD_INPUT"}
    assert len(told["errors"]) <= 5
    assert all(word in told["errors"][0]["message"] for word in words)


async def test_further_errors_join_those_there_are_up_to_the_limit() -> None:
    made = engine(execution_errors=3)
    denied = [{"message": str(number)} for number in range(5)]
    plain: dict[str, Any] = {"data": {"cat": None}}
    assert made.with_errors(plain, []) is plain
    assert made.with_errors(plain, denied[:1]) == {"errors": denied[:1], "data": {"cat": None}}
    assert made.with_errors({"errors": [{"message": "x"}], **plain}, denied) == {
        "errors": [{"message": "x"}, *denied[:2]],
        "data": {"cat": None},
    }
