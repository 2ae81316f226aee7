"""What operators of the platform do with applications, and the second door: a client invites its bookkeeper."""

from typing import Any

from domain.access import grant_bits
from domain.applying import APPLICATION
from domain.errors import UserErrorCode
from domain.vocabulary import ApplicationStatus
from resolvers.applying.finding import status_now, to_change
from resolvers.applying.moving import begin, end, send
from resolvers.context import Info
from resolvers.inputs.applying import (
    InvitePracticeInput,
    InvitingClientInput,
    RejectApplicationInput,
    ResendApplicationMailInput,
)
from resolvers.inviting.checks import Checks, answering
from resolvers.mutating import mutate
from resolvers.outcome import Outcome
from store.writing import UnitOfWork

_PLACE = ("input", "applicationId")
_LONGEST_NUMBER = 40


@answering
async def reject_application(info: Info, input: RejectApplicationInput) -> Outcome:
    """Turns an application down; the applicant is told why, and its link is dead."""
    checks = Checks("input")
    checks.key(input.idempotency_key)
    reason = checks.text("reason", input.reason, 500, lines=True)
    checks.done()

    async def act(work: UnitOfWork) -> Outcome:
        row = await to_change(work, input.application_id, input.if_version)
        await end(work, row, "reject", {"reason": reason}, reason=reason, by=_operator(info), path=_PLACE)
        await work.mail("application_rejected", (row.contact_name, row.email), {"reason": reason})
        return Outcome({"application": str(row.id)})

    return await mutate(info, input, act)


@answering
async def resend_application_mail(info: Info, input: ResendApplicationMailInput) -> Outcome:
    """Sends the mail that the application waits with again; its old link is dead, its time begins anew."""
    checks = Checks("input")
    checks.key(input.idempotency_key)
    checks.done()

    async def act(work: UnitOfWork) -> Outcome:
        row = await to_change(work, input.application_id, input.if_version)
        APPLICATION.after("resend", status_now(row, work), *_PLACE)
        await send(work, row, "resend", by=_operator(info))
        return Outcome({"application": str(row.id)})

    return await mutate(info, input, act)


@answering
async def invite_practice(info: Info, input: InvitePracticeInput) -> Outcome:
    """Invites the bookkeeper of a client; once there is a firm, the client's inbound invite waits there."""
    checks = Checks("input")
    checks.key(input.idempotency_key)
    columns = {"contact_name": checks.text("name", input.name), "email": checks.email("email", input.email)}
    offered = _offered(Checks("input", "client"), checks, input.client)
    checks.done()

    async def act(work: UnitOfWork) -> Outcome:
        asked = columns | {"client_invite": offered}
        id = await begin(work, ApplicationStatus.INVITED, asked, by=_operator(info))
        return Outcome({"application": str(id)})

    return await mutate(info, input, act)


def _offered(checks: Checks, all_of_them: Checks, client: InvitingClientInput) -> dict[str, Any]:
    """Columns of the inbound invite."""
    country, number = checks.company(client.country, client.registration_number)
    if len(set(client.grants)) < len(client.grants):
        checks.wrong(UserErrorCode.DUPLICATE, "`grants` names a grant twice; name each once.", "grants")
    offered = {
        "company_name": checks.text("companyName", client.company_name),
        "country": country,
        "registration_number": number,
        "company_size": client.company_size,
        "account_number": checks.text("accountNumber", client.account_number, _LONGEST_NUMBER),
        "is_verified": client.is_verified,
        "name": checks.text("adminName", client.admin_name),
        "email": checks.email("adminEmail", client.admin_email),
        "phone": checks.phone("adminPhone", client.admin_phone),
        "message": checks.optional("message", client.message, 2000, lines=True),
        "offered_level": client.level,
        "offered_grants": grant_bits(tuple(client.grants)),
    }
    all_of_them.errors += checks.errors
    return offered


def _operator(info: Info) -> str | None:
    """Who it was, as their issuer names them; for the journal."""
    return info.context.identity.subject if info.context.identity else None
