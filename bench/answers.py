"""Whether all servers give the same answer; asked before anything is measured."""

import urllib.error
import urllib.request
from typing import Any

import orjson

from bench.documents import Operation
from bench.measuring import Failed
from bench.processes import Started

# How far the number of leaves of an answer in another shape may be off.
_NEAR = 0.05


def ask(server: Started, body: str) -> Any:
    """The data of one answer; raises Failed."""
    headers = {"Content-Type": "application/json", **server.headers}
    request = urllib.request.Request(f"http://127.0.0.1:{server.port}/graphql", body.encode(), headers)
    try:
        with urllib.request.urlopen(request, timeout=60) as response:  # noqa: S310
            answer = orjson.loads(response.read())
    except urllib.error.HTTPError as refused:
        raise Failed(f"{server.name}: {refused.read().decode(errors='replace')[:500]}") from None
    if answer.get("errors") or not answer.get("data"):
        raise Failed(f"{server.name}: {str(answer)[:500]}")
    return answer["data"]


def leaves(value: Any) -> int:
    """How many scalars an answer has."""
    if isinstance(value, dict):
        return sum(map(leaves, value.values()))
    return sum(map(leaves, value)) if isinstance(value, list) else 1


def check_same(ours: Any, theirs: Any, name: str) -> None:
    """Raises Failed, with the first path that differs."""
    if (path := _difference(ours, theirs, "data")) is not None:
        raise Failed(f"{name} gives another answer: {path}")


def check_near(ours: Any, theirs: Any, name: str) -> None:
    """For an answer in a shape of its own: raises Failed unless it has about as many leaves."""
    mine, its = leaves(ours), leaves(theirs)
    if abs(mine - its) > max(_NEAR * mine, 10):
        raise Failed(f"{name} answers with {its} leaves instead of {mine}")


def sizes(operation: Operation, data: Any) -> str:
    """How large an answer is, in words."""
    return f"{operation.title}: {len(orjson.dumps(data)) / 1000:.1f} KB, {leaves(data):,} leaves"


def _difference(ours: Any, theirs: Any, path: str) -> str | None:
    if isinstance(ours, dict) and isinstance(theirs, dict) and ours.keys() == theirs.keys():
        pairs = [(ours[key], theirs[key], f"{path}.{key}") for key in ours]
    elif isinstance(ours, list) and isinstance(theirs, list) and len(ours) == len(theirs):
        pairs = [(mine, its, f"{path}.{place}") for place, (mine, its) in enumerate(zip(ours, theirs, strict=True))]
    else:
        return None if ours == theirs else f"{path}: {str(ours)[:80]} and {str(theirs)[:80]}"
    return next((found for pair in pairs if (found := _difference(*pair)) is not None), None)
