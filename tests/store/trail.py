"""The audit chain of one firm in a test's hands: written as the application does, tampered with as it cannot."""

from datetime import datetime
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.audit import Origin
from domain.vocabulary import OriginKind
from store import audit
from store.engine import WRITES, Store
from store.ids import new_id
from store.origin import coming_from
from store.reading import Reader
from store.tables import audit_entry
from store.tenancy import Keys
from store.vault import Vault
from store.writing import Actor, unit_of_work
from tests.world import Firm

ORIGIN = Origin(OriginKind.HTTP, "203.0.113.9", "Portal/7")


class Trail:
    """The chain of one firm: entries by colleagues, and a hand that passes by every lock."""

    def __init__(self, store: Store, admin: Store, firm: Firm) -> None:
        self._store, self._admin, self.firm = store, admin, firm

    async def write(self, vault: Vault, now: datetime, count: int) -> None:
        for number in range(count):
            actor = Actor("COLLEAGUE", new_id())
            with coming_from(lambda: ORIGIN):
                await self._write(number, actor, vault, now)

    async def _write(self, number: int, actor: Actor, vault: Vault, now: datetime) -> None:
        async with unit_of_work(self._store, self.firm.id, actor, now, vault) as work:
            before, after = {"n": number}, {"n": number + 1, "at": now}
            change = ("client.changed", "CLIENT", new_id())
            await work.record(*change, client_id=new_id(), before=before, after=after, reason="asked for")

    async def broken(self, noted: audit.Head | None = None) -> int | None:
        reader = Reader(self._store, Keys(partner_id=self.firm.id))
        try:
            return await audit.verify(reader, self.firm.id, noted)
        finally:
            await reader.refresh()

    async def head(self) -> audit.Head:
        reader = Reader(self._store, Keys(partner_id=self.firm.id))
        try:
            return await audit.head(reader, self.firm.id)
        finally:
            await reader.refresh()

    async def entries(self) -> list[dict[str, Any]]:
        async with self._admin.engine.connect() as connection:
            found = select(audit_entry).where(audit_entry.c.partner_id == self.firm.id)
            return [dict(row) for row in (await connection.execute(found.order_by("position"))).mappings()]

    async def tamper(self, *statements: Any) -> None:
        engine = self._admin.engine.execution_options(**{WRITES: True})
        async with engine.begin() as connection:
            await unlocked(connection)
            for statement in statements:
                await connection.execute(statement)

    def at(self, position: int) -> Any:
        return (audit_entry.c.partner_id == self.firm.id) & (audit_entry.c.position == position)


async def unlocked(connection: AsyncConnection) -> None:
    if connection.dialect.name == "postgresql":
        await connection.execute(text("SET LOCAL session_replication_role = replica"))
        return
    for event in ("update", "delete"):
        await connection.execute(text(f"DROP TRIGGER IF EXISTS audit_entry_no_{event}"))
