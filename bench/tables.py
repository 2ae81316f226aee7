"""The tables of results: a row for each server, page, firm or number of clocks."""

import statistics
from collections.abc import Iterable, Iterator, Mapping, Sequence

from bench.due import Due
from bench.measuring import Sample
from bench.results import Results, middle
from bench.scenarios import Compared
from bench.servers import OURS, STREAMING, TITLES
from bench.streams import IDLE, TOLD
from bench.waves import CLIENTS, FIRMS, LARGE, SMALL
from bench.world import PAGE, SIZES


def compared(found: Compared) -> Iterator[str]:
    """One operation on all servers."""
    yield f"\n## {found.operation.title[0].upper()}{found.operation.title[1:]}\n\n{found.told}.\n"
    yield "| server | CPU ms | times ours | PostgreSQL ms | requests/s | p50 ms | p99 ms | memory MB |"
    yield "| --- | --- | --- | --- | --- | --- | --- | --- |"
    for letter, samples in found.samples.items():
        cells = (
            _spread(each.cpu for each in samples),
            _spread(found.ratios(letter)) if letter != OURS else "1",
            _database(samples),
            f"{statistics.median(each.per_second for each in samples):.0f}",
            f"{statistics.median(each.p50 for each in samples):.1f}",
            f"{statistics.median(each.p99 for each in samples):.1f}",
            f"{found.memory[letter]:.0f}",
        )
        yield f"| {TITLES[letter]} | {' | '.join(cells)} |"
    yield from (f"\nNot measured, ({letter}): {why}" for letter, why in found.failed.items())


def pages(found: Mapping[str, Sequence[Sample]]) -> Iterator[str]:
    """By how many clients a page has."""
    yield (
        "\n## Pages\n\nThe clients of the overview without its totals; `first` ends at 100, so 500 clients are "
        "five pages of 100, each behind the cursor of the one before, and cost five times one of them.\n"
    )
    yield "| clients | CPU ms | per client |\n| --- | --- | --- |"
    for name, samples in found.items():
        cost = middle(samples) * (5 if name == "500" else 1)
        yield f"| {name} | {cost:.2f} | {cost / int(name):.4f} |"


def portfolios(found: Mapping[str, Sequence[Sample]]) -> Iterator[str]:
    """By how many clients a firm has."""
    yield f"\n## Portfolios\n\nThe same overview, the same page of {PAGE} clients, totals over all clients.\n"
    yield "| clients of the firm | CPU ms | PostgreSQL ms | p50 ms |\n| --- | --- | --- | --- |"
    for name, samples in found.items():
        p50 = statistics.median(each.p50 for each in samples)
        cpu = _spread(each.cpu for each in samples)
        yield f"| {SIZES[name]:,} | {cpu} | {_database(samples)} | {p50:.1f} |"


def subscribers(results: Results) -> Iterator[str]:
    """By server, what its subscribers cost."""
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
    for letter, each in results.streams.items():
        title = TITLES[OURS] if letter == OURS else f"({letter}) {STREAMING[letter].title}"
        cost = (_spread(each.delivery), f"{results.times_ours(letter):.2f}", f"{each.change:.1f}")
        cells = (f"{each.memory:.1f}", f"{each.idle:.2f}", *cost, _spread(each.spread))
        yield f"| {title} | {' | '.join(cells)} |"


def due(found: Due) -> Iterator[str]:
    """By how many clocks see to it."""
    asked, firms = found.asked, FIRMS + 1
    yield (
        f"\n## What is due\n\n{CLIENTS:,} clients, one firm of {LARGE:,} and {FIRMS} of {SMALL}, of which a hundredth "
        "gets stale at a moment: clocks take what is due, judge these clients and leave an event for each change. "
        "After each round it is checked that each change is told, and told once. A round takes "
        f"{asked.statements:,} statements for {firms} firms, which read {asked.read:,} rows of {asked.rows:,} and "
        f"write {asked.written:,}; what is due is found by `{asked.index}`, and no table that has rows for every "
        "client is scanned.\n"
    )
    yield "| clocks | s | CPU s | PostgreSQL s |\n| --- | --- | --- | --- |"
    for clocks, rounds in found.rounds.items():
        elsewhere = [each.database_cpu for each in rounds if each.database_cpu is not None]
        cells = (_spread(each.seconds for each in rounds), _spread(each.cpu for each in rounds))
        yield f"| {clocks} | {' | '.join(cells)} | {_spread(elsewhere) if elsewhere else 'elsewhere'} |"


def _spread(values: Iterable[float]) -> str:
    known = sorted(values)
    return f"{statistics.median(known):.2f} ({known[0]:.2f} to {known[-1]:.2f})"


def _database(samples: Sequence[Sample]) -> str:
    known = [each.database_cpu for each in samples if each.database_cpu is not None]
    return f"{statistics.median(known):.2f}" if known else "elsewhere"
