"""Setting a signal aside until a moment, and taking that back."""

from datetime import datetime, timedelta
from typing import Any

from domain.errors import UserErrorCode, refuse
from domain.ids import IdKind
from domain.vocabulary import AttentionLevel, SignalKind
from loaders.client import client_by_id
from resolvers.attention import NO_SNOOZE, refresh_attention
from resolvers.choosing import one_locked
from resolvers.context import Context, Info
from resolvers.inputs.attention_rules import SnoozeSignalInput, UnsnoozeSignalInput
from resolvers.inviting.checks import Checks, answering
from resolvers.mutating import mutate
from resolvers.outcome import Outcome
from store.reading import Row
from store.tables import client, signal
from store.writing import UnitOfWork

LONGEST = timedelta(days=90)
MOST_REASON = 500
_NEVER_ASIDE = {
    SignalKind.DATA_STALE: "Stale data cannot be set aside: nobody knows how the client really is.",
    SignalKind.INVITE_STALE: "INVITE_STALE stands on invites, never on clients: set that aside by `snoozeInvite`.",
}


@answering
async def snooze_signal(info: Info, input: SnoozeSignalInput) -> Outcome:
    """The signal does not count until then, unless it gets worse or goes; a running snooze is replaced."""
    checks = Checks("input")
    checks.key(input.idempotency_key)
    reason = checks.text("reason", input.reason, MOST_REASON, lines=True)
    check_until(checks, input.until, info.context.now)
    if input.kind in _NEVER_ASIDE:
        checks.wrong(UserErrorCode.INVALID, _NEVER_ASIDE[input.kind], "kind")
    checks.done()

    async def act(work: UnitOfWork) -> Outcome:
        found = await _live(work, info.context, input)
        by = info.context.viewer.colleague_id
        set_aside = {"snoozed_until": input.until, "snoozed_level": found.level, "snoozed_by": by}
        await _change(work, found, "snoozed", set_aside | {"snooze_reason": reason}, reason)
        return Outcome({"client": str(found.client_id)})

    return await mutate(info, input, act)


def check_until(checks: Checks, until: datetime, now: datetime) -> None:
    """Notes an end that is not ahead, or too far."""
    if not now < until <= now + LONGEST:
        message = f"`until` must be in the future, and at most {LONGEST.days} days ahead."
        checks.wrong(UserErrorCode.INVALID, message, "until")


@answering
async def unsnooze_signal(info: Info, input: UnsnoozeSignalInput) -> Outcome:
    """The signal counts again."""
    checks = Checks("input")
    checks.key(input.idempotency_key)
    checks.done()

    async def act(work: UnitOfWork) -> Outcome:
        found = await _live(work, info.context, input)
        if found.snoozed_until is None or found.snoozed_until <= work.now:
            raise refuse(UserErrorCode.WRONG_STATE, "The signal is not set aside.", "input", "kind")
        await _change(work, found, "unsnoozed", NO_SNOOZE, None)
        return Outcome({"client": str(found.client_id)})

    return await mutate(info, input, act)


async def _live(work: UnitOfWork, context: Context, input: Any) -> Row:
    """The live signal, of a locked client; raises `Refused` (NOT_FOUND, WRONG_STATE)."""
    seen = await one_locked(work, context, client_by_id, client, IdKind.CLIENT, input.client_id, "input", "clientId")
    found = await work.get(signal, client_id=seen.id, kind=input.kind)
    if found is None or found.level == AttentionLevel.NONE:
        message = f"The client has no live signal {input.kind}; there is nothing to set aside."
        raise refuse(UserErrorCode.WRONG_STATE, message, "input", "kind")
    return found


async def _change(work: UnitOfWork, found: Row, what: str, columns: dict[str, Any], reason: str | None) -> None:
    id, until = found.client_id, columns["snoozed_until"]
    await work.update(signal, columns, client_id=id, kind=found.kind)
    told = {"kind": found.kind, "level": AttentionLevel(found.level).name}
    before, after = told | {"until": found.snoozed_until}, told | {"until": until}
    await work.record(f"signal.{what}", "CLIENT", id, client_id=id, before=before, after=after, reason=reason)
    await refresh_attention(work, [id])
