"""The digests that a firm's colleagues have chosen."""

from typing import Any
from uuid import UUID

from domain.digest import following, latest
from domain.vocabulary import DigestFrequency, DueKind
from store.attention import ALL_CLIENTS, file_due
from store.ids import new_id
from store.tables import digest
from tests.world.base import Part
from tests.world.things import Client, Colleague


class Digests(Part):
    """Factories of digests, due at their next moment."""

    async def digest(
        self,
        of: Colleague,
        client: Client | None = None,
        frequency: DigestFrequency = DigestFrequency.WEEKLY,
        **columns: Any,
    ) -> UUID:
        """A colleague's digest of one client, or of all."""
        coming = following(frequency, self.now, self.time_zone).at
        row: dict[str, Any] = {
            "id": new_id(),
            "colleague_id": of.id,
            "client_id": client.id if client else ALL_CLIENTS,
            "frequency": frequency,
            "done_on": latest(frequency, self.now, self.time_zone).day,
            "next_at": coming,
        } | columns
        async with self.work() as work:
            await work.insert(digest, row)
            await file_due(work, DueKind.DIGEST, {row["id"]: coming})
        return UUID(str(row["id"]))
