"""What passes between a firm and its clients: grant requests, connect links, notes and tags."""

from datetime import timedelta
from typing import Any

from domain.granting import LIFETIME
from domain.text import fold
from domain.vocabulary import CompanySize, Grant, GrantDirection, GrantRequestStatus
from store.ids import new_id
from store.tables import client_note, client_tag, connect_link, grant_request
from store.vault import new_secret, secret_hash
from tests.world.base import Part
from tests.world.things import Client, Colleague, GrantRequest, Note


class Connections(Part):
    """Factories of these; the secret is what the mail's link would carry."""

    async def grant_request(
        self,
        client: Client,
        grant: Grant = Grant.PAY_INVOICES,
        *,
        by: Colleague | None = None,
        status: GrantRequestStatus = GrantRequestStatus.PENDING,
        **columns: Any,
    ) -> tuple[GrantRequest, str]:
        """What the firm asks of a client (or, with `by` left out, the client offers), with its secret."""
        secret = new_secret()
        row: dict[str, Any] = {"id": new_id(), "client_id": client.id, "grant": grant, "status": status}
        row |= {"direction": GrantDirection.FIRM_ASKS if by else GrantDirection.CLIENT_OFFERS}
        row |= {"requested_by": by.id if by else None, "token_hash": secret_hash(secret)}
        row |= {"created_at": self.now, "expires_at": self.now + LIFETIME} | columns
        await self.insert(grant_request, row)
        return GrantRequest(row["id"]), secret

    async def connect_link(self, company: str = "Skovly", **columns: Any) -> str:
        """The secret of an unused link for a company that is on the platform."""
        secret = new_secret()
        row = {"id": new_id(), "token_hash": secret_hash(secret), "company_name": company, "country": self.country}
        row |= {"registration_number": self.ground.names.registration_number(), "company_size": CompanySize.SMALL}
        row |= {"created_at": self.now, "expires_at": self.now + timedelta(days=30)} | columns
        await self.insert(connect_link, row)
        return secret

    async def note(self, client: Client, by: Colleague, text: str = "Prefers mail.", **columns: Any) -> Note:
        """A note on a client."""
        row = {"id": new_id(), "client_id": client.id, "text": text, "written_by": by.id, "written_at": self.now}
        await self.insert(client_note, row | columns)
        return Note(row["id"])

    async def tag(self, client: Client, tag: str) -> None:
        """A tag on a client."""
        await self.insert(client_tag, {"client_id": client.id, "tag": tag, "tag_key": fold(tag)})
