"""What subscribers cost: memory and time while nothing happens, and time when all of them are told of a change."""

import json
import resource
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

import httpx2

from bench.helpers import Helper, answer, helper, order
from bench.measuring import Failed
from bench.processes import Cores, Started
from bench.servers import OURS

IDLE, TOLD = 2_000, 5_000
_SETTLING_SECONDS = 3.0
_IDLE_SECONDS = 20.0
# A round is of several changes: stock Strawberry's collector of garbage, a second long, runs at every other one.
_ROUNDS, _CHANGES = 8, 4
_ALONE = 20
_ROLES = ("VIEWER", "BOOKKEEPER")
_QUERY = "subscription { colleagueChanged { change colleague { id name role email } } }"


@dataclass(frozen=True, slots=True)
class Streamed:
    """KB of memory and percent of a core for each and for all idle sockets; microseconds of CPU a result, by round.

    Without what the change itself takes when nobody listens: `change`, in milliseconds. `spread` are the milliseconds
    from the answer of the mutation until the last of all subscribers was told.
    """

    memory: float
    idle: float
    change: float
    delivery: list[float]
    spread: list[float]


@dataclass(frozen=True)
class Source:
    """A server, what its subscribers say at the beginning, and how it is made to tell them something (which number)."""

    server: Started
    init: dict[str, str]
    change: Callable[[int], None]


def streamed(server: Started, cores: Cores, tell: Callable[[str], None]) -> Streamed:
    """Measures one server; raises Failed."""
    source = source_of(server)
    change = _alone(source)
    with ExitStack() as stack:
        # Whatever is loaded once is there after the first of them.
        stack.enter_context(crowd(source, 20, cores))
        source.change(0)
        time.sleep(_SETTLING_SECONDS)
        before = source.server.megabytes()
        first = stack.enter_context(crowd(source, IDLE, cores))
        time.sleep(_SETTLING_SECONDS)
        memory = (source.server.megabytes() - before) * 1024 / IDLE
        spent = source.server.cpu_seconds()
        time.sleep(_IDLE_SECONDS)
        idle = (source.server.cpu_seconds() - spent) / _IDLE_SECONDS * 100
        tell(f"  {source.server.name}: {memory:.1f} KB an idle socket, {idle:.2f} % of a core for {IDLE:,} of them")
        crowds = {first: IDLE, stack.enter_context(crowd(source, TOLD - IDLE, cores)): TOLD - IDLE}
        time.sleep(_SETTLING_SECONDS)
        # The first round warms up.
        _, *rounds = [_round(source, crowds, number) for number in range(_ROUNDS + 1)]
        delivery = [(cost - change) / TOLD * 1000 for cost, _ in rounds]
        tell(f"  {source.server.name}: {', '.join(f'{cost:.1f}' for cost in delivery)} us of CPU a result")
    return Streamed(memory, idle, change, delivery, [spread for _, spread in rounds])


def _alone(source: Source) -> float:
    """Milliseconds of CPU of a change of which nobody is told."""
    source.change(0)
    spent = source.server.cpu_seconds()
    for number in range(1, _ALONE + 1):
        source.change(number)
    time.sleep(_SETTLING_SECONDS / 10)
    return (source.server.cpu_seconds() - spent) / _ALONE * 1e3


def _round(source: Source, crowds: dict[Helper, int], number: int) -> tuple[float, float]:
    """Milliseconds of CPU of a change that all are told of, and how long it takes to the last; means of a round."""
    spent = source.server.cpu_seconds()
    spread = [_told(source, crowds, number * _CHANGES + each + 1) for each in range(_CHANGES)]
    return (source.server.cpu_seconds() - spent) / _CHANGES * 1e3, statistics.mean(spread)


def _told(source: Source, crowds: dict[Helper, int], number: int) -> float:
    for each, size in crowds.items():
        order(each, size * number)
    source.change(number)
    changed = time.monotonic()
    seen = [answer(each) for each in crowds]
    if missing := TOLD * number - sum(each["seen"] for each in seen):
        raise Failed(f"{source.server.name}: {missing} of {TOLD} subscribers were not told of change {number}")
    return max(0.0, *((each["last"] - changed) * 1e3 for each in seen))


@contextmanager
def crowd(source: Source, count: int, cores: Cores, query: str = _QUERY, *how: str) -> Iterator[Helper]:
    """Subscribers in a process of their own, all of whom have begun; `how` is what else `bench.subscribers` is told."""
    with helper(cores.load, "bench.subscribers", str(source.server.port), str(count), *how) as process:
        order(process, json.dumps({"init": source.init, "query": query}))
        answer(process)
        yield process


def source_of(server: Started) -> Source:
    """The gateway, whose owner changes a colleague's role; or a peer, which has the same in its memory."""
    if server.name != OURS:
        peers = "mutation ($role: String!) { changeRole(role: $role) }"
        return Source(server, {}, _changing(server, peers, lambda role: {"role": role}))
    who = somebody(server)["id"]
    ours = "mutation ($input: ChangeColleagueRoleInput!) { changeColleagueRole(input: $input) { userErrors { code } } }"
    return Source(
        server,
        dict(server.headers),
        _changing(server, ours, lambda role: {"input": {"colleagueId": who, "role": role}}),
    )


def somebody(server: Started) -> dict[str, str]:
    """A colleague whose role is changed: `id`, `role` and `email`."""
    found = _asked(server, "{ partner { colleagues(first: 10) { nodes { id role email } } } }", {})
    people: list[dict[str, str]] = found["data"]["partner"]["colleagues"]["nodes"]
    return min((each for each in people if each["role"] in _ROLES), key=itemgetter("id"))


def _changing(server: Started, document: str, variables: Callable[[str], dict[str, Any]]) -> Callable[[int], None]:
    def change(number: int) -> None:
        answer = _asked(server, document, variables(_ROLES[number % 2]))
        if "errors" in answer or '"code":"' in json.dumps(answer):
            raise Failed(f"{server.name}: {answer}")

    return change


def _asked(server: Started, document: str, variables: dict[str, Any]) -> dict[str, Any]:
    body, headers = {"query": document, "variables": variables}, dict(server.headers)
    answer: dict[str, Any] = httpx2.post(f"http://127.0.0.1:{server.port}/graphql", json=body, headers=headers).json()
    return answer


def allow_sockets() -> None:
    """Lets this process, and what it starts, have a socket for every subscriber."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
