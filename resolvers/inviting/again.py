"""Sends open invites again, and takes them back."""

from domain.errors import UserErrorCode, refuse
from domain.invite import MACHINES
from domain.vocabulary import ColleagueStatus, InviteKind, InviteStatus, Role
from resolvers.context import Context, Info
from resolvers.inputs.invite import CancelInviteInput, ResendInviteInput
from resolvers.inviting.checks import Checks, answering
from resolvers.inviting.client import check_may_invite, check_no_client, check_no_open_invite
from resolvers.inviting.finding import status_now, to_change
from resolvers.inviting.letters import action_of, sender
from resolvers.inviting.sending import check_resendable, make_room, send_again
from resolvers.mutating import mutate
from resolvers.outcome import Outcome
from store.reading import Row
from store.tables import colleague, invite
from store.writing import UnitOfWork

_PLACE = ("input", "inviteId")


@answering
async def resend_invite(info: Info, input: ResendInviteInput) -> Outcome:
    """Sends an invite with a new link, from SENT, EXPIRED or BOUNCED; the id stays, the old link dies.

    A wrong address can be mended from all of these: one that belongs to somebody else bounces nothing.
    """
    checks = Checks("input")
    checks.key(input.idempotency_key)
    email = checks.email("email", input.email) if input.email is not None else None
    checks.done()

    async def act(work: UnitOfWork) -> Outcome:
        found = await to_change(work, info.context, input.invite_id, input.if_version)
        _check_owner(info.context, found)
        check_resendable(work, found)
        await _check_still_wanted(work, info.context, found)
        await _readdress(work, found, email or found.email)
        await send_again(work, await sender(work), found, email or found.email)
        return Outcome({"invite": str(found.id)})

    return await mutate(info, input, act)


@answering
async def cancel_invite(info: Info, input: CancelInviteInput) -> Outcome:
    """Takes a SENT invite back; its link is dead."""
    checks = Checks("input")
    checks.key(input.idempotency_key)
    checks.done()

    async def act(work: UnitOfWork) -> Outcome:
        found = await to_change(work, info.context, input.invite_id, input.if_version)
        _check_owner(info.context, found)
        after = MACHINES[InviteKind(found.kind)].after("cancel", status_now(found, work), *_PLACE)
        await work.update(invite, {"status": after}, id=found.id)
        action, before = f"{action_of(found)}.cancelled", {"status": found.status}
        await work.record(action, "INVITE", found.id, before=before, after={"status": after})
        return Outcome({"invite": str(found.id)})

    return await mutate(info, input, act)


def _check_owner(context: Context, found: Row) -> None:
    """Raises `Refused` (OWNER_PROTECTED): who comes as an owner is for owners to decide."""
    if found.role == Role.OWNER and context.viewer.role is not Role.OWNER:
        message = "This invite makes an owner; only an owner can send it again or take it back."
        raise refuse(UserErrorCode.OWNER_PROTECTED, message, *_PLACE)


async def _check_still_wanted(work: UnitOfWork, context: Context, found: Row) -> None:
    """Nothing happened since that makes the invite pointless, or a second one."""
    if found.kind == InviteKind.COLLEAGUE:
        await _check_still_invited(work, found)
        return
    check_may_invite(context.viewer)
    key = (found.country, found.registration_number)
    await check_no_client(work, context, key, *_PLACE)
    if found.status != InviteStatus.SENT:
        await check_no_open_invite(work, context, key, *_PLACE)


async def _check_still_invited(work: UnitOfWork, found: Row) -> None:
    person = await work.get(colleague, id=found.colleague_id)
    if person is None or person.status != ColleagueStatus.INVITED:
        message = "They are a colleague already; there is nothing to send."
        raise refuse(UserErrorCode.ALREADY_A_COLLEAGUE, message, *_PLACE)
    waiting = await work.find(invite, lock=True, colleague_id=found.colleague_id, status=InviteStatus.SENT)
    await make_room(work, [row for row in waiting if row.id != found.id], *_PLACE)
    await work.update(colleague, {"invited_at": work.now}, id=found.colleague_id)


async def _readdress(work: UnitOfWork, found: Row, email: str) -> None:
    """A colleague joins with the address that was invited: where it is mended, theirs is."""
    if found.kind != InviteKind.COLLEAGUE or email == found.email:
        return
    known = await work.get(colleague, email=email)
    if known is not None:
        message = f"Somebody with this address is a colleague already ({known.status}); look them up under People."
        raise refuse(UserErrorCode.ALREADY_A_COLLEAGUE, message, "input", "email")
    await work.update(colleague, {"email": email}, id=found.colleague_id)
    before, after = {"email": found.email}, {"email": email}
    await work.record("colleague.updated", "COLLEAGUE", found.colleague_id, before=before, after=after)
