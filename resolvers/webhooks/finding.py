"""The webhook that a mutation names, and the integration whose rights it has."""

from typing import Any

from domain.access import Viewer
from domain.errors import Refused, UserErrorCode, refuse
from domain.ids import IdKind
from loaders.webhook import webhook_by_id
from resolvers.choosing import check_version, not_found, one_visible
from resolvers.context import Context
from resolvers.webhooks.rights import speaks_as
from store.reading import Row
from store.tables import integration, webhook
from store.writing import UnitOfWork

ID = ("input", "webhookId")


async def locked(work: UnitOfWork, context: Context, input: Any) -> Row:
    """The webhook of an input, locked; raises `Refused` (NOT_FOUND, CONFLICT)."""
    seen = await one_visible(work, context, webhook_by_id, IdKind.WEBHOOK, input.webhook_id, *ID)
    found = await work.get(webhook, lock=True, id=seen.id)
    if found is None:
        raise Refused(not_found(IdKind.WEBHOOK, *ID))
    check_version(found, getattr(input, "if_version", None))
    return found


async def speaker_of(work: UnitOfWork, found: Row) -> Viewer:
    """As whom a webhook is told; raises `Refused` (WRONG_STATE) while its integration is not active."""
    return speaker(work, await work.get(integration, id=found.integration_id), *ID)


def speaker(work: UnitOfWork, row: Row | None, *path: str) -> Viewer:
    """As whom an integration is told; raises `Refused` (WRONG_STATE) while it is not active."""
    viewer = speaks_as(row, work.now) if row is not None else None
    if viewer is None:
        message = "The integration is disabled or expired; enable it or give it another end first."
        raise refuse(UserErrorCode.WRONG_STATE, message, *path)
    return viewer
