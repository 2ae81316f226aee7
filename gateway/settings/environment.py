"""How settings are read from environment variables `GATEWAY_X` or from the files that `GATEWAY_X_FILE` names."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from gateway.settings.kinds import Kind
from gateway.settings.problems import Unfit, did_you_mean

PREFIX = "GATEWAY_"


@dataclass(frozen=True)
class Default:
    """A value taken when nothing is set: in words, and computed from the settings declared before."""

    words: str
    compute: Callable[[Mapping[str, Any]], Any]


@dataclass(frozen=True)
class Setting:
    """One line of the table of settings."""

    kind: Kind
    default: Default
    meaning: str


def setting(kind: Kind, default: str | Default, meaning: str, *, secret: bool = False) -> Any:
    """Declare a dataclass field as a setting; a secret one stays out of `repr`."""
    if isinstance(default, str):
        value = kind.read(default)
        default = Default(f"`{default}`" if default else "empty", lambda _: value)
    return field(metadata={"setting": Setting(kind, default, meaning)}, repr=not secret)


def settings_of(model: type[Any]) -> dict[str, Setting]:
    """Give the settings of a dataclass by field name, in the order of declaration."""
    return {each.name: each.metadata["setting"] for each in fields(model)}


def variable(name: str) -> str:
    """Give the environment variable of a field."""
    return PREFIX + name.upper()


@dataclass
class Reading:
    """What came out of the environment: a value per field, the names that were set, and the problems met."""

    values: dict[str, Any] = field(default_factory=dict)
    given: set[str] = field(default_factory=set)
    problems: list[str] = field(default_factory=list)


def read_environment(table: Mapping[str, Setting], environ: Mapping[str, str]) -> Reading:
    """Read every setting of the table; what cannot be read falls back to its default and is told as a problem."""
    reading = Reading(problems=list(_unknown_names(table, environ)))
    for name, each in table.items():
        reading.values[name] = _value(name, each, environ, reading)
    return reading


def _value(name: str, each: Setting, environ: Mapping[str, str], reading: Reading) -> Any:
    try:
        text = _text(variable(name), environ)
        if text is not None:
            reading.given.add(name)
            return each.kind.read(text.strip())
    except Unfit as unfit:
        reading.given.add(name)
        reading.problems += [f"{variable(name)}: {problem}" for problem in unfit.problems]
    return each.default.compute(reading.values)


def _text(name: str, environ: Mapping[str, str]) -> str | None:
    path = environ.get(f"{name}_FILE")
    if path is None:
        return environ.get(name)
    if name in environ:
        raise Unfit(f"is set both directly and through {name}_FILE; remove one of the two.")
    try:
        return Path(path).read_text("utf-8")
    except (OSError, ValueError) as error:
        raise Unfit(f"{name}_FILE must name a readable text file in UTF-8.") from error


def _unknown_names(table: Mapping[str, Setting], environ: Mapping[str, str]) -> Iterator[str]:
    known = [variable(name) + suffix for name in table for suffix in ("", "_FILE")]
    for name in sorted(environ):
        if not name.startswith(PREFIX) or name.startswith(f"{PREFIX}TEST_") or name in known:
            continue
        if name.startswith((f"{PREFIX}SERVICE_", f"{PREFIX}PORT_")):
            cure = "Kubernetes injects it for a service called gateway; set enableServiceLinks: false on the pod."
        else:
            cure = f"remove it or correct its name.{did_you_mean(name, known, PREFIX)}"
        yield f"{name}: is not a setting; {cure}"
