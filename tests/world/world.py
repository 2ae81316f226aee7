"""The world of a test: firms that share nothing but the database."""

from datetime import datetime
from typing import Any

from store.engine import Store
from store.ids import new_id
from store.tables import partner
from store.vault import Vault
from store.writing import unit_of_work
from tests.world.base import OPERATOR, Ground
from tests.world.firm import Firm
from tests.world.names import zone_of


class World:
    """Makes firms at the moment `now` (aware); names never repeat within one world."""

    def __init__(self, store: Store, vault: Vault, now: datetime) -> None:
        self._ground = Ground(store, vault, now)

    async def partner(
        self, name: str | None = None, *, country: str = "DK", currency: str | None = None, **columns: Any
    ) -> Firm:
        """A firm without people and clients."""
        ground, names = self._ground, self._ground.names
        usual_currency, time_zone = zone_of(country)
        row: dict[str, Any] = {
            "id": new_id(),
            "name": name or f"{names.company()} Revision",
            "country": country,
            "registration_number": names.registration_number(),
            "currency": currency or usual_currency,
            "time_zone": time_zone,
            "created_at": ground.now,
        } | columns
        row.setdefault("legal_name", f"{row['name']} ApS")
        async with unit_of_work(ground.store, row["id"], OPERATOR, ground.now, ground.vault) as work:
            await work.insert(partner, row)
        return Firm(ground, row["id"], row["name"], country, row["currency"], row["time_zone"])
