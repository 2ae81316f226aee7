"""Clients of whom nothing is known for long, which the replicas' clocks notice."""

import asyncio
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import select

from domain.vocabulary import DueKind
from store.attention import file_due
from store.tables import outbox_event
from store.writing import Actor, unit_of_work
from tests.replicas.estate import Estate


@dataclass
class Silent:
    """The clients, and where they are."""

    estate: Estate
    clients: list[UUID]

    @classmethod
    async def of(cls, estate: Estate, count: int) -> "Silent":
        """New ones."""
        return cls(estate, [(await estate.firm.client()).id for _ in range(count)])

    async def comes_due(self) -> None:
        """Has all clocks look at them."""
        now, estate = datetime.now(UTC), self.estate
        async with unit_of_work(estate.store, estate.firm.id, Actor("CLOCK"), now, estate.vault) as work:
            await file_due(work, DueKind.CLIENT, dict.fromkeys(self.clients, now))

    async def noticed(self, seconds: float) -> Counter[UUID]:
        """Those of whom the log tells that their data are stale, as often as it does; waits for all of them."""
        async with asyncio.timeout(seconds):
            while len(told := await self._told()) < len(self.clients):
                await asyncio.sleep(0.1)
        return Counter(told)

    async def _told(self) -> list[UUID]:
        event = outbox_event.c
        told = select(event.client_id, event.payload).where(event.kind == "attention.changed")
        async with self.estate.store.engine.connect() as connection:
            rows = (await connection.execute(told.where(event.client_id.in_(self.clients)))).all()
        return [row.client_id for row in rows for each in row.payload["signals"] if each["kind"] == "DATA_STALE"]
