"""The bookkeeping facts of a firm's clients: signals with the verdict they add up to, and months."""

from datetime import datetime
from typing import Any

from domain.attention import END_OF_TIME, summarize
from domain.vocabulary import AttentionLevel, SignalKind
from store.tables import client as client_table
from store.tables import month_figure
from store.tables import signal as signal_table
from store.writing import UnitOfWork
from tests.world.base import Part
from tests.world.things import Client


class Bookkeeping(Part):
    """Factories of signals and months."""

    async def signal(
        self,
        client: Client,
        kind: SignalKind,
        level: AttentionLevel = AttentionLevel.WARNING,
        *,
        count: int = 1,
        amount: int = 0,
        since: datetime | None = None,
        **columns: Any,
    ) -> None:
        """Sets one of the client's 14 signals (`amount` in minor units) and the verdict over all of them."""
        live = level > AttentionLevel.NONE
        values = {
            "level": level,
            "count": count if live else 0,
            "amount_minor": amount,
            "since": (since or self.now) if live else END_OF_TIME,
            "rule": f"{kind} at once" if live else "",
            "facts_at": self.now,
        } | columns
        async with self.work() as work:
            await work.update(signal_table, values, client_id=client.id, kind=kind)
            await self._summarize(work, client)

    async def _summarize(self, work: UnitOfWork, client: Client) -> None:
        rows = await work.find(signal_table, client_id=client.id)
        verdict = summarize((AttentionLevel(row.level), row.since) for row in rows)
        columns = {
            "attention_level": verdict.level,
            "signal_count": verdict.count,
            "attention_since": verdict.since,
            "attention_order": verdict.order,
        }
        await work.update_each(client_table, [columns | {"id": client.id}])

    async def month(
        self,
        client: Client,
        month: str,
        *,
        submitted: tuple[int, int] = (0, 0),
        exported: tuple[int, int] = (0, 0),
        **columns: Any,
    ) -> None:
        """A month (`YYYY-MM`) of expenses as (count, minor units); whatever is not exported is ready to be."""
        row: dict[str, Any] = {
            "client_id": client.id,
            "month": month,
            "currency": client.currency,
            "submitted_count": submitted[0],
            "submitted_minor": submitted[1],
            "exported_count": exported[0],
            "exported_minor": exported[1],
            "ready_count": submitted[0] - exported[0],
        } | columns
        await self.insert(month_figure, row)
