"""The shapes of a batch of facts: a JSON array, or one JSON object per line."""

from dataclasses import dataclass
from typing import Any

from gateway.http.headers import JSON, Headers, is_json, is_plain
from gateway.http.refusals import HttpError
from gateway.http.strict_json import Unreadable, load

NDJSON = "application/x-ndjson"


@dataclass(frozen=True, slots=True)
class Bounds:
    """How large a batch may be."""

    body_bytes: int
    items: int


def items_of(raw: bytes, headers: Headers, bounds: Bounds) -> list[Any]:
    """The values of a batch; raises HttpError (400, 413, 415)."""
    if not is_plain(headers):
        raise HttpError(415, "Send the body without compression.")
    if is_json(headers):
        items = _array(raw)
    elif headers.get(b"content-type", "").split(";")[0].strip().lower() == NDJSON:
        items = [_loaded(line, f"Line {number}") for number, line in enumerate(raw.split(b"\n"), 1) if line.strip()]
    else:
        raise HttpError(415, f"Send facts as {JSON} (an array) or {NDJSON} (one on each line).")
    if len(items) > bounds.items:
        raise HttpError(413, f"Send at most {bounds.items} facts at a time; these are {len(items)}.")
    return items


def _array(raw: bytes) -> list[Any]:
    items = _loaded(raw, "The body")
    if not isinstance(items, list):
        raise HttpError(400, "Send a JSON array of facts.")
    return items


def _loaded(raw: bytes, what: str) -> Any:
    try:
        return load(raw.strip(), what)
    except Unreadable as unreadable:
        raise HttpError(400, str(unreadable)) from None
