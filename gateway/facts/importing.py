"""Importing a file of facts: window by window, so that memory stays flat however long the file is."""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from operator import attrgetter
from typing import NamedTuple
from uuid import UUID

from domain.facts.words import FactOutcome
from gateway.facts.delivery import Delivery
from gateway.facts.lines import Line
from loaders.firm import firm_named
from resolvers.facts import outcome as said
from resolvers.facts.outcome import Outcome

# Within a window facts are sorted by client: the fewer clients a unit of work touches, the less it has to judge.
WINDOW = 20_000
_TOGETHER = 1_000
# While one unit of work waits for the database, another is prepared.
_AT_ONCE = 2
NO_FIRM_NAMED = Outcome(FactOutcome.REFUSED, "`partner` names no firm, and the command was given none.")


class Finding(NamedTuple):
    """What became of a line that was not simply taken in."""

    line: int
    id: str | None
    outcome: Outcome


# What somebody has to look at.
_NOTED = frozenset({FactOutcome.HELD, FactOutcome.UNKNOWN_KIND, FactOutcome.REFUSED})


@dataclass
class Import:
    """One run.

    `report` is told every finding in the order of the lines, `progress` how many lines are done and how far the
    file is read.
    """

    delivery: Delivery
    partner: str | None
    report: Callable[[Finding], None]
    progress: Callable[[int, int], None]
    counts: Counter[FactOutcome] = field(default_factory=Counter)
    _firms: dict[str, UUID | None] = field(default_factory=dict)
    _findings: list[Finding] = field(default_factory=list)

    async def run(self, lines: Iterable[Line]) -> None:
        """Takes everything in; raises StoreFault, and then another run goes on where this one ended."""
        rest = iter(lines)
        while window := list(islice(rest, WINDOW)):
            await self._window(window)

    async def _window(self, window: Sequence[Line]) -> None:
        firms: defaultdict[UUID, list[Line]] = defaultdict(list)
        for line in window:
            if refusal := await self._sort(line, firms):
                self._note(line, refusal)
        for partner_id, lines in firms.items():
            lines.sort(key=_client_and_sequence)
            portions = _portions(lines)
            await asyncio.gather(*(self._take(partner_id, portions, window[-1].place) for _ in range(_AT_ONCE)))
        for finding in sorted(self._findings, key=attrgetter("line")):
            self.report(finding)
        self._findings.clear()

    async def _take(self, partner_id: UUID, portions: Iterator[Sequence[Line]], place: int) -> None:
        for some in portions:
            outcomes = await self.delivery.hand_in(partner_id, [line.fact for line in some if line.fact])
            for line, outcome in zip(some, outcomes, strict=True):
                self._note(line, outcome)
            self.progress(len(some), place)

    async def _sort(self, line: Line, firms: defaultdict[UUID, list[Line]]) -> Outcome | None:
        """Puts a line to those of its firm, or says why there is none."""
        if line.fact is None:
            return Outcome(FactOutcome.REFUSED, line.problem)
        name = line.fact.partner or self.partner
        if name is None:
            return NO_FIRM_NAMED
        if name not in self._firms:
            self._firms[name] = await firm_named(self.delivery.store, name)
        firm = self._firms[name]
        if firm is None:
            return said.NO_PARTNER
        firms[firm].append(line)
        return None

    def _note(self, line: Line, outcome: Outcome) -> None:
        # A run that goes on where another ended tells also what that one had found.
        if outcome.first in _NOTED:
            outcome = replace(outcome, word=outcome.first)
        self.counts[outcome.word] += 1
        if outcome.word in _NOTED:
            self._findings.append(Finding(line.number, line.fact.id if line.fact else line.id, outcome))


def _client_and_sequence(line: Line) -> tuple[str, int]:
    return (line.fact.client, line.fact.sequence) if line.fact else ("", 0)


def _portions(lines: Sequence[Line]) -> Iterator[Sequence[Line]]:
    for start in range(0, len(lines), _TOGETHER):
        yield lines[start : start + _TOGETHER]
