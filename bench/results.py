"""The table of results, as Markdown."""

import math
import os
import platform
import statistics
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from bench.facts import TakenIn
from bench.latency import CHANGES, PER_SECOND, REPLICAS, SUBSCRIBERS, WATCHING, Latency
from bench.measuring import Sample
from bench.scenarios import Compared, Pace, Trivial
from bench.servers import GATEWAY, OURS, PEERS, STREAMING
from bench.streams import IDLE, TOLD, Streamed
from bench.world import PAGE, SIZES

_GOALS = {"a": 40.0, "b": 1.7, "c": 1.3, "d": 2.0, "e": 0.8}
_TITLES = {OURS: "**the gateway**"} | {letter: f"({letter}) {peer.title}" for letter, peer in PEERS.items()}


@dataclass(slots=True)
class Results:
    """Everything that a run has found."""

    pace: Pace
    connections: int
    postgres: str
    load: float
    letters: tuple[str, ...]
    absent: dict[str, str] = field(default_factory=dict)
    compared: list[Compared] = field(default_factory=list)
    pages: dict[str, list[Sample]] = field(default_factory=dict)
    portfolios: dict[str, list[Sample]] = field(default_factory=dict)
    trivial: Trivial | None = None
    streams: dict[str, Streamed] = field(default_factory=dict)
    latency: Latency | None = None
    facts: TakenIn | None = None
    # By server, the share of a core that it takes while nobody asks it anything.
    idle: dict[str, float] = field(default_factory=dict)

    def markdown(self) -> str:
        """The whole document."""
        parts = [_HEAD, *self._setting(), *self._goals()]
        for each in self.compared:
            parts += _table(each)
        return "\n".join([*parts, *self._growth(), *self._subscribers(), *self._taken_in(), ""])

    def _setting(self) -> Iterator[str]:
        yield f"- Measured {datetime.now(UTC):%Y-%m-%d} on {_machine()}; PostgreSQL {self.postgres}."
        yield f"- Load of the machine before the run: {self.load:.1f}; beside an idle one all figures are lower."
        yield (
            f"- {self.connections} connections; {self.pace.rounds} rounds of {self.pace.seconds:g} s per server, by "
            "turns, after a warm-up. The server has one core, the load another; "
            "PostgreSQL runs where the load runs unless there is a third."
        )
        for letter in (OURS, *self.letters):
            peer = PEERS.get(letter, GATEWAY)
            note = f"not measured: {self.absent[letter]}" if letter in self.absent else peer.versions()
            rest = f"; idle, {self.idle[letter]:.2%} of a core" if letter in self.idle else ""
            yield f"- {_TITLES[letter]}: {note}{rest}."

    def _goals(self) -> Iterator[str]:
        rows = [*self._goal_rows()]
        if rows:
            yield "\n## Goals\n\n| goal | measured | met |\n| --- | --- | --- |"
            yield from (f"| {goal} | {measured} | {'yes' if met else '**no**'} |" for goal, measured, met in rows)

    def _goal_rows(self) -> Iterator[tuple[str, str, bool]]:
        overview = next((each for each in self.compared if each.operation.name == "overview"), None)
        if overview:
            yield from _compared_goals(overview)
        if self.trivial:
            yield "a warm plan adds under 0.1 ms", f"{self.trivial.inside:.3f} ms", self.trivial.inside < 0.1
        if self.pages:
            ratio = 5 * _middle(self.pages["500"]) / _middle(self.pages["10"])
            yield "a page of 10 to 500 clients: at most 35 times", f"{ratio:.1f} times", ratio <= 35
        yield from self._stream_goals()
        if self.facts:
            per_second = self.facts.per_second
            yield "facts: at least 5,000 a second", f"{per_second:,.0f} a second", per_second >= 5_000
        if self.portfolios:
            ratio = _middle(self.portfolios["large"]) / _middle(self.portfolios["small"])
            yield "a firm of 50,000 costs as one of 50, within 15 %", f"{ratio:.2f} times", 0.85 <= ratio <= 1.15

    def _stream_goals(self) -> Iterator[tuple[str, str, bool]]:
        if OURS not in self.streams:
            return
        ours = self.streams[OURS]
        yield "an idle stream: at most 16 KB", f"{ours.memory:.1f} KB", ours.memory <= 16
        yield f"{IDLE:,} idle streams: at most 2 % of a core", f"{ours.idle:.2f} %", ours.idle <= 2
        for letter, goal in (("a", 10), ("b", 3)):
            if letter in self.streams:
                ratio = self._times_ours(letter)
                yield f"a result to a subscriber: at least {goal} times ({letter})", f"{ratio:.2f} times", ratio >= goal
        if self.latency:
            p50, p99 = self.latency.p50, self.latency.p99
            yield "commit to client: p50 100 ms, p99 500 ms", f"{p50:.0f} and {p99:.0f} ms", p50 <= 100 and p99 <= 500
            told = self.latency.rights[int(len(self.latency.rights) * 0.99)]
            yield "rights that change are told within 1 s (p99)", f"{told:.0f} ms", told <= 1_000

    def _times_ours(self, letter: str) -> float:
        ours, theirs = self.streams.get(OURS), self.streams[letter]
        return statistics.median(theirs.delivery) / statistics.median(ours.delivery) if ours else math.nan

    def _growth(self) -> Iterator[str]:
        if self.pages:
            yield (
                "\n## Pages\n\nThe clients of the overview without its totals; `first` ends at 100, so 500 clients are "
                "five pages of 100, each behind the cursor of the one before, and cost five times one of them.\n"
            )
            yield "| clients | CPU ms | per client |\n| --- | --- | --- |"
            for name, samples in self.pages.items():
                cost = _middle(samples) * (5 if name == "500" else 1)
                yield f"| {name} | {cost:.2f} | {cost / int(name):.4f} |"
        if self.portfolios:
            yield f"\n## Portfolios\n\nThe same overview, the same page of {PAGE} clients, totals over all clients.\n"
            yield "| clients of the firm | CPU ms | PostgreSQL ms | p50 ms |\n| --- | --- | --- | --- |"
            for name, samples in self.portfolios.items():
                p50 = statistics.median(each.p50 for each in samples)
                cpu = _spread(each.cpu for each in samples)
                yield f"| {SIZES[name]:,} | {cpu} | {_database(samples)} | {p50:.1f} |"
        if self.trivial:
            yield (
                f"\n## The least\n\n`{{ __typename }}` takes {self.trivial.over_http:.3f} ms of CPU per request over "
                f"HTTP, of which running its warm plan takes {self.trivial.inside:.3f} ms (measured inside a process)."
            )

    def _subscribers(self) -> Iterator[str]:
        if not self.streams:
            return
        yield (
            f"\n## Subscribers\n\n{IDLE:,} idle WebSockets with a subscription each, then {TOLD:,} that are told of a "
            "change by a mutation. The gateway reads the change from its log and looks rights up; the peers have it in "
            "memory and ask nobody. CPU of a result is without that of the mutation when nobody listens. Raw sends "
            "write bytes that are there already, one system call each: nobody's results can cost less here.\n"
        )
        yield (
            f"| server | KB an idle socket | % of a core, {IDLE:,} idle | CPU us a result | times ours "
            "| CPU ms of the mutation | ms to the last |"
        )
        yield "| --- | --- | --- | --- | --- | --- | --- |"
        for letter, each in self.streams.items():
            title = _TITLES[OURS] if letter == OURS else f"({letter}) {STREAMING[letter].title}"
            cost = (_spread(each.delivery), f"{self._times_ours(letter):.2f}", f"{each.change:.1f}")
            cells = (f"{each.memory:.1f}", f"{each.idle:.2f}", *cost, _spread(each.spread))
            yield f"| {title} | {' | '.join(cells)} |"
        if self.latency:
            yield f"\n{_latency(self.latency)}"

    def _taken_in(self) -> Iterator[str]:
        if self.facts:
            yield f"\n## Facts\n\n{_taken_in(self.facts)}"


_HEAD = f"""# Results

Written by `make bench`; not to be edited. All servers answer over the same rows of a firm of {SIZES["middle"]} clients,
and with the same JSON (PostGraphile: with the same rows in a shape of its own). The gateway verifies a token, signs its
owner in, gates every field and reads behind row-level security; the peers do none of this, for they know of one firm
and its owner from the start. Their mutation changes the row and adds one event; the gateway's also keeps the audit
chain. CPU is user and system time of the server's processes per request, without what each takes anyway while nobody
asks it anything (measured before, told below); PostgreSQL's is counted apart.
Totals over all clients are read, by all of them, from tables that the database keeps in step.
Figures are medians of the rounds, in brackets the least and the most; ratios are taken round by round.
"""


def _compared_goals(overview: Compared) -> Iterator[tuple[str, str, bool]]:
    for letter, goal in _GOALS.items():
        if ratios := overview.ratios(letter):
            ratio = statistics.median(ratios)
            yield f"overview: at least {goal:g} times ({letter})", f"{ratio:.2f} times", ratio >= goal
    if ratios := overview.ratios("b", "p99"):
        ratio = 1 / statistics.median(ratios)
        yield "overview: p99 below half of (b)'s", f"{ratio:.2f} of it", ratio < 0.5
    if "a" in overview.memory:
        ours, theirs = overview.memory[OURS], overview.memory["a"]
        yield "memory under load no more than (a)'s", f"{ours:.0f} MB against {theirs:.0f} MB", ours <= theirs


def _latency(found: Latency) -> str:
    return (
        f"{PER_SECOND} changes a second to {SUBSCRIBERS} subscribers of {REPLICAS} replicas, with PostgreSQL, a Redis, "
        f"the writer and the subscribers on the same cores: {found.p50:.0f} ms from the beginning of the commit to the "
        f"subscriber, {found.p99:.0f} ms for the slowest in a hundred, {found.most:.0f} ms at the most; "
        f"{found.cpu:.0f} % of a core for each replica; {found.coalesced:.1f} % of the results gave way to later ones. "
        f"{_rights(found)}"
    )


def _rights(found: Latency) -> str:
    return (
        f"When the role of somebody with {WATCHING} sockets at the other replica changes ({CHANGES} times), the last "
        f"of them is told {statistics.median(found.rights):.0f} ms after the answer of the mutation, "
        f"{found.rights[-1]:.0f} ms at the most."
    )


def _taken_in(found: TakenIn) -> str:
    elsewhere = "" if found.database_cpu is None else f", and {found.database_cpu:.1f} in PostgreSQL"
    return (
        f"`gateway import` of {found.facts:,} facts about {found.clients:,} clients, into PostgreSQL: "
        f"{found.per_second:,.0f} a second. 100,000 of them take {found.cpu:.1f} s of CPU{elsewhere}. The process has "
        f"{found.memory:.0f} MB at the most; {found.short_memory:.0f} MB for a file of a fifth."
    )


def _table(compared: Compared) -> Iterator[str]:
    yield f"\n## {compared.operation.title[0].upper()}{compared.operation.title[1:]}\n\n{compared.told}.\n"
    yield "| server | CPU ms | times ours | PostgreSQL ms | requests/s | p50 ms | p99 ms | memory MB |"
    yield "| --- | --- | --- | --- | --- | --- | --- | --- |"
    for letter, samples in compared.samples.items():
        cells = (
            _spread(each.cpu for each in samples),
            _spread(compared.ratios(letter)) if letter != OURS else "1",
            _database(samples),
            f"{statistics.median(each.per_second for each in samples):.0f}",
            f"{statistics.median(each.p50 for each in samples):.1f}",
            f"{statistics.median(each.p99 for each in samples):.1f}",
            f"{compared.memory[letter]:.0f}",
        )
        yield f"| {_TITLES[letter]} | {' | '.join(cells)} |"
    yield from (f"\nNot measured, ({letter}): {why}" for letter, why in compared.failed.items())


def _middle(samples: Sequence[Sample]) -> float:
    return statistics.median(each.cpu for each in samples)


def _spread(values: Iterable[float]) -> str:
    known = sorted(values)
    return f"{statistics.median(known):.2f} ({known[0]:.2f} to {known[-1]:.2f})"


def _database(samples: Sequence[Sample]) -> str:
    known = [each.database_cpu for each in samples if each.database_cpu is not None]
    return f"{statistics.median(known):.2f}" if known else "elsewhere"


def _machine() -> str:
    models = [line for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")]
    name = models[0].partition(":")[2].strip() if models else platform.machine()
    gigabytes = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    python = f"Python {platform.python_version()}"
    return f"{len(os.sched_getaffinity(0))} cores of {name}, {gigabytes:.0f} GB, {platform.system()}, {python}"
