"""As whom a webhook is told: its integration, with the rights of the moment and without any token."""

from datetime import datetime
from typing import Any

from domain.access import Identity, Viewer, ViewerKind
from domain.integration import scopes_of, status_of
from domain.vocabulary import IntegrationStatus
from store.reading import Row


def speaks_as(row: Row | Any, now: datetime) -> Viewer | None:
    """An integration by what is stored of it; None while it is switched off or its time is over."""
    if status_of(row, now) is not IntegrationStatus.ACTIVE:
        return None
    return Viewer(
        ViewerKind.INTEGRATION,
        Identity(row.issuer, row.client_id, client_id=row.client_id),
        partner_id=row.partner_id,
        integration_id=row.id,
        scopes=scopes_of(row),
        is_restricted=row.is_restricted,
    )
