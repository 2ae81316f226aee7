"""Mails to those who learn."""

from typing import Any
from uuid import UUID

from domain.vocabulary import ColleagueStatus
from resolvers.inviting.letters import sender
from store.reading import Row
from store.writing import UnitOfWork


async def write_to_learner(
    work: UnitOfWork, person: Row, kind: str, params: dict[str, Any], *, unless: UUID | None = None
) -> None:
    """A mail to a colleague who is active, `unless` that is who acts; it says who does, where somebody does."""
    if person.status != ColleagueStatus.ACTIVE or (unless is not None and unless == work.actor.id):
        return
    by = await sender(work)
    said = params | {"partner_name": by.partner, "colleague_name": by.name}
    known = {name: value for name, value in said.items() if value is not None}
    await work.mail(kind, (person.name, person.email), known)
