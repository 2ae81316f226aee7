"""The webhooks of a firm, and what they were sent."""

from typing import Any
from uuid import UUID

from domain.vocabulary import DeliveryKind, WebhookStatus
from resolvers.webhooks.queueing import apart
from store.ids import new_id
from store.tables import webhook, webhook_delivery
from tests.world.base import Part
from tests.world.things import Client, Delivery, Integration, Webhook

DOCUMENT = "subscription { accessChanged { eventId } }"


class Webhooks(Part):
    """Webhooks that follow rights, unless told otherwise."""

    async def webhook(self, of: Integration, **columns: Any) -> Webhook:
        """A webhook of an integration; nothing is there to read its secret with."""
        row: dict[str, Any] = {
            "id": new_id(),
            "integration_id": of.id,
            "url": "https://hooks.example.com/in",
            "document": DOCUMENT,
            "variables": {},
            "status": WebhookStatus.ACTIVE,
            "sealed_secret": self.ground.vault.seal("whsec_" + "QUJD" * 8),
            "secret_since": self.now,
            "position": 0,
            "created_at": self.now,
        } | columns
        async with self.work() as work:
            await work.insert(webhook, row)
        return Webhook(row["id"])

    async def delivery(self, of: Webhook, about: Client | None = None, **columns: Any) -> Delivery:
        """Something that waits to be delivered."""
        id: UUID = new_id()
        row = apart(of.id, id, DeliveryKind.EVENT, self.now) | {"client_id": about.id if about else None} | columns
        async with self.work() as work:
            await work.insert(webhook_delivery, row)
        return Delivery(id)
