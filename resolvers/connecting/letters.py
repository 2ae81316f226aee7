"""Mails to the colleagues whom something concerns: who sent it, who works on the client, or the admins."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from domain.vocabulary import ADMINS, AssignmentStatus, ColleagueStatus
from store.reading import Row
from store.tables import assignment, colleague
from store.writing import UnitOfWork


async def write_to_workers(work: UnitOfWork, client_id: UUID, kind: str, params: Mapping[str, Any]) -> None:
    """One mail to each active colleague who works on the client; to the admins when nobody does."""
    for person in await _workers(work, client_id) or await admins_of(work):
        await work.mail(kind, (person.name, person.email), params)


async def write_to_admins(work: UnitOfWork, kind: str, params: Mapping[str, Any]) -> None:
    """One mail to each active owner and admin."""
    for person in await admins_of(work):
        await work.mail(kind, (person.name, person.email), params)


async def write_to_sender(
    work: UnitOfWork, sender: UUID | None, kind: str, params: Mapping[str, Any], client_id: UUID | None = None
) -> None:
    """Tells whoever sent what is answered now, unless they did it themselves.

    Where that is an integration, or has left, those hear of it who work on the client, else the admins: never nobody.
    """
    if sender is not None and sender == work.actor.id:
        return None
    person = await work.get(colleague, id=sender) if sender else None
    if person is not None and person.status == ColleagueStatus.ACTIVE:
        return await work.mail(kind, (person.name, person.email), params)
    others = (await _workers(work, client_id) if client_id else []) or await admins_of(work)
    for each in others:
        if each.id != work.actor.id:
            await work.mail(kind, (each.name, each.email), {**params, "stands_in": True})
    return None


async def admins_of(work: UnitOfWork) -> list[Row]:
    """The firm's active owners and admins."""
    return list(await work.find(colleague, role=ADMINS, status=ColleagueStatus.ACTIVE))


async def _workers(work: UnitOfWork, client_id: UUID) -> list[Row]:
    rows = await work.find(assignment, client_id=client_id, status=AssignmentStatus.ACTIVE)
    live = [row.colleague_id for row in rows if row.ends_at is None or row.ends_at > work.now]
    return list(await work.find(colleague, id=live, status=ColleagueStatus.ACTIVE))
