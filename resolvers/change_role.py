"""Giving a colleague another role, without ever leaving the firm without an admin."""

from collections.abc import Sequence
from uuid import UUID

from domain.colleague import check_role_change
from domain.errors import UserErrorCode, refuse
from domain.ids import IdKind
from domain.invite import COLLEAGUE_INVITE
from domain.vocabulary import ADMINS, ColleagueStatus, InviteKind, Role
from loaders.colleague import colleague_by_id
from resolvers.choosing import check_version, one_visible
from resolvers.context import Info
from resolvers.inputs.colleague import ChangeColleagueRoleInput
from resolvers.mutating import mutate
from resolvers.outcome import Outcome
from store.reading import Row
from store.tables import colleague, invite
from store.writing import UnitOfWork


async def change_colleague_role(info: Info, input: ChangeColleagueRoleInput) -> Outcome:
    """A new role for an active or invited colleague; assignments stay, an open invite offers the new role."""
    viewer = info.context.viewer

    async def act(work: UnitOfWork) -> Outcome:
        path = ("input", "colleagueId")
        seen = await one_visible(work, info.context, colleague_by_id, IdKind.COLLEAGUE, input.colleague_id, *path)
        people = await _locked(work, seen.id, viewer.colleague_id)
        target = people[seen.id]
        check_version(target, input.if_version)
        _check_present(target)
        actor = _actor_role(people, viewer.colleague_id)
        others = _admins(people, but=target.id)
        check_role_change(actor, target.id == viewer.colleague_id, Role(target.role), input.role, len(others))
        await _change(work, target, input.role)
        return Outcome({"colleague": str(target.id)})

    return await mutate(info, input, act)


async def _locked(work: UnitOfWork, target: UUID, actor: UUID | None) -> dict[UUID, Row]:
    """The target, the actor and all admins, locked at once in the order of their ids."""
    admins = await work.find(colleague, role=ADMINS)
    wanted = {row.id for row in admins} | {target} | ({actor} if actor else set())
    return {row.id: row for row in await work.find(colleague, lock=True, id=wanted)}


def _actor_role(people: dict[UUID, Row], actor: UUID | None) -> Role:
    """The actor's role as of now; an integration acts as an admin does.

    Raises `Refused` when the actor has lost the role while waiting for the lock.
    """
    if actor is None:
        return Role.ADMIN
    row = people[actor]
    if row.status != ColleagueStatus.ACTIVE or row.role not in ADMINS:
        message = "You are not an admin any more; ask one to change the role."
        raise refuse(UserErrorCode.ACCESS_DENIED, message, "input", "colleagueId")
    return Role(row.role)


def _admins(people: dict[UUID, Row], but: UUID) -> Sequence[UUID]:
    return [
        row.id
        for row in people.values()
        if row.id != but and row.role in ADMINS and row.status == ColleagueStatus.ACTIVE
    ]


def _check_present(target: Row) -> None:
    if target.status == ColleagueStatus.DEACTIVATED:
        message = "The colleague is DEACTIVATED; reactivate them first."
        raise refuse(UserErrorCode.WRONG_STATE, message, "input", "colleagueId")


async def _change(work: UnitOfWork, target: Row, role: Role) -> None:
    if target.role == role:
        return
    await work.update(colleague, {"role": role}, id=target.id)
    # Also lapsed ones: they can be sent again, and must not bring the old role back.
    again = {"kind": InviteKind.COLLEAGUE, "status": COLLEAGUE_INVITE.events["resend"]}
    await work.update(invite, {"role": role}, colleague_id=target.id, **again)
    await work.record(
        "colleague.role_changed", "COLLEAGUE", target.id, before={"role": target.role}, after={"role": role}
    )
