"""Facts on their way into the store: each firm's in units of work, again where somebody was in the way."""

import asyncio
import random
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from domain.facts.fact import Fact
from resolvers.facts.outcome import Outcome
from resolvers.facts.receiving import receive
from store.engine import Store
from store.faults import Contended
from store.vault import Vault
from store.writing import Actor, UnitOfWork, unit_of_work

_TRIES = 5
_PAUSE_SECONDS = 0.2
PLATFORM = Actor("PLATFORM")


@dataclass(frozen=True, slots=True)
class Delivery:
    """Where facts go; `clock` says when they came in, `check` (if any) raises what keeps them from being taken in."""

    store: Store
    vault: Vault
    clock: Callable[[], datetime]
    check: Callable[[UnitOfWork], Awaitable[None]] | None = None

    async def hand_in(self, partner_id: UUID, facts: Sequence[Fact], actor: Actor = PLATFORM) -> list[Outcome]:
        """Takes in some facts about one firm's clients, all in one transaction.

        Raises StoreFault; what was handed in may then be handed in again.
        """
        for _ in range(_TRIES - 1):
            try:
                return await self._once(partner_id, facts, actor)
            except Contended:
                # Two who hold what the other wants next should not meet again.
                await asyncio.sleep(_PAUSE_SECONDS * random.random())  # noqa: S311
        return await self._once(partner_id, facts, actor)

    async def _once(self, partner_id: UUID, facts: Sequence[Fact], actor: Actor) -> list[Outcome]:
        async with unit_of_work(self.store, partner_id, actor, self.clock(), self.vault) as work:
            if self.check is not None:
                await self.check(work)
            return await receive(work, facts)
