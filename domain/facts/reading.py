"""From JSON to facts: their form is checked, and what is wrong is told in words."""

from collections.abc import Callable
from datetime import date, datetime
from functools import cache
from typing import Any

import fastjsonschema

from domain.facts.fact import KNOWN_KINDS, Fact, FactKind
from domain.facts.schema import DATA, ENVELOPE, Schema

Check = Callable[[Any], Any]
_MOST_WORDS = 300


class Malformed(ValueError):
    """A value that is no fact; the message says where and why."""


def read(value: Any) -> Fact:
    """The fact in a JSON value; raises Malformed."""
    _check(_envelope(), value, "")
    kind, data = value["kind"], value["data"]
    check_data(kind, data)
    at = datetime.fromisoformat(value["at"])
    # JSON has one kind of numbers: 7.0 is a whole one.
    return Fact(value["id"], value["client"], int(value["sequence"]), at, kind, data, value.get("partner"))


def check_data(kind: str, data: Any) -> None:
    """Raises Malformed for what a fact of a known kind cannot say."""
    if kind in KNOWN_KINDS:
        _check(_of_kind(kind), data, "data")


def _check(check: Check, value: Any, where: str) -> None:
    try:
        check(value)
    except fastjsonschema.JsonSchemaValueException as wrong:
        place = ".".join([where, *map(str, wrong.path[1:])]).strip(".")
        said = f"`{place}`" if place else "A fact"
        if wrong.rule == "required":
            missing = ", ".join(f"`{name}`" for name in wrong.rule_definition if name not in wrong.value)
            raise Malformed(f"{said} lacks {missing}.") from None
        raise Malformed(f"{said}{str(wrong.message).removeprefix(wrong.name or '')}."[:_MOST_WORDS]) from None


@cache
def _envelope() -> Check:
    return _compiled(ENVELOPE)


@cache
def _of_kind(kind: str) -> Check:
    return _compiled(DATA[FactKind(kind)])


def _compiled(schema: Schema) -> Check:
    formats = {"date": _is_day, "date-time": _is_moment}
    check: Check = fastjsonschema.compile(schema, formats=formats, use_default=False)
    return check


def _is_day(text: str) -> bool:
    """Whether the calendar has such a day, in a time in which there may be expenses and invoices."""
    try:
        return _is_in_reach(date.fromisoformat(text))
    except ValueError:
        return False


def _is_moment(text: str) -> bool:
    try:
        return _is_in_reach(datetime.fromisoformat(text))
    except ValueError:
        return False


def _is_in_reach(day: date) -> bool:
    # What lies at the very ends of time has no place in UTC, and no months around it.
    return 1970 <= day.year <= 9000
