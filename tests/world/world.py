"""The world of a test: firms that share nothing but the database."""

from datetime import datetime
from typing import Any

from domain.agreement import VERSION
from domain.applying import LIFETIME
from domain.ids import IdKind, encode
from domain.platform import PLATFORM
from domain.vocabulary import ApplicationStatus
from store.engine import Store
from store.ids import new_id
from store.tables import application, partner
from store.vault import Vault, new_secret, secret_hash
from store.writing import unit_of_work
from tests.world.base import OPERATOR, Ground
from tests.world.firm import Firm
from tests.world.names import zone_of


class World:
    """Makes firms at the moment `now` (aware); names never repeat within one world."""

    def __init__(self, store: Store, vault: Vault, now: datetime) -> None:
        self._ground = Ground(store, vault, now)

    async def application(
        self, status: ApplicationStatus = ApplicationStatus.WEBINAR_SENT, **columns: Any
    ) -> tuple[str, str]:
        """A firm's application to become a partner: its public id, and the secret that its newest mail would carry."""
        now, secret, id = self._ground.now, new_secret(), new_id()
        row = {"id": id, "status": status, "token_hash": secret_hash(secret), "contact_name": "Maja Krogh"}
        row |= {"email": "maja@nordre.example", "firm_name": "Nordre Regnskab", "country": "DK"}
        row |= {"registration_number": self._ground.names.registration_number(), "sent_at": now, "created_at": now}
        row |= {"agreement_version": VERSION, "expires_at": now + LIFETIME} | columns
        async with unit_of_work(self._ground.store, PLATFORM, OPERATOR, now, self._ground.vault) as work:
            await work.insert(application, row)
        return encode(IdKind.APPLICATION, id), secret

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
