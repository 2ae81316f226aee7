"""Who writes events, and who follows them as a stream does: replays first, then listens."""

import asyncio
import random
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from gateway.events import Event, Hub, Listener, Place
from store.engine import Store
from store.ids import new_id
from store.tables import audit_entry
from store.vault import Vault
from store.writing import Actor, UnitOfWork, unit_of_work

ACTOR = Actor("OPERATOR")


class Follower:
    """Follows one partner from a place."""

    def __init__(self, hub: Hub, partner_id: UUID, after: Place) -> None:
        self.events: list[Event] = []
        self.place = after
        self._hub = hub
        self._partner_id = partner_id
        self._listener: Listener | None = None
        self._grew = asyncio.Event()

    async def start(self) -> None:
        """Replays, then goes live at the seam."""
        async for page in self._hub.replay(self._partner_id, self.place):
            self._hear(page.events)
            await asyncio.sleep(0)
        self._listener = self._hub.listen(self._hear)

    def stop(self) -> None:
        """Leaves."""
        if self._listener is not None:
            self._listener.close()

    async def until(self, count: int, seconds: float = 20) -> list[UUID]:
        """What the first `count` events are about, once there are so many."""
        async with asyncio.timeout(seconds):
            while len(self.events) < count:
                self._grew.clear()
                await self._grew.wait()
        return self.objects

    @property
    def objects(self) -> list[UUID]:
        """What the events are about, in the order in which they came."""
        return [event.object_id for event in self.events]

    def _hear(self, events: Sequence[Event]) -> None:
        for event in events:
            if event.partner_id == self._partner_id and event.place > self.place:
                self.events.append(event)
                self.place = event.place
        self._grew.set()


class Writer:
    """Commits units of work with events, now and then leaves one undone."""

    def __init__(self, store: Store, vault: Vault, now: datetime) -> None:
        self.store, self.vault, self.now = store, vault, now

    async def write(self, partner_id: UUID, events: int = 1) -> list[UUID]:
        """One unit of work; returns what its events are about."""
        objects = [new_id() for _ in range(events)]
        async with unit_of_work(self.store, partner_id, ACTOR, self.now, self.vault) as work:
            await self.fill(work, objects)
        return objects

    async def fill(self, work: UnitOfWork, objects: Sequence[UUID]) -> None:
        """Leaves events; the transaction has its number from the first row that it writes."""
        await work.mail("WELCOME", ("Anna", "anna@example.com"), {})
        for each in objects:
            await work.record("team.created", "TEAM", each)

    async def write_for_a_while(self, partner_ids: Sequence[UUID], units: int, chance: random.Random) -> None:
        """Units of work of different lengths and sizes; some fail in the end."""
        for _ in range(units):
            with suppress(ZeroDivisionError):
                partner_id = chance.choice(partner_ids)
                async with unit_of_work(self.store, partner_id, ACTOR, self.now, self.vault) as work:
                    await self.fill(work, [new_id() for _ in range(chance.randint(1, 3))])
                    await asyncio.sleep(chance.choice((0, 0, 0.002, 0.01)))
                    _ = 1 / (0 if chance.random() < 0.2 else 1)


async def audited(store: Store, partner_id: UUID) -> list[UUID]:
    """What a partner's audit trail tells of, in the order of its commits; the store must see behind all walls."""
    entries = select(audit_entry.c.object_id).where(audit_entry.c.partner_id == partner_id)
    async with store.engine.connect() as connection:
        return list((await connection.execute(entries.order_by(audit_entry.c.position))).scalars())
