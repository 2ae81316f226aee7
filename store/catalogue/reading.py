"""Reads a catalogue from the TOML files of a folder; what is wrong is told with its place, all at once."""

import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

import fastjsonschema

from domain.catalogue import Catalogue
from store.catalogue.form import COURSE, FILE, RESOURCE
from store.catalogue.making import course, resource
from store.catalogue.sense import problems_of_course, problems_of_resource

_MOST_LETTERS = 300
Item = dict[str, Any]
Check = Callable[[Any], Any]


class CatalogueError(Exception):
    """A catalogue that cannot be used; `problems` are sentences, each with the file and the place in it."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


@cache
def built_in() -> Catalogue:
    """The catalogue that comes with the gateway."""
    return _read(files("store").joinpath("catalogue"))


def read_catalogue(folder: Path | None) -> Catalogue:
    """The catalogue in a folder, by default the built-in one; raises CatalogueError."""
    return built_in() if folder is None else _read(folder)


@dataclass
class _Reading:
    """What was read so far, and what is wrong with it."""

    courses: dict[str, Item] = field(default_factory=dict)
    resources: dict[str, Item] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)

    def take(self, file: Traversable) -> None:
        found = self._parsed(file)
        for noun, kept in (("course", self.courses), ("resource", self.resources)):
            for number, item in enumerate(found.get(f"{noun}s", ()), 1):
                said = f"{file.name}: {noun} {item.get('key', number)!r}"
                wrong = list(_form(_checks()[noun], item)) or list(_SENSE[noun](item))
                if not wrong and kept.setdefault(item["key"], item) is not item:
                    wrong = [f"there is another {noun} of this key; choose another one"]
                self.problems += [f"{said}: {each}." for each in wrong]

    def _parsed(self, file: Traversable) -> Item:
        try:
            found = tomllib.loads(file.read_text("utf-8"))
        except (OSError, ValueError) as error:
            self.problems.append(f"{file.name}: cannot be read as TOML: {error}."[:_MOST_LETTERS])
            return {}
        wrong = list(_form(_checks()["file"], found))
        self.problems += [f"{file.name}: {each}." for each in wrong]
        return {} if wrong else found


_SENSE = {"course": problems_of_course, "resource": problems_of_resource}


@cache
def _checks() -> Mapping[str, Check]:
    forms = {"file": FILE, "course": COURSE, "resource": RESOURCE}
    return {name: fastjsonschema.compile(form, use_default=False) for name, form in forms.items()}


def _read(folder: Traversable) -> Catalogue:
    reading = _Reading()
    try:
        found = sorted((file for file in folder.iterdir() if file.name.endswith(".toml")), key=lambda file: file.name)
    except OSError as error:
        raise CatalogueError([f"the folder cannot be read ({type(error).__name__})."]) from None
    for file in found:
        reading.take(file)
    if not found:
        reading.problems.append("the folder has no .toml file.")
    if reading.problems:
        raise CatalogueError(reading.problems)
    return Catalogue(tuple(map(course, reading.courses.values())), tuple(map(resource, reading.resources.values())))


def _form(check: Check, item: Mapping[str, Any]) -> Iterator[str]:
    """The first thing that is wrong with the form of something."""
    try:
        check(item)
    except fastjsonschema.JsonSchemaValueException as wrong:
        place = ".".join(map(str, wrong.path[1:]))
        said = f"`{place}`" if place else "it"
        yield f"{said}{str(wrong.message).removeprefix(wrong.name or '')}"[:_MOST_LETTERS]
