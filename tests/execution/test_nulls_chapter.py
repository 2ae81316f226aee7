"""The chapters on non-null and on lists: where a null stops, and what counts as a list."""

from typing import Any

import pytest

from tests.execution.chapters import answered

CANNOT = "Cannot return null for non-nullable field {}."
NESTED = "type Query { a: A, b: Int } type A { plain: Int, strict: Int!, inner: A, firm: A! }"


async def later(value: Any) -> Any:
    if isinstance(value, Exception):
        raise value
    return value


def resolved(value: Any, way: str) -> Any:
    """A value as it is, as a method's answer, or as something awaited."""
    if way == "stored" and not isinstance(value, Exception):
        return value
    return lambda *_: later(value) if way == "awaited" else value


WAYS = pytest.mark.parametrize("way", ["stored", "returned", "awaited"])


@WAYS
@pytest.mark.parametrize(
    ("value", "message"), [(None, None), (ValueError("no"), "no"), ([1], "Int cannot represent non-integer value: [1]")]
)
async def test_a_nullable_field_that_fails_is_null_itself(way: str, value: Any, message: str | None) -> None:
    told = await answered(NESTED, "{ a { plain } b }", lambda: {"a": {"plain": resolved(value, way)}, "b": 1})
    assert told == {"data": {"a": {"plain": None}, "b": 1}, "errors": [(message, ["a", "plain"])] if message else []}


@WAYS
@pytest.mark.parametrize(("value", "message"), [(None, CANNOT.format("A.strict")), (ValueError("no"), "no")])
async def test_a_non_null_field_that_fails_takes_its_nullable_parent(way: str, value: Any, message: str) -> None:
    told = await answered(NESTED, "{ a { strict } b }", lambda: {"a": {"strict": resolved(value, way)}, "b": 1})
    assert told == {"data": {"a": None, "b": 1}, "errors": [(message, ["a", "strict"])]}


@WAYS
async def test_a_chain_of_non_nulls_falls_as_a_whole(way: str) -> None:
    root = lambda: {"a": {"inner": {"firm": {"firm": {"strict": resolved(None, way)}}}}}  # noqa: E731
    told = await answered(NESTED, "{ a { inner { firm { firm { strict } } } } }", root)
    path: list[str | int] = ["a", "inner", "firm", "firm", "strict"]
    assert told == {"data": {"a": {"inner": None}}, "errors": [(CANNOT.format("A.strict"), path)]}


@WAYS
async def test_a_non_null_at_the_root_leaves_no_data(way: str) -> None:
    told = await answered("type Query { x: Int! }", "{ x }", lambda: {"x": resolved(None, way)})
    assert told == {"data": None, "errors": [(CANNOT.format("Query.x"), ["x"])]}


BAD = ValueError("bad")
LISTS: list[tuple[str, list[Any], Any, list[Any]]] = [
    ("[Int]", [1, 2], [1, 2], []),
    ("[Int]", [1, None, 2], [1, None, 2], []),
    ("[Int]", [1, BAD], [1, None], [("bad", ["x", 1])]),
    ("[Int!]", [1, None, 2], None, [(CANNOT.format("Query.x"), ["x", 1])]),
    ("[Int!]", [1, BAD], None, [("bad", ["x", 1])]),
    ("[Int]!", [1, None], [1, None], []),
]


@pytest.mark.parametrize("items", ["now", "awaited"])
@WAYS
@pytest.mark.parametrize(("kind", "values", "data", "errors"), LISTS)
async def test_items_of_a_list_fail_where_their_type_says(
    kind: str, values: list[Any], data: Any, errors: list[Any], way: str, items: str
) -> None:
    root = lambda: {"x": resolved([later(v) for v in values] if items == "awaited" else list(values), way)}  # noqa: E731
    assert await answered(f"type Query {{ x: {kind} }}", "{ x }", root) == {"data": {"x": data}, "errors": errors}


@pytest.mark.parametrize("made", [tuple, iter, set, lambda v: (each for each in v), lambda v: dict.fromkeys(v).keys()])
async def test_whatever_can_be_walked_is_a_list(made: Any) -> None:
    told = await answered("type Query { x: [Int] }", "{ x }", lambda: {"x": made([1, 2])})
    assert told == {"data": {"x": [1, 2]}, "errors": []}


@pytest.mark.parametrize("value", ["text", b"bytes", 5, {"a": 1}])
async def test_texts_mappings_and_single_values_are_no_lists(value: Any) -> None:
    told = await answered("type Query { x: [String] }", "{ x }", {"x": value})
    message = "Expected Iterable, but did not find one for field 'Query.x'."
    assert told == {"data": {"x": None}, "errors": [(message, ["x"])]}
