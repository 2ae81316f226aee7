"""Reads of what decides a right: one colleague's standing in the firm and at one client."""

from typing import Any
from uuid import UUID

from sqlalchemy import Row, select

from loaders.reading import Reads
from loaders.scope import is_live, of_tenant, visible_clients
from store.tables import assignment, client, colleague


async def colleague_standing(reads: Reads, id: UUID) -> Row[Any] | None:
    """`role` and `status` of a colleague of the firm."""
    statement = select(colleague.c.role, colleague.c.status)
    return await reads.first(statement.where(of_tenant(reads, colleague), colleague.c.id == id))


async def client_standing(reads: Reads, id: UUID, colleague_id: UUID) -> Row[Any] | None:
    """The access facts of a visible client, and whether a colleague is `assigned` to it now."""
    works = (
        select(assignment.c.id)
        .where(
            of_tenant(reads, assignment),
            assignment.c.client_id == client.c.id,
            assignment.c.colleague_id == colleague_id,
            is_live(reads),
        )
        .correlate(client)
        .exists()
    )
    columns = (client.c.access_status, client.c.poa_granted, client.c.level, client.c.grants, works.label("assigned"))
    return await reads.first(
        select(*columns).where(of_tenant(reads, client), visible_clients(reads), client.c.id == id)
    )
