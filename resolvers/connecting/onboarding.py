"""The firm's part in onboarding: helping with verification, starting again, giving up."""

from typing import Any

from domain.denial import Factor
from domain.errors import Refused, UserError, UserErrorCode
from domain.facts.step import onboarding_columns
from domain.ids import IdKind
from domain.onboarding import ONBOARDING
from domain.rule import Rule
from domain.vocabulary import AccessStatus, Capability, OnboardingStatus
from loaders.client import client_by_id
from resolvers.attention import refresh_attention
from resolvers.choosing import check_version, one_locked
from resolvers.context import Context, Info
from resolvers.granting.moving import write_to_client
from resolvers.inputs.onboarding import AbandonOnboardingInput, RestartOnboardingInput, SubmitOnboardingInput
from resolvers.inviting.checks import Checks, answering
from resolvers.mutating import mutate
from resolvers.outcome import Outcome
from store.reading import Row
from store.tables import client
from store.writing import UnitOfWork

_PLACE = ("input", "clientId")
_HELPING = Rule(capability=Capability.HELP_VERIFICATION)
_CODES = {
    Factor.CONNECTION: UserErrorCode.CLIENT_NOT_CONNECTED,
    Factor.POWER_OF_ATTORNEY: UserErrorCode.POWER_OF_ATTORNEY_MISSING,
}


@answering
async def submit_onboarding(info: Info, input: SubmitOnboardingInput) -> Outcome:
    """Hands the details in, or the answer to what the reviewer asked; goes into review next."""
    checks = Checks("input")
    checks.key(input.idempotency_key)
    answer = checks.text("answer", input.answer, 2000, lines=True)
    checks.done()

    async def act(work: UnitOfWork) -> Outcome:
        found = await _to_help(work, info.context, input)
        return await _done(work, found, "submit", onboarding_answer=answer)

    return await mutate(info, input, act)


@answering
async def restart_onboarding(info: Info, input: RestartOnboardingInput) -> Outcome:
    """Starts again after a rejection; it is the client's turn then, whose admin is told."""
    checks = Checks("input")
    checks.key(input.idempotency_key)
    checks.done()

    async def act(work: UnitOfWork) -> Outcome:
        found = await _to_help(work, info.context, input)
        outcome = await _done(work, found, "restart", onboarding_note=None, onboarding_answer=None)
        await write_to_client(work, found, "onboarding_restarted", {})
        return outcome

    return await mutate(info, input, act)


@answering
async def abandon_onboarding(info: Info, input: AbandonOnboardingInput) -> Outcome:
    """Gives up; the client stays connected and out of Bookkeeping until it is disconnected."""
    checks = Checks("input")
    checks.key(input.idempotency_key)
    reason = checks.optional("reason", input.reason, 500, lines=True)
    checks.done()

    async def act(work: UnitOfWork) -> Outcome:
        found = await _to_help(work, info.context, input)
        outcome = await _done(work, found, "abandon", reason)
        await write_to_client(work, found, "onboarding_abandoned", {"reason": reason})
        return outcome

    return await mutate(info, input, act)


async def _to_help(
    work: UnitOfWork,
    context: Context,
    input: SubmitOnboardingInput | RestartOnboardingInput | AbandonOnboardingInput,
) -> Row:
    """The client, locked; raises `Refused` (NOT_FOUND, CONFLICT) also where the client does not let the firm help."""
    found: Row = await one_locked(work, context, client_by_id, client, IdKind.CLIENT, input.client_id, *_PLACE)
    check_version(found, input.if_version)
    denial = _HELPING.for_client(found)
    if denial is not None:
        code = _CODES.get(denial.factor, UserErrorCode.ACCESS_DENIED)
        message = f"{denial.message} It can be changed by {denial.changed_by}."
        raise Refused(UserError(code, message, _PLACE, denial=denial))
    return found


async def _done(work: UnitOfWork, found: Row, event: str, reason: str | None = None, **columns: Any) -> Outcome:
    """Moves the onboarding of a locked client on; raises `Refused` (WRONG_STATE)."""
    after = ONBOARDING.after(event, OnboardingStatus(found.onboarding_status), *_PLACE)
    moved = onboarding_columns(after, AccessStatus(found.access_status), work.now)
    await work.update(client, columns | moved, id=found.id)
    told = {"onboarding_status": after} | {name: value for name, value in columns.items() if value is not None}
    before, same = {"onboarding_status": found.onboarding_status}, {"client_id": found.id, "reason": reason}
    await work.record("client.onboarding_changed", "CLIENT", found.id, before=before, after=told, **same)
    await refresh_attention(work, [found.id])
    return Outcome({"client": str(found.id)})
