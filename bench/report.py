"""The document of results, as Markdown."""

import os
import platform
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from bench import prose, tables
from bench.goals import goals
from bench.results import Results
from bench.servers import GATEWAY, OURS, PEERS, TITLES
from bench.world import SIZES

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


def report(results: Results) -> str:
    """The whole document."""
    return "\n".join([_HEAD, *_setting(results), *_goals(results), *_sections(results), ""])


def _sections(results: Results) -> Iterator[str]:
    for each in results.compared:
        yield from tables.compared(each)
    if results.pages:
        yield from tables.pages(results.pages)
    if results.portfolios:
        yield from tables.portfolios(results.portfolios)
    if results.trivial:
        yield prose.least(results.trivial)
    if results.streams:
        yield from tables.subscribers(results)
    if results.latency:
        yield prose.latency(results.latency)
    if results.facts:
        yield prose.facts(results.facts)
    if results.due:
        yield from tables.due(results.due)


def _setting(results: Results) -> Iterator[str]:
    yield f"- Measured {datetime.now(UTC):%Y-%m-%d} on {machine()}; PostgreSQL {results.postgres}."
    yield f"- Load of the machine before the run: {results.load:.1f}; beside an idle one all figures are lower."
    yield (
        f"- {results.connections} connections; {results.pace.rounds} rounds of {results.pace.seconds:g} s per server, "
        "by turns, after a warm-up. The server has one core, the load another; "
        "PostgreSQL runs where the load runs unless there is a third."
    )
    for letter in (OURS, *results.letters):
        peer = PEERS.get(letter, GATEWAY)
        note = f"not measured: {results.absent[letter]}" if letter in results.absent else peer.versions()
        rest = f"; idle, {results.idle[letter]:.2%} of a core" if letter in results.idle else ""
        yield f"- {TITLES[letter]}: {note}{rest}."


def _goals(results: Results) -> Iterator[str]:
    rows = [*goals(results)]
    if rows:
        yield "\n## Goals\n\n| goal | measured | met |\n| --- | --- | --- |"
        yield from (f"| {goal} | {measured} | {'yes' if met else '**no**'} |" for goal, measured, met in rows)


def machine() -> str:
    """What is measured on."""
    models = [line for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")]
    name = models[0].partition(":")[2].strip() if models else platform.machine()
    gigabytes = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    python = f"Python {platform.python_version()}"
    return f"{len(os.sched_getaffinity(0))} cores of {name}, {gigabytes:.0f} GB, {platform.system()}, {python}"
