"""What a firm sends out under a secret: invites of every kind, and hand-over links."""

from datetime import datetime, timedelta
from typing import Any

from domain.invite import CLIENT_INVITE_LIFETIME, COLLEAGUE_INVITE_LIFETIME
from domain.vocabulary import ColleagueStatus, CompanySize, InviteKind, InviteStatus, Role
from store.ids import new_id
from store.tables import handover, invite
from store.vault import new_secret, secret_hash
from tests.world.people import People
from tests.world.things import Client, Colleague, Invite


class Invites(People):
    """Factories of invites; the secret is what the mail's link would carry."""

    async def client_invite(
        self,
        company: str | None = None,
        *,
        email: str | None = None,
        status: InviteStatus = InviteStatus.SENT,
        by: Colleague | None = None,
        **columns: Any,
    ) -> tuple[Invite, str]:
        """An outbound invite to a company that is new to the platform, with its secret."""
        secret = new_secret()
        row = self._usual(InviteKind.CLIENT, status, CLIENT_INVITE_LIFETIME, email) | self._company_of(company)
        row |= {"token_hash": secret_hash(secret), "invited_by": by.id if by else None} | columns
        await self.insert(invite, row)
        return Invite(row["id"], row["email"]), secret

    async def inbound_invite(
        self,
        company: str | None = None,
        *,
        email: str | None = None,
        status: InviteStatus = InviteStatus.RECEIVED,
        **columns: Any,
    ) -> Invite:
        """An invite from a client that is on the platform already; it is answered in the portal, without a secret."""
        row = self._usual(InviteKind.INBOUND, status, CLIENT_INVITE_LIFETIME, email)
        row |= self._company_of(company) | columns
        await self.insert(invite, row)
        return Invite(row["id"], row["email"])

    async def colleague_invite(
        self,
        name: str | None = None,
        *,
        email: str | None = None,
        role: Role = Role.BOOKKEEPER,
        status: InviteStatus = InviteStatus.SENT,
        by: Colleague | None = None,
        **columns: Any,
    ) -> tuple[Invite, str]:
        """An invite to a colleague, who is INVITED until the secret comes back."""
        person = await self.colleague(name, role=role, email=email, status=ColleagueStatus.INVITED)
        secret = new_secret()
        row = self._usual(InviteKind.COLLEAGUE, status, COLLEAGUE_INVITE_LIFETIME, person.email)
        row |= {"name": person.name, "role": role, "colleague_id": person.id}
        row |= {"token_hash": secret_hash(secret), "invited_by": by.id if by else None} | columns
        await self.insert(invite, row)
        return Invite(row["id"], person.email, person.id), secret

    async def handover(self, to: Colleague, client: Client, **columns: Any) -> str:
        """The secret of an unused link into a client's account, good for two minutes."""
        secret = new_secret()
        row = {
            "id": new_id(),
            "client_id": client.id,
            "colleague_id": to.id,
            "target": "EXPORT",
            "token_hash": secret_hash(secret),
            "created_at": self.now,
            "expires_at": self.now + timedelta(minutes=2),
        } | columns
        await self.insert(handover, row)
        return secret

    def _usual(self, kind: InviteKind, status: InviteStatus, lifetime: timedelta, email: str | None) -> dict[str, Any]:
        return {
            "id": new_id(),
            "kind": kind,
            "status": status,
            "name": self.ground.names.person(),
            "email": (email or f"office.{self.ground.names.number()}@example.com").lower(),
            "sent_at": self.now,
            "expires_at": self.now + lifetime,
            "answered_at": self._answered_at(status),
            "created_at": self.now,
        }

    def _answered_at(self, status: InviteStatus) -> datetime | None:
        return self.now if status in (InviteStatus.ACCEPTED, InviteStatus.DECLINED) else None

    def _company_of(self, company: str | None) -> dict[str, Any]:
        return {
            "company_name": company or self.ground.names.company(),
            "country": self.country,
            "registration_number": self.ground.names.registration_number(),
            "company_size": CompanySize.SMALL,
        }
