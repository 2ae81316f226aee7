"""Who writes through replicas: several at a time, who ask again until they are answered."""

import asyncio
import random
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias
from uuid import uuid4

import httpx2

from tests.replicas.replicas import Replica

ASSIGN = """
mutation ($input: AssignColleaguesInput!) {
  assignColleagues(input: $input) { results { assignment { id } } userErrors { code message } }
}
"""
# A database that is away, one that did not answer in time, and somebody else who has held a row for long.
_COME_BACK = {"UNAVAILABLE", "TIMEOUT", "CONFLICT"}
Json: TypeAlias = dict[str, Any]


@dataclass
class Writers:
    """Assign at the same time, each by any replica; who gets no answer asks another one with the same key.

    `patient` ones also ask again when they are told to come back. `rest` is how many seconds each waits between
    two assignments. What they went through is counted: why they asked again, and how long each assignment took.
    """

    replicas: Sequence[Replica]
    token: str
    chance: random.Random
    patient: bool = False
    rest: float = 0
    patience: float = 60
    done: int = 0
    made: list[str] = field(default_factory=list)
    asked_again: Counter[str] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)
    repeated: list[tuple[Json, Json]] = field(default_factory=list)

    async def assign(self, pairs: Iterator[tuple[str, str]], at_once: int = 8) -> None:
        """Assigns (client, colleague) pairs, all of them exactly once."""
        async with self._http() as http:
            await asyncio.gather(*(self._work(http, pairs) for _ in range(at_once)))

    async def other_answers(self) -> list[Json]:
        """Sends once more what was sent more than once: the answers that are not those of the first time."""
        async with self._http() as http:
            again = [(first, (await self._insist(http, body))[0]) for body, first in self.repeated]
        return [answer for first, answer in again if answer != first]

    def _http(self) -> httpx2.AsyncClient:
        return httpx2.AsyncClient(timeout=20, headers={"Authorization": f"Bearer {self.token}"})

    async def _work(self, http: httpx2.AsyncClient, waiting: Iterator[tuple[str, str]]) -> None:
        for client, colleague in waiting:
            wanted = {"clientIds": [client], "colleagueIds": [colleague], "idempotencyKey": str(uuid4())}
            body, begun = {"query": ASSIGN, "variables": {"input": wanted}}, time.monotonic()
            answer, times = await self._insist(http, body)
            self.seconds.append(time.monotonic() - begun)
            if times > 1:
                self.repeated.append((body, answer))
            assert "errors" not in answer, answer
            payload = answer["data"]["assignColleagues"]
            assert payload["userErrors"] == [], answer
            self.made.append(payload["results"][0]["assignment"]["id"])
            self.done += 1
            await asyncio.sleep(self.rest)

    async def _insist(self, http: httpx2.AsyncClient, body: Json) -> tuple[Json, int]:
        """The answer, and how often it was asked for."""
        async with asyncio.timeout(self.patience):
            times = 0
            while True:
                times += 1
                try:
                    response = await http.post(f"{self.chance.choice(self.replicas).address}/graphql", json=body)
                    answer = {name: part for name, part in response.json().items() if name != "extensions"}
                    if not (why := _reason(answer)) or not self.patient:
                        return answer, times
                    self.asked_again[why] += 1
                except httpx2.TransportError as error:
                    self.asked_again[type(error).__name__] += 1
                await asyncio.sleep(0.01)


def _reason(answer: Json) -> str:
    """Why an answer says that it should be asked for again; nothing when it does not."""
    payload = (answer.get("data") or {}).get("assignColleagues") or {}
    codes = [error["extensions"]["code"] for error in answer.get("errors", [])]
    codes += [error["code"] for error in payload.get("userErrors", [])]
    return " ".join(sorted(_COME_BACK.intersection(codes)))
