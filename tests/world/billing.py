"""What a firm's clients pay for: subscriptions and invoices."""

from datetime import timedelta
from typing import Any

from domain.vocabulary import BillingPeriod, InvoiceStatus, Plan, SubscriptionStatus
from store.ids import new_id
from store.tables import invoice, subscription
from tests.world.base import Part
from tests.world.things import Client, Invoice


class Billing(Part):
    """Factories of subscriptions and invoices; amounts in minor units of the client's currency."""

    async def subscription(
        self,
        client: Client,
        *,
        plan: Plan = Plan.ESSENTIALS,
        status: SubscriptionStatus = SubscriptionStatus.ACTIVE,
        price: int = 299_00,
        **columns: Any,
    ) -> None:
        """The client's one subscription."""
        row: dict[str, Any] = {
            "client_id": client.id,
            "plan": plan,
            "status": status,
            "billing_period": BillingPeriod.MONTHLY,
            "seats": 5,
            "price_minor": price,
            "currency": client.currency,
            "started_at": self.now - timedelta(days=200),
            "renews_on": (self.now + timedelta(days=10)).date(),
        } | columns
        await self.insert(subscription, row)

    async def invoice(
        self, client: Client, *, status: InvoiceStatus = InvoiceStatus.OPEN, total: int = 299_00, **columns: Any
    ) -> Invoice:
        """One invoice, issued ten days ago and due in four."""
        row: dict[str, Any] = {
            "id": new_id(),
            "client_id": client.id,
            "number": f"INV-{self.ground.names.number():05d}",
            "status": status,
            "issued_on": (self.now - timedelta(days=10)).date(),
            "due_on": (self.now + timedelta(days=4)).date(),
            "total_minor": total,
            "currency": client.currency,
        } | columns
        await self.insert(invoice, row)
        return Invoice(row["id"], row["number"])
