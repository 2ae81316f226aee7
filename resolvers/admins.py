"""The firm's admins, locked: whoever takes one away must see all of them."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from domain.errors import UserErrorCode, refuse
from domain.vocabulary import ADMINS, ColleagueStatus, Role
from store.reading import Row
from store.tables import colleague
from store.writing import UnitOfWork

_PLACE = ("input", "colleagueId")


async def lock_people(work: UnitOfWork, *ids: UUID | None) -> dict[UUID, Row]:
    """Some colleagues and all admins, locked at once in the order of their ids."""
    admins = await work.find(colleague, role=ADMINS)
    wanted = {row.id for row in admins} | {id for id in ids if id is not None}
    return {row.id: row for row in await work.find(colleague, lock=True, id=wanted)}


def actor_role(people: Mapping[UUID, Row], actor: UUID | None) -> Role:
    """The actor's role as of now; an integration acts as an admin does.

    Raises `Refused` when the actor has lost the role while waiting for the lock.
    """
    if actor is None:
        return Role.ADMIN
    row = people[actor]
    if row.status != ColleagueStatus.ACTIVE or row.role not in ADMINS:
        message = "You are not an admin any more; ask one to do it."
        raise refuse(UserErrorCode.ACCESS_DENIED, message, *_PLACE)
    return Role(row.role)


def active_admins(people: Iterable[Row], but: UUID) -> Sequence[Role]:
    """The roles of the active owners and admins, one left out."""
    there = [row for row in people if row.id != but and row.role in ADMINS and row.status == ColleagueStatus.ACTIVE]
    return [Role(row.role) for row in there]
