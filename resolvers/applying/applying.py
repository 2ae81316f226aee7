"""The applicant's steps before there is an agreement: applying, watching the webinar, describing the practice."""

import hashlib
from dataclasses import asdict
from typing import Any
from uuid import UUID

import orjson

from domain.errors import UserErrorCode, refuse
from domain.vocabulary import ApplicationStatus, ReferralKind
from resolvers.applying.describing import described
from resolvers.applying.finding import BY_LINK, principal, still_waiting, to_answer
from resolvers.applying.moving import begin, end, pass_through, send
from resolvers.context import Info
from resolvers.inputs.applying import (
    ApplyForPartnershipInput,
    SubmitPracticeDetailsInput,
    WatchWebinarInput,
    WithdrawApplicationInput,
)
from resolvers.inviting.checks import Checks, answering
from resolvers.mutating import mutate
from resolvers.outcome import Outcome
from resolvers.referring.previewing import open_referral
from store.writing import UnitOfWork


@answering
async def apply_for_partnership(info: Info, input: ApplyForPartnershipInput) -> Outcome:
    """Takes an application in and sends the webinar; raises RequestError (RATE_LIMITED).

    Neither the e-mail address nor the firm is looked up, so answer and time cannot tell whether either is known: what
    follows for a firm that is a partner is seen to by the clock (`resolvers.applying.due`).
    """
    checks = Checks("input")
    columns = described(checks, input) | {"email": checks.email("email", input.email)}
    checks.done()
    columns |= {"referral_id": await _referral(info, input.referral_token)}
    await info.context.door.admit()
    withheld = not await info.context.door.may_write_to(columns["email"])

    async def act(work: UnitOfWork) -> Outcome:
        await begin(work, ApplicationStatus.WEBINAR_SENT, columns, withheld=withheld)
        return Outcome({"is_received": True})

    return await mutate(info, input, act, principal=_anybody(input), **BY_LINK)


@answering
async def watch_webinar(info: Info, input: WatchWebinarInput) -> Outcome:
    """Notes that the webinar was watched, and sends the agreement, with a link of its own."""
    checks = Checks("input")
    checks.key(input.idempotency_key)
    checks.done()
    found = await to_answer(info.context, input.token)

    async def act(work: UnitOfWork) -> Outcome:
        row = await still_waiting(work, found, "watch")
        await send(work, await pass_through(work, row, "watch", {"watched_at": work.now}), "send agreement")
        return Outcome({"status": ApplicationStatus.AGREEMENT_SENT})

    return await mutate(info, input, act, principal=principal(input.token), **BY_LINK)


@answering
async def submit_practice_details(info: Info, input: SubmitPracticeDetailsInput) -> Outcome:
    """What a practice that a client invited says of itself; the agreement follows at once."""
    checks = Checks("input")
    columns = described(checks, input)
    checks.done()
    found = await to_answer(info.context, input.token)

    async def act(work: UnitOfWork) -> Outcome:
        row = await still_waiting(work, found, "describe")
        await send(work, await pass_through(work, row, "describe", columns), "send agreement")
        return Outcome({"status": ApplicationStatus.AGREEMENT_SENT})

    return await mutate(info, input, act, principal=principal(input.token), **BY_LINK)


@answering
async def withdraw_application(info: Info, input: WithdrawApplicationInput) -> Outcome:
    """Ends the application; its link is dead, and no further mail is sent."""
    checks = Checks("input")
    checks.key(input.idempotency_key)
    checks.done()
    found = await to_answer(info.context, input.token)

    async def act(work: UnitOfWork) -> Outcome:
        return Outcome({"status": await end(work, await still_waiting(work, found, "withdraw"), "withdraw")})

    return await mutate(info, input, act, principal=principal(input.token), **BY_LINK)


async def _referral(info: Info, token: str | None) -> UUID | None:
    """The referral that brought a firm here, whosever it is; raises `Refused` (TOKEN_INVALID)."""
    if token is None:
        return None
    found = await open_referral(info.context, token)
    if found is None or found.kind != ReferralKind.FIRM:
        message = "This referral does not count (any more). Leave `referralToken` out to apply without it."
        raise refuse(UserErrorCode.TOKEN_INVALID, message, "input", "referralToken")
    return UUID(str(found.id))


def _anybody(input: ApplyForPartnershipInput) -> str:
    """For idempotency keys: who has no link is known by all that they say, so that no key tells of another's."""
    said: dict[str, Any] = asdict(input)
    return f"applicant|{hashlib.sha256(orjson.dumps(said, option=orjson.OPT_SORT_KEYS)).hexdigest()}"
