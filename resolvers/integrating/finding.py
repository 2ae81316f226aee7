"""The integration that a mutation names, and the clients chosen for one."""

from typing import Any
from uuid import UUID

from domain.errors import Refused, UserErrorCode, refuse
from domain.ids import IdKind
from domain.integration import OWN_ISSUER
from loaders.client import client_by_id
from loaders.integration import integration_by_id
from resolvers.choosing import check_version, not_found, one_visible, visible
from resolvers.context import Context
from store.reading import Row
from store.tables import integration
from store.writing import UnitOfWork

ID = ("input", "integrationId")


async def locked(work: UnitOfWork, context: Context, input: Any) -> Row:
    """The integration of an input, locked; raises `Refused` (NOT_FOUND, CONFLICT)."""
    seen = await one_visible(work, context, integration_by_id, IdKind.INTEGRATION, input.integration_id, *ID)
    found = await work.get(integration, lock=True, id=seen.id)
    if found is None:
        raise Refused(not_found(IdKind.INTEGRATION, *ID))
    check_version(found, input.if_version)
    return found


def check_own(row: Row) -> None:
    """Raises `Refused` for an integration whose secrets and keys are kept by another issuer."""
    if row.issuer != OWN_ISSUER:
        message = "The integration signs in at an issuer of its own, which keeps its secrets; change them there."
        raise refuse(UserErrorCode.WRONG_STATE, message, *ID)


async def check_clients(work: UnitOfWork, context: Context, ids: list[UUID]) -> None:
    """Raises `Refused` (NOT_FOUND, by row) for clients that do not exist for the viewer."""
    seen = await visible(work, context, client_by_id, ids)
    missing = [not_found(IdKind.CLIENT, "input", "clientIds", row=row) for row, id in enumerate(ids) if id not in seen]
    if missing:
        raise Refused(*missing)
