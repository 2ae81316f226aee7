"""Giving a colleague another role, without ever leaving the firm without an owner or an admin."""

from domain.changes import sight_of_role
from domain.colleague import check_role_change
from domain.errors import UserErrorCode, refuse
from domain.ids import IdKind
from domain.invite import COLLEAGUE_INVITE
from domain.vocabulary import ColleagueStatus, InviteKind, Role
from loaders.colleague import colleague_by_id
from resolvers.admins import active_admins, actor_role, lock_people
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
        people = await lock_people(work, seen.id, viewer.colleague_id)
        target = people[seen.id]
        check_version(target, input.if_version)
        _check_present(target)
        actor = actor_role(people, viewer.colleague_id)
        others = active_admins(people.values(), but=target.id)
        check_role_change(actor, target.id == viewer.colleague_id, Role(target.role), input.role, others)
        await _change(work, target, input.role)
        return Outcome({"colleague": str(target.id)})

    return await mutate(info, input, act)


async def make_owner(work: UnitOfWork, email: str, instead_of: str | None, reason: str | None) -> None:
    """An operator's way out when no owner can act any more: an active colleague becomes one, `instead_of` an admin.

    Raises `Refused` (NOT_FOUND, WRONG_STATE).
    """
    heir, former = await _by_address(work, email), await _by_address(work, instead_of) if instead_of else None
    people = await lock_people(work, heir.id, former.id if former else None)
    if people[heir.id].status != ColleagueStatus.ACTIVE:
        raise refuse(UserErrorCode.WRONG_STATE, f"{email} is {people[heir.id].status}, not ACTIVE.", "email")
    if former and (people[former.id].role != Role.OWNER or former.id == heir.id):
        raise refuse(UserErrorCode.WRONG_STATE, f"{instead_of} is not another owner of this firm.", "insteadOf")
    await _change(work, people[heir.id], Role.OWNER, reason)
    if former:
        await _change(work, people[former.id], Role.ADMIN, reason)


async def _by_address(work: UnitOfWork, email: str) -> Row:
    found = await work.get(colleague, email=email)
    if found is None:
        raise refuse(UserErrorCode.NOT_FOUND, f"Nobody at this firm has the address {email}.", "email")
    return found


def _check_present(target: Row) -> None:
    if target.status == ColleagueStatus.DEACTIVATED:
        message = "The colleague is DEACTIVATED; reactivate them first."
        raise refuse(UserErrorCode.WRONG_STATE, message, "input", "colleagueId")


async def _change(work: UnitOfWork, target: Row, role: Role, reason: str | None = None) -> None:
    if target.role == role:
        return
    await work.update(colleague, {"role": role}, id=target.id)
    # Also lapsed ones: they can be sent again, and must not bring the old role back.
    again = {"kind": InviteKind.COLLEAGUE, "status": COLLEAGUE_INVITE.events["resend"]}
    await work.update(invite, {"role": role}, colleague_id=target.id, **again)
    before, after, sight = {"role": target.role}, {"role": role}, sight_of_role(Role(target.role), role)
    action, kind = "colleague.role_changed", "COLLEAGUE"
    await work.record(action, kind, target.id, before=before, after=after, reason=reason, payload=sight)
