"""A firm's tier, its points, and whom it has referred."""

from datetime import timedelta
from typing import Any

from domain.partnership import LIFETIME, closed_month
from domain.referral import LIFETIME as REFERRAL_LIFETIME
from domain.vocabulary import PartnerTier, PointsKind, ReferralKind, ReferralStatus
from store.ids import new_id
from store.tables import agreement, partnership, points_entry, referral
from store.vault import new_secret, secret_hash
from tests.world.base import Part
from tests.world.things import Colleague, Referral


class Partnerships(Part):
    """Factories of these; the secret is what the mail's link would carry."""

    async def partnership(self, tier: PartnerTier = PartnerTier.BRONZE, **columns: Any) -> None:
        """The firm's tier, as judged last."""
        closed = closed_month(self.now, 10, self.time_zone)
        since = self.now - timedelta(days=100)
        await self.insert(partnership, {"tier": tier, "since": since, "closed_month": closed} | columns)

    async def agreement(self, by: Colleague, version: str = "2026-1", **columns: Any) -> None:
        """What a colleague has signed for the firm."""
        signed = {"signatory_name": by.name, "signatory_email": by.email, "agreed_at": self.now}
        await self.insert(agreement, signed | {"id": new_id(), "version": version} | columns)

    async def points(self, points: int, kind: PointsKind = PointsKind.CLIENT_CONNECTED, **columns: Any) -> None:
        """An entry of the ledger."""
        id = new_id()
        row = {"id": id, "kind": kind, "cause": str(id), "points": points, "at": self.now}
        await self.insert(points_entry, row | {"expires_at": self.now + LIFETIME} | columns)

    async def referral(
        self,
        by: Colleague,
        kind: ReferralKind = ReferralKind.FIRM,
        status: ReferralStatus = ReferralStatus.SENT,
        **columns: Any,
    ) -> tuple[Referral, str]:
        """A referral with its secret."""
        secret, id = new_secret(), new_id()
        row: dict[str, Any] = {"id": id, "kind": kind, "status": status, "token_hash": secret_hash(secret)}
        row |= {"company_name": "Syd Revision", "name": "Eva Syd", "email": f"{id.hex}@syd.example"}
        row |= {"country": self.country, "referred_by": by.id, "created_at": self.now}
        row |= {"expires_at": self.now + REFERRAL_LIFETIME} | columns
        await self.insert(referral, row)
        return Referral(id), secret
