"""When two results are the same answer.

Data is equal in values, types and order of keys. Errors are equal in message, path, locations and extensions: exactly
and in order where nothing was awaited, else in any order. Where a null took a parent along, what else went wrong inside
depends on timing: there, both sides tell at least one error, and none that could not have happened.
"""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from graphql import ExecutionResult, GraphQLError

Path = tuple[str | int, ...]
# Message, path, locations and extensions, printable and comparable.
Told = tuple[str, Path | None, str, str]


@dataclass
class Expected:
    """What graphql-core answers."""

    result: ExecutionResult
    # Every error of the operation had no null taken a parent along.
    possible: list[GraphQLError]
    # Whether nothing was awaited.
    at_once: bool


def difference(expected: Expected, actual: ExecutionResult) -> str | None:
    """What tells a result from the expected one; None when they are the same answer."""
    wanted, found = _printed(expected.result.data), _printed(actual.data)
    if wanted != found:
        return f"data\n  expected {wanted}\n  found    {found}"
    ours, theirs = _told(actual.errors), _told(expected.result.errors)
    if expected.at_once:
        return None if ours == theirs else _errors("errors (in order)", theirs, ours)
    nulled = _discarded(expected.result.data, ours + theirs)
    return _outside(nulled, theirs, ours) or _inside(nulled, theirs, ours, Counter(_told(expected.possible)))


def _outside(nulled: set[Path], theirs: list[Told], ours: list[Told]) -> str | None:
    wanted, found = ([each for each in side if _place(each, nulled) is None] for side in (theirs, ours))
    return None if Counter(wanted) == Counter(found) else _errors("errors", wanted, found)


def _inside(nulled: set[Path], theirs: list[Told], ours: list[Told], possible: Counter[Told]) -> str | None:
    for place in nulled:
        wanted, found = ([each for each in side if _place(each, nulled) == place] for side in (theirs, ours))
        if not (wanted and found and Counter(found) <= possible):
            return _errors(f"errors of what was discarded at {list(place)}", wanted, found)
    return None


def _discarded(data: Any, errors: list[Told]) -> set[Path]:
    """The nulls that stand for something above the place of an error."""
    paths = [path for _, path, *_ in errors if path is not None]
    return {null for path in paths if (null := _null_above(data, path)) is not None}


def _null_above(data: Any, path: Path) -> Path | None:
    for depth, key in enumerate(path):
        if data is None:
            return path[:depth]
        data = data[key]
    return None


def _place(error: Told, nulled: set[Path]) -> Path | None:
    """The discarded part in which an error lies."""
    path = error[1]
    if path is None:
        return None
    return next((path[:depth] for depth in range(len(path) + 1) if path[:depth] in nulled), None)


def _told(errors: list[GraphQLError] | None) -> list[Told]:
    return [
        (error.message, None if error.path is None else tuple(error.path), str(error.locations), repr(error.extensions))
        for error in errors or ()
    ]


def _printed(data: Any) -> str:
    """Equal texts are equal answers: order of keys, 1 and 1.0 and true are told apart, NaN is NaN."""
    return repr(data)


def _errors(what: str, wanted: list[Told], found: list[Told]) -> str:
    lines = [f"  expected {each}" for each in wanted if each not in found]
    lines += [f"  found    {each}" for each in found if each not in wanted]
    return "\n".join([what, *(lines or [f"  expected {wanted}\n  found    {found}"])])
