"""What the page behind an application's link shows."""

from dataclasses import dataclass
from datetime import datetime

from domain.applying import WAITING
from domain.vocabulary import ApplicationStatus
from resolvers.applying.finding import by_token
from resolvers.context import Info


@dataclass(frozen=True, slots=True)
class Preview:
    """An application that waits for whoever has its link."""

    status: ApplicationStatus
    contact_name: str
    firm_name: str | None
    country: str | None
    registration_number: str | None
    invited_by: str | None
    agreement_version: str | None
    expires_at: datetime


async def application_preview(info: Info, token: str) -> Preview | None:
    """The application that waits behind a link; None for anything else."""
    row = await by_token(info.context, token)
    if row is None or row.status not in WAITING or row.expires_at <= info.context.now:
        return None
    return Preview(
        status=ApplicationStatus(row.status),
        contact_name=row.contact_name,
        firm_name=row.firm_name,
        country=row.country,
        registration_number=row.registration_number,
        invited_by=(row.client_invite or {}).get("company_name"),
        agreement_version=row.agreement_version,
        expires_at=row.expires_at,
    )
