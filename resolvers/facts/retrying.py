"""Facts that were kept because nobody knew their kind: taken in once it is known, by the command or by the clock."""

from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from domain.facts.fact import KNOWN_KINDS, OF_FIRM
from domain.facts.words import FactOutcome
from loaders.facts import clients_with_unknown
from loaders.firm import every_firm
from resolvers.facts.outcome import Outcome
from resolvers.facts.receiving import take_again
from store.engine import Store
from store.reading import Reader
from store.tenancy import Keys
from store.vault import Vault
from store.writing import Actor, UnitOfWork, unit_of_work

_TOGETHER = 100
_PLATFORM = Actor("PLATFORM")


@dataclass(frozen=True, slots=True)
class Retrial:
    """Takes kept facts in; several at once, again, or stopped on the way do no harm."""

    store: Store
    vault: Vault
    now: Callable[[], datetime]
    # Whether a firm's integrations may tell what clients allow.
    firms_tell_consent: bool

    async def go(self) -> Counter[FactOutcome]:
        """Sees to all firms and says what became of how many facts; raises StoreFault."""
        counts: Counter[FactOutcome] = Counter()
        for partner_id in await every_firm(self.store):
            while clients := await self._waiting(partner_id):
                async with unit_of_work(self.store, partner_id, _PLATFORM, self.now(), self.vault) as work:
                    counts.update(outcome.word for outcome in await self._take(work, clients))
        return counts

    async def _take(self, work: UnitOfWork, clients: Collection[UUID]) -> list[Outcome]:
        return await take_again(work, clients, firms_tell_consent=self.firms_tell_consent)

    async def _waiting(self, partner_id: UUID) -> list[UUID]:
        reader = Reader(self.store, Keys(partner_id=partner_id))
        try:
            return await clients_with_unknown(reader, partner_id, KNOWN_KINDS - OF_FIRM, _TOGETHER)
        finally:
            await reader.close()
