"""What is to be reached, beside what was measured."""

import statistics
from collections.abc import Iterator

from bench.due import Due
from bench.results import Results, middle
from bench.scenarios import Compared
from bench.servers import OURS
from bench.streams import IDLE
from bench.waves import CLIENTS

_GOALS = {"a": 40.0, "b": 1.7, "c": 1.3, "d": 2.0, "e": 0.8}


def goals(results: Results) -> Iterator[tuple[str, str, bool]]:
    """Each with what was measured, and whether that meets it; only those of what was measured."""
    overview = next((each for each in results.compared if each.operation.name == "overview"), None)
    if overview:
        yield from _compared_goals(overview)
    if results.compared and "a" in (last := results.compared[-1].memory):
        # All servers have answered all operations by then: (a) takes most of its memory for the deepest.
        told = f"{last[OURS]:.0f} MB against {last['a']:.0f} MB"
        yield "memory under the load of all operations no more than (a)'s", told, last[OURS] <= last["a"]
    if results.trivial:
        yield "a warm plan adds under 0.1 ms", f"{results.trivial.inside:.3f} ms", results.trivial.inside < 0.1
    if results.pages:
        ratio = 5 * middle(results.pages["500"]) / middle(results.pages["10"])
        yield "a page of 10 to 500 clients: at most 35 times", f"{ratio:.1f} times", ratio <= 35
    yield from _stream_goals(results)
    if results.facts:
        per_second = results.facts.per_second
        yield "facts: at least 5,000 a second", f"{per_second:,.0f} a second", per_second >= 5_000
    if results.due:
        yield from _due_goals(results.due)
    if results.portfolios:
        ratio = middle(results.portfolios["large"]) / middle(results.portfolios["small"])
        yield "a firm of 50,000 costs as one of 50, within 15 %", f"{ratio:.2f} times", 0.85 <= ratio <= 1.15


def _compared_goals(overview: Compared) -> Iterator[tuple[str, str, bool]]:
    for letter, goal in _GOALS.items():
        if ratios := overview.ratios(letter):
            ratio = statistics.median(ratios)
            yield f"overview: at least {goal:g} times ({letter})", f"{ratio:.2f} times", ratio >= goal
    if ratios := overview.ratios("b", "p99"):
        ratio = 1 / statistics.median(ratios)
        yield "overview: p99 below half of (b)'s", f"{ratio:.2f} of it", ratio < 0.5


def _stream_goals(results: Results) -> Iterator[tuple[str, str, bool]]:
    if OURS not in results.streams:
        return
    ours = results.streams[OURS]
    yield "an idle stream: at most 16 KB", f"{ours.memory:.1f} KB", ours.memory <= 16
    yield f"{IDLE:,} idle streams: at most 2 % of a core", f"{ours.idle:.2f} %", ours.idle <= 2
    for letter, goal in (("a", 10), ("b", 3)):
        if letter in results.streams:
            ratio = results.times_ours(letter)
            yield f"a result to a subscriber: at least {goal} times ({letter})", f"{ratio:.2f} times", ratio >= goal
    if results.latency:
        p50, p99 = results.latency.p50, results.latency.p99
        yield "commit to client: p50 100 ms, p99 500 ms", f"{p50:.0f} and {p99:.0f} ms", p50 <= 100 and p99 <= 500
        told = results.latency.rights[int(len(results.latency.rights) * 0.99)]
        yield "rights that change are told within 1 s (p99)", f"{told:.0f} ms", told <= 1_000


def _due_goals(found: Due) -> Iterator[tuple[str, str, bool]]:
    for clocks, rounds in found.rounds.items():
        took = statistics.median(each.seconds for each in rounds)
        by = "one clock" if clocks == 1 else f"{clocks} at once"
        yield f"{CLIENTS:,} clients, 1 % due, {by}: under 2 s", f"{took:.2f} s, each change told once", took < 2
