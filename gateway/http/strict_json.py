"""JSON in which every name stands once: of a doubled one, two readers could each take another."""

import json
from typing import Any

import orjson


class Unreadable(ValueError):
    """A text that is no JSON, or names a member twice; says so in words for whoever sent it."""


class TooDeep(Unreadable):
    """JSON that is nested deeper than can be written again (some 250 levels)."""


def load(raw: bytes, what: str) -> Any:
    """The value of a JSON text; raises Unreadable, which calls the text `what`."""
    try:
        value = orjson.loads(raw)
    except orjson.JSONDecodeError:
        raise Unreadable(f"{what} must be valid JSON: UTF-8, without NaN, not nested too deeply.") from None
    if not _is_as_written(raw, value, what) and not _has_all_strings(raw, value):
        _refuse_doubled(raw, what)
    return value


def _is_as_written(raw: bytes, value: Any, what: str) -> bool:
    """Whether the value, written again, gives the same bytes: then nothing was lost, and this is what clients send."""
    try:
        return orjson.dumps(value) == raw
    except orjson.JSONEncodeError:
        raise TooDeep(f"{what} is nested too deeply.") from None


def _has_all_strings(raw: bytes, value: Any) -> bool:
    """Whether the value has as many names and strings as the text: a member that was dropped takes its name along."""
    # Where nothing is escaped, every string has two quotes.
    return b"\\" not in raw and raw.count(b'"') == 2 * _strings(value)


def _strings(value: Any) -> int:
    if isinstance(value, dict):
        return len(value) + sum(map(_strings, value.values()))
    if isinstance(value, list):
        return sum(map(_strings, value))
    return isinstance(value, str)


def _refuse_doubled(raw: bytes, what: str) -> None:
    def members(pairs: list[tuple[str, Any]]) -> None:
        seen: set[str] = set()
        for name, _ in pairs:
            if name in seen:
                raise Unreadable(f"{what} names `{name[:100]}` twice; keep one of them.")
            seen.add(name)

    # Numbers are not looked at: one of a million digits would take long to be made.
    json.loads(raw.decode(), object_pairs_hook=members, parse_int=len, parse_float=len)
