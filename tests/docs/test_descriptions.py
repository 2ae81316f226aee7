"""Whoever reads the schema is told what everything in it means, in words that say more than its name."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from graphql import build_schema, is_specified_scalar_type

from schema.arguments import UndescribedArgument
from schema.field import plain

SDL = Path(__file__).parents[2] / "schema.graphql"
_IDLE = frozenset("a an the its their it is of in to who what how that".split())


def _elements() -> Iterator[tuple[str, str]]:
    """Coordinates of types, fields, arguments, enum values and directives, with the first line of what is said."""
    known = build_schema(SDL.read_text())
    ours = [kind for kind in known.type_map.values() if not is_specified_scalar_type(kind) and kind.name[:2] != "__"]
    for kind in ours:
        yield kind.name, _line(kind)
        for name, member in (*getattr(kind, "fields", {}).items(), *getattr(kind, "values", {}).items()):
            yield f"{kind.name}.{name}", _line(member)
            yield from _arguments(f"{kind.name}.{name}", member)
    for directive in known.directives:
        if directive.name in {"access", "cost", "listSize", "semanticNonNull"}:
            yield f"@{directive.name}", _line(directive)
            yield from _arguments(f"@{directive.name}", directive)


def _arguments(coordinate: str, member: Any) -> Iterator[tuple[str, str]]:
    for name, argument in getattr(member, "args", {}).items():
        yield f"{coordinate}({name}:)", _line(argument)


def _line(element: Any) -> str:
    return (element.description or "").split("\n")[0]


def _words(text: str) -> set[str]:
    split = re.sub("([a-z])([A-Z])", r"\1 \2", text).lower()
    return {word.rstrip("s") for word in re.findall("[a-z0-9]+", split)} - _IDLE


def _says_something(coordinate: str, text: str) -> bool:
    name = re.findall(r"\w+", coordinate)[-1]
    return len(text.split()) > 2 and bool(_words(text) - _words(name))


def test_every_element_of_the_schema_says_more_than_its_name() -> None:
    found = list(_elements())
    assert len(found) > 2_500
    assert [coordinate for coordinate, text in found if not _says_something(coordinate, text)] == []


@pytest.mark.parametrize(
    ("coordinate", "text"),
    [("Client.vatNumber", ""), ("Client.vatNumber", "The VAT number."), ("Team.id", "Opaque id."), ("Q.f(first:)", "")],
)
def test_an_empty_word_and_one_that_repeats_the_name_say_nothing(coordinate: str, text: str) -> None:
    assert not _says_something(coordinate, text)


def test_a_field_whose_argument_nobody_describes_cannot_be_declared() -> None:
    def resolver(whatever: int) -> int:
        return whatever

    with pytest.raises(UndescribedArgument, match="whatever"):
        plain("A number.", resolver)
    with pytest.raises(UndescribedArgument, match="other"):
        plain("A number.", resolver, arguments={"whatever": "Any number at all.", "other": "Another number."})
