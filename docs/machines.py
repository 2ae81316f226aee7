"""Draws the state machines into the pages that tell of them, from the data by which they run."""

import importlib
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import domain
from domain.machine import Machine

FOLDER = Path(__file__).parent
PAGES = tuple(page for page in sorted(FOLDER.glob("*.md")) if "<!-- machine: " in page.read_text())
_PLACE = re.compile(r"(<!-- machine: ([a-z ]+) -->\n).*?(<!-- end -->)", re.DOTALL)
_ARTICLE = re.compile(r"^(an?|the) ")


def places(text: str) -> list[str]:
    """The machines for which a page has a place, by their names."""
    return [found[1] for found in _PLACE.findall(text)]


def machines() -> dict[str, Machine[Any]]:
    """Every machine of the domain by its name, which is its noun without the article."""
    return {_ARTICLE.sub("", machine.noun): machine for machine in _found()}


def drawn(text: str) -> str:
    """A page with its machines as they should be."""
    known = machines()
    return _PLACE.sub(lambda found: f"{found[1]}{_table(known[found[2]])}\n{found[3]}", text)


def _found() -> Iterator[Machine[Any]]:
    for module in pkgutil.walk_packages(domain.__path__, "domain."):
        values = vars(importlib.import_module(module.name)).values()
        yield from (value for value in values if isinstance(value, Machine))


def _table(machine: Machine[Any]) -> str:
    rows = [
        f"| {before} | {event} | {after} |"
        for event, moves in machine.events.items()
        for before, after in moves.items()
    ]
    return "\n".join(
        [f"Begins as {machine.initial}.", "", "| from | event | to |", "| --- | --- | --- |", *sorted(rows)]
    )


if __name__ == "__main__":
    for page in PAGES:
        page.write_text(drawn(page.read_text()))
