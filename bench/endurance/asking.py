"""Who asks, again and again, and notes how it goes: without asking again."""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import httpx2

from domain.vocabulary import Scope
from tests.replicas.estate import Estate
from tests.replicas.replicas import Replica

QUERY = "{ viewer { kind } partner { clients(first: 5) { nodes { id name } } } }"


@dataclass(frozen=True, slots=True)
class Answered:
    """When somebody asked (seconds since 1970), how long it took, and with what status (0: with none)."""

    moment: float
    seconds: float
    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    codes: tuple[str, ...] = ()

    @property
    def is_good(self) -> bool:
        """Whether it is what was asked for."""
        return self.status == 200 and not self.codes


@dataclass
class Asker:
    """Asks replicas by turns, every so many seconds; a `path` is fetched, in place of an operation."""

    replicas: Sequence[Replica]
    token: str
    every: float = 0.05
    path: str | None = None
    answers: list[Answered] = field(default_factory=list)

    async def ask(self) -> None:
        """Asks until it is cancelled; who takes long keeps nobody waiting."""
        async with self._http() as http, asyncio.TaskGroup() as together:
            while True:
                for each in self.replicas:
                    together.create_task(self._once(http, each))
                    await asyncio.sleep(self.every)

    async def at_once(self, count: int) -> list[Answered]:
        """Asks each replica so many times at the same time."""
        async with self._http() as http:
            await asyncio.gather(*(self._once(http, each) for each in self.replicas for _ in range(count)))
        return self.answers

    def _http(self) -> httpx2.AsyncClient:
        limits = httpx2.Limits(max_connections=None)
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        return httpx2.AsyncClient(timeout=15, limits=limits, headers=headers)

    async def _once(self, http: httpx2.AsyncClient, replica: Replica) -> None:
        moment, begun = time.time(), time.monotonic()
        try:
            if self.path is None:
                response = await http.post(f"{replica.address}/graphql", json={"query": QUERY})
            else:
                response = await http.get(f"{replica.address}{self.path}")
        except httpx2.TransportError:
            self.answers.append(Answered(moment, time.monotonic() - begun, 0))
            return
        codes = [error["extensions"]["code"] for error in response.json().get("errors", [])]
        took = time.monotonic() - begun
        self.answers.append(Answered(moment, took, response.status_code, response.headers, tuple(codes)))

    def between(self, since: float, until: float = float("inf")) -> list[Answered]:
        """What was asked within some moments."""
        return [each for each in self.answers if since <= each.moment < until]


@asynccontextmanager
async def asking(*askers: Asker) -> AsyncIterator[None]:
    """For the length of the block."""
    running = [asyncio.create_task(each.ask()) for each in askers]
    try:
        yield
    finally:
        for each in running:
            each.cancel()
        await asyncio.gather(*running, return_exceptions=True)


async def machine_token(estate: Estate) -> str:
    """Of an integration that may read clients."""
    scopes = [Scope.PARTNER_READ, Scope.CLIENTS_READ]
    known = await estate.firm.integration(scopes)
    return estate.issuer.mint(known.client_id, client_id=known.client_id, scopes=[each.value for each in scopes])


def bad(answers: Sequence[Answered]) -> Counter[str]:
    """What was answered in place of what was asked for, and how often."""
    return Counter(f"{each.status} {' '.join(each.codes)}".strip() for each in answers if not each.is_good)


def slowest(answers: Sequence[Answered], share: float = 1) -> float:
    """Seconds that so large a share of the answers took at the most."""
    times = sorted(each.seconds for each in answers)
    return times[min(len(times) - 1, int(len(times) * share))] if times else 0.0
