"""What a change says of itself: made before it is committed, told after it, and told again to whoever asks again."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import Any

from graphql import print_ast
from graphql.execution.values import VariableValues

from execution.fields import Ordinary
from execution.plan import Field, Selection
from execution.plans import Operation
from execution.running import Run
from execution.settling import Nulled, Settled, settle

Data = dict[str, Any]


class Unsaid(Exception):
    """A part of the answer could not be had, so that it is no answer to keep."""


@dataclass(frozen=True, slots=True)
class Said:
    """The data of one root field, without what is made anew each time, and whether something of it was denied."""

    data: Data
    was_denied: bool


@dataclass
class Saying:
    """Handed to a context that wants it before a root field changes things.

    `say(value)` gives what the answer for a resolver's value is as of now (raises `Unsaid`), and may be called before
    the change is committed. What is put into `told` is answered in place of what is read after the change.
    """

    operation: Operation
    place: int
    variables: VariableValues
    say: Callable[[Any], Awaitable[Said]]
    told: Data | None = None

    @cached_property
    def asked(self) -> str:
        """The same for the same document and variables, however the document is laid out."""
        fragments = [print_ast(each.definition) for _, each in sorted(self.operation.fragments.items())]
        values = sorted(self.variables.coerced.items())
        return sha256(repr((self.place, print_ast(self.operation.node), fragments, values)).encode()).hexdigest()


def said_by(run: Run, made: dict[str, Any], place: int) -> Said:
    """What a change says of itself, by the finished run of its payload; raises `Unsaid`."""
    settled, selection = Settled(), run.plan.roots[place]
    try:
        data = settle(run, selection, made, settled)
    except Nulled as nulled:
        raise Unsaid from nulled.error
    if settled.errors:
        raise Unsaid from settled.errors[0]
    return Said(lasting(selection, data), bool(settled.denials))


def lasting(selection: Selection, data: Data) -> Data:
    """An answer without what is made anew each time."""
    return {each.key: _lasting(each, data[each.key]) for each in selection.fields if not _is_anew(each)}


def told_again(selection: Selection, told: Data, now: Data) -> Data:
    """What was told, completed by what is made anew."""
    return {
        each.key: now[each.key] if _is_anew(each) else _told_again(each, told[each.key], now[each.key])
        for each in selection.fields
    }


def _is_anew(field: Field) -> bool:
    return isinstance(field.kind, Ordinary) and field.kind.anew


def _has_anew(selection: Selection) -> bool:
    return any(_is_anew(each) or _below(each) is not None for each in selection.fields)


def _below(field: Field) -> Selection | None:
    """The selection below a field, where something in it is made anew; such an object is of one type."""
    found = list(field.selections.values())
    return found[0] if len(found) == 1 and _has_anew(found[0]) else None


def _lasting(field: Field, value: Any) -> Any:
    below = _below(field)
    if below is None or value is None:
        return value
    return [lasting(below, each) for each in value] if isinstance(value, list) else lasting(below, value)


def _told_again(field: Field, told: Any, now: Any) -> Any:
    below = _below(field)
    if below is None or told is None:
        return told
    if isinstance(told, list):
        return [told_again(below, *both) for both in zip(told, now, strict=True)]
    return told_again(below, told, now)
