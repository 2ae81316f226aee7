"""What is told of results in words."""

import statistics

from bench.facts import TakenIn
from bench.latency import CHANGES, PER_SECOND, REPLICAS, SUBSCRIBERS, WATCHING, Latency
from bench.scenarios import Trivial


def least(found: Trivial) -> str:
    """What the smallest request takes."""
    return (
        f"\n## The least\n\n`{{ __typename }}` takes {found.over_http:.3f} ms of CPU per request over "
        f"HTTP, of which running its warm plan takes {found.inside:.3f} ms (measured inside a process)."
    )


def latency(found: Latency) -> str:
    """From commit to client."""
    return (
        f"\n{PER_SECOND} changes a second to {SUBSCRIBERS} subscribers of {REPLICAS} replicas, with PostgreSQL, a "
        f"Redis, the writer and the subscribers on the same cores: {found.p50:.0f} ms from the beginning of the commit "
        f"to the subscriber, {found.p99:.0f} ms for the slowest in a hundred, {found.most:.0f} ms at the most; "
        f"{found.cpu:.0f} % of a core for each replica; {found.coalesced:.1f} % of the results gave way to later ones. "
        f"{_rights(found)}"
    )


def _rights(found: Latency) -> str:
    return (
        f"When the role of somebody with {WATCHING} sockets at the other replica changes ({CHANGES} times), the last "
        f"of them is told {statistics.median(found.rights):.0f} ms after the answer of the mutation, "
        f"{found.rights[-1]:.0f} ms at the most."
    )


def facts(found: TakenIn) -> str:
    """How fast facts come in."""
    elsewhere = "" if found.database_cpu is None else f", and {found.database_cpu:.1f} in PostgreSQL"
    return (
        f"\n## Facts\n\n`gateway import` of {found.facts:,} facts about {found.clients:,} clients, into PostgreSQL: "
        f"{found.per_second:,.0f} a second. 100,000 of them take {found.cpu:.1f} s of CPU{elsewhere}. The process has "
        f"{found.memory:.0f} MB at the most; {found.short_memory:.0f} MB for a file of a fifth."
    )
