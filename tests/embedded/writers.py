"""Who writes through a server that is killed: asks until there is an answer."""

import asyncio
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import httpx2

AT_ONCE = 8
CREATE = "mutation($i: CreateTeamInput!) { createTeam(input: $i) { team { id } userErrors { code } } }"


@dataclass
class Writers:
    """Several who make teams at the same time, each team with a key of its own."""

    token: str
    # Of the server that there is now, if any.
    address: str | None = None
    # What was acknowledged, by the team's name.
    answers: dict[str, Any] = field(default_factory=dict)
    is_enough: bool = False

    async def write(self) -> None:
        """Makes teams until it is enough, each of them once."""
        names = self._names()
        async with httpx2.AsyncClient(timeout=20, headers={"Authorization": f"Bearer {self.token}"}) as http:
            await asyncio.gather(*(self._work(http, names) for _ in range(AT_ONCE)))

    def _names(self) -> Iterator[str]:
        for number in count():
            if self.is_enough:
                return
            yield f"Team {number}"

    async def _work(self, http: httpx2.AsyncClient, names: Iterator[str]) -> None:
        for name in names:
            body = {"query": CREATE, "variables": {"i": {"name": name, "idempotencyKey": name}}}
            self.answers[name] = await self._insist(http, body)

    async def _insist(self, http: httpx2.AsyncClient, body: Any) -> Any:
        while True:
            if self.address is not None:
                with suppress(httpx2.TransportError):
                    answer = (await http.post(f"{self.address}/graphql", json=body)).json()
                    return {name: part for name, part in answer.items() if name != "extensions"}
            await asyncio.sleep(0.01)
