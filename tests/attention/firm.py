"""A firm whose clients are judged, and what is told of them afterwards."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from domain.vocabulary import AttentionLevel
from resolvers.attention import refresh_attention
from store.engine import Store
from store.tables import client as client_table
from store.tables import due, outbox_event, signal
from store.vault import Vault
from store.writing import Actor, unit_of_work
from tests.world import Client, Firm

CLOCK, PLATFORM = Actor("CLOCK"), Actor("PLATFORM")


@dataclass(frozen=True)
class Watched:
    """A firm in a store; `behind` sees all rows."""

    firm: Firm
    store: Store
    behind: Store
    vault: Vault

    async def refresh(self, *clients: Client, at: datetime | None = None, actor: Actor = PLATFORM) -> None:
        """Judges clients in a unit of work of somebody, at a moment."""
        async with unit_of_work(self.store, self.firm.id, actor, at or self.firm.now, self.vault) as work:
            await refresh_attention(work, [client.id for client in clients])

    async def rows(self, table: Any) -> list[Any]:
        """All rows of a table."""
        async with self.behind.engine.connect() as connection:
            return list((await connection.execute(select(table).order_by(*table.primary_key))).all())

    async def live(self, client: Client) -> dict[str, str]:
        """The levels of a client's live signals."""
        found = [row for row in await self.rows(signal) if row.client_id == client.id and row.level]
        return {row.kind: AttentionLevel(row.level).name for row in found}

    async def level(self, client: Client) -> str:
        """The client's level."""
        found = [row for row in await self.rows(client_table) if row.id == client.id]
        return AttentionLevel(found[0].attention_level).name

    async def events(self) -> list[dict[str, Any]]:
        """The payloads of all changes of attention."""
        return [row.payload for row in await self.rows(outbox_event) if row.kind == "attention.changed"]

    async def due(self, client: Client) -> datetime:
        """When the client is looked at again."""
        moments: list[datetime] = [row.at for row in await self.rows(due) if row.object_id == client.id]
        assert len(moments) == 1
        return moments[0]

    def ago(self, **span: float) -> datetime:
        """A moment before now."""
        return self.firm.now - timedelta(**span)
