"""What is measured: the operations on every server, and on the gateway alone how costs grow."""

import statistics
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

import orjson

from bench.answers import ask, check_near, check_same, sizes
from bench.documents import CLIENTS, TYPENAME, Operation, operations
from bench.measuring import Bench, Failed, Sample
from bench.processes import Started, pinned
from bench.servers import OURS, PEERS
from bench.world import Owner

Tell = Callable[[str], None]
Key = TypeVar("Key")
_MOST = 100
_PAGES = 5


@dataclass(frozen=True, slots=True)
class Pace:
    """How long each measurement takes, how often it is repeated, and how long a server warms up first."""

    seconds: float
    rounds: int
    warm_up: float


@dataclass(slots=True)
class Compared:
    """One operation on all servers: samples and memory (MB) by letter, and why some have none."""

    operation: Operation
    told: str
    samples: dict[str, list[Sample]] = field(default_factory=dict)
    memory: dict[str, float] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)

    def ratios(self, letter: str, figure: str = "cpu") -> list[float]:
        """How many times the gateway's figure a peer's is, round by round."""
        pairs = zip(self.samples.get(letter, ()), self.samples.get(OURS, ()), strict=False)
        return [getattr(theirs, figure) / getattr(ours, figure) for theirs, ours in pairs]


def alternated(
    bench: Bench, asked: Mapping[Key, tuple[Started, Operation]], pace: Pace, tell: Tell
) -> dict[Key, list[Sample]]:
    """Samples of several things by turns, so that whatever else the machine does hits them alike; raises Failed."""
    found: dict[Key, list[Sample]] = {key: [] for key in asked}
    for turn in range(pace.rounds):
        for key, (server, operation) in asked.items():
            found[key].append(bench.sample(server, operation, pace.seconds))
        tell(f"  round {turn + 1} of {pace.rounds}: " + ", ".join(f"{key} {found[key][-1].cpu:.2f}" for key in asked))
    return found


def compare(
    bench: Bench, servers: Mapping[str, Started], operation: Operation, owner: Owner, pace: Pace, tell: Tell
) -> Compared:
    """One operation on every server that answers it as the gateway does."""
    asked = {letter: _asked(letter, operation, owner) for letter in servers}
    ours = ask(servers[OURS], operation.bodies[0])
    compared = Compared(operation, sizes(operation, ours))
    for letter in [each for each in servers if each != OURS]:
        try:
            theirs = ask(servers[letter], asked[letter].bodies[0])
            (check_near if PEERS[letter].asked else check_same)(ours, theirs, letter)
            bench.sample(servers[letter], asked[letter], pace.warm_up)
        except Failed as failed:
            compared.failed[letter] = str(failed)
            del asked[letter]
    bench.sample(servers[OURS], operation, pace.warm_up)
    tell(f"{compared.told}; CPU ms per request:")
    found = alternated(bench, {letter: (servers[letter], each) for letter, each in asked.items()}, pace, tell)
    compared.samples |= found
    compared.memory |= {letter: servers[letter].megabytes() for letter in asked}
    return compared


def _asked(letter: str, operation: Operation, owner: Owner) -> Operation:
    translate = PEERS[letter].asked if letter != OURS else None
    return translate(operation, owner) if translate else operation


def portfolios(
    bench: Bench, gateway: Mapping[str, Started], owners: Mapping[str, Owner], month: str, pace: Pace, tell: Tell
) -> dict[str, list[Sample]]:
    """The overview of a small and of a large firm, whose pages are the same."""
    overviews = {name: operations(owners[name], month)[0] for name in ("small", "large")}
    for name, each in overviews.items():
        bench.sample(gateway[name], each, pace.warm_up)
    tell("overview of a firm of 50 and of 50,000 clients; CPU ms per request:")
    return alternated(bench, {name: (gateway[name], each) for name, each in overviews.items()}, pace, tell)


def pages(bench: Bench, gateway: Started, month: str, pace: Pace, tell: Tell) -> dict[str, list[Sample]]:
    """Pages of 10, 50 and 100 clients, and the five that 500 clients take; a sample is one page."""
    cursors = _cursors(gateway, month)
    asked = {str(size): _page([{"first": size, "after": None, "month": month}]) for size in (10, 50, _MOST)}
    asked["500"] = _page([{"first": _MOST, "after": after, "month": month} for after in cursors])
    for each in asked.values():
        bench.sample(gateway, each, pace.warm_up)
    tell("pages of clients; CPU ms per page (500: five pages of 100, in turn):")
    return alternated(bench, {name: (gateway, each) for name, each in asked.items()}, pace, tell)


def _cursors(gateway: Started, month: str) -> Sequence[str | None]:
    cursors: list[str | None] = [None]
    while len(cursors) < _PAGES:
        variables = {"first": _MOST, "after": cursors[-1], "month": month}
        data = ask(gateway, _page([variables]).bodies[0])
        cursors.append(data["partner"]["bookkeepingOverview"]["clients"]["pageInfo"]["endCursor"])
    return cursors


def _page(variables: Sequence[dict[str, Any]]) -> Operation:
    return Operation("pages", "page of clients", CLIENTS, tuple(variables))


@dataclass(frozen=True, slots=True)
class Trivial:
    """`{ __typename }`: over HTTP per request, and inside the process what a warm plan takes, in milliseconds."""

    over_http: float
    inside: float


def trivial(bench: Bench, gateway: Started, pace: Pace, tell: Tell) -> Trivial:
    """The least that a request costs."""
    operation = Operation("trivial", TYPENAME, TYPENAME)
    bench.sample(gateway, operation, pace.warm_up)
    tell("{ __typename }; CPU ms per request:")
    found = alternated(bench, {OURS: (gateway, operation)}, pace, tell)
    command = pinned(bench.cores.server, [sys.executable, "-m", "bench.trivial"])
    done = subprocess.run(command, capture_output=True, check=True)
    return Trivial(statistics.median(each.cpu for each in found[OURS]), orjson.loads(done.stdout))
