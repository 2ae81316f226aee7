"""Setting aside that an invite asks for attention, and taking that back."""

from typing import Any

from domain.errors import UserErrorCode, refuse
from domain.invite import OPEN
from resolvers.context import Info
from resolvers.inputs.invite import SnoozeInviteInput, UnsnoozeInviteInput
from resolvers.inviting.checks import Checks, answering
from resolvers.inviting.finding import status_now, to_change
from resolvers.inviting.letters import action_of
from resolvers.inviting.staleness import NO_SNOOZE, refresh_invites
from resolvers.mutating import mutate
from resolvers.outcome import Outcome
from resolvers.snoozing import MOST_REASON, check_until
from store.reading import Row
from store.tables import invite
from store.writing import UnitOfWork


@answering
async def snooze_invite(info: Info, input: SnoozeInviteInput) -> Outcome:
    """INVITE_STALE is not told before then; a running snooze is replaced, sending the invite again ends it."""
    checks = Checks("input")
    checks.key(input.idempotency_key)
    reason = checks.text("reason", input.reason, MOST_REASON, lines=True)
    check_until(checks, input.until, info.context.now)
    checks.done()

    async def act(work: UnitOfWork) -> Outcome:
        found = await to_change(work, info.context, input.invite_id, None)
        if status_now(found, work) not in OPEN:
            message = f"The invite is {status_now(found, work)}; there is nothing to set aside."
            raise refuse(UserErrorCode.WRONG_STATE, message, "input", "inviteId")
        aside = {"snoozed_until": input.until, "snoozed_by": info.context.viewer.colleague_id, "snooze_reason": reason}
        return await _change(work, found, "snoozed", aside, reason)

    return await mutate(info, input, act)


@answering
async def unsnooze_invite(info: Info, input: UnsnoozeInviteInput) -> Outcome:
    """The invite asks for attention as if it had not been set aside."""
    checks = Checks("input")
    checks.key(input.idempotency_key)
    checks.done()

    async def act(work: UnitOfWork) -> Outcome:
        found = await to_change(work, info.context, input.invite_id, None)
        if found.snoozed_until is None or found.snoozed_until <= work.now:
            raise refuse(UserErrorCode.WRONG_STATE, "The invite is not set aside.", "input", "inviteId")
        return await _change(work, found, "unsnoozed", NO_SNOOZE, None)

    return await mutate(info, input, act)


async def _change(work: UnitOfWork, found: Row, what: str, columns: dict[str, Any], reason: str | None) -> Outcome:
    await work.update(invite, columns, id=found.id)
    before, after = {"until": found.snoozed_until}, {"until": columns["snoozed_until"]}
    await work.record(f"{action_of(found)}.{what}", "INVITE", found.id, before=before, after=after, reason=reason)
    refresh_invites(work, [found.id])
    return Outcome({"invite": str(found.id)})
