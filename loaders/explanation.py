"""Reads of what decides a right: one colleague's standing in the firm and at one client."""

from typing import Any
from uuid import UUID

from sqlalchemy import Select, Uuid, select

from loaders.reading import Reads, Scope
from loaders.scope import is_live, of_tenant, visible_clients
from store.statement import Row, any_of, bound
from store.tables import assignment, client, colleague


async def colleague_standing(reads: Reads, id: UUID) -> Row | None:
    """`role` and `status` of a colleague of the firm."""
    return next(iter(await reads.rows(_colleague, keys=[id])), None)


async def client_standing(reads: Reads, id: UUID, colleague_id: UUID) -> Row | None:
    """The access facts of a visible client, and whether a colleague is `assigned` to it now."""
    return next(iter(await reads.rows(_client, keys=[id], worker=colleague_id)), None)


def _colleague(scope: Scope) -> Select[Any]:
    return select(colleague.c.role, colleague.c.status).where(of_tenant(colleague), any_of(colleague.c.id))


def _client(scope: Scope) -> Select[Any]:
    works = (
        select(assignment.c.id)
        .where(
            of_tenant(assignment),
            assignment.c.client_id == client.c.id,
            assignment.c.colleague_id == bound("worker", Uuid()),
            is_live(),
        )
        .correlate(client)
        .exists()
    )
    columns = (client.c.access_status, client.c.poa_granted, client.c.level, client.c.grants, works.label("assigned"))
    return select(*columns).where(of_tenant(client), visible_clients(scope), any_of(client.c.id))
