"""The answers of the invited: a company's admin with nothing but the link, a colleague who has signed in."""

from typing import Any
from uuid import UUID

from domain.access import CONNECTED, Identity
from domain.colleague import COLLEAGUE
from domain.errors import UserErrorCode, refuse
from domain.vocabulary import ColleagueStatus, InviteKind
from resolvers.context import Info, Membership
from resolvers.digesting.keeping import start
from resolvers.inputs.invite import AcceptClientInviteInput, AcceptColleagueInviteInput, DeclineClientInviteInput
from resolvers.inviting.answered import note_answer
from resolvers.inviting.checks import Checks, answering
from resolvers.inviting.finding import by_token, invalid_token, still_open
from resolvers.inviting.letters import firm_of, notify_inviter
from resolvers.inviting.opening import Terms, open_client
from resolvers.mutating import mutate
from resolvers.outcome import Outcome
from store.reading import Row
from store.tables import client, colleague
from store.writing import Actor, UnitOfWork

_OF_CLIENT = Actor("CLIENT")


@answering
async def accept_client_invite(info: Info, input: AcceptClientInviteInput) -> Outcome:
    """Makes the company a client of the firm, in onboarding; a link works once."""
    terms = _terms(input)
    found = await by_token(info.context, input.token, InviteKind.CLIENT)

    async def act(work: UnitOfWork) -> Outcome:
        row = await still_open(work, found, found.invited_by)
        await _check_no_client(work, row)
        opened = await open_client(work, row, terms, row.invited_by)
        answered = await note_answer(work, row, "accept", {"client_id": opened.id})
        await notify_inviter(work, "accepted", answered)
        where = f"{info.context.links.platform}/accounts/{opened.account_number}"
        return Outcome(await _told(work, answered) | {"account_url": where})

    return await mutate(info, input, act, partner_id=found.partner_id, actor=_OF_CLIENT, principal=_principal(found))


@answering
async def decline_client_invite(info: Info, input: DeclineClientInviteInput) -> Outcome:
    """Says no; a link works once."""
    checks = Checks("input")
    checks.key(input.idempotency_key)
    reason = checks.optional("reason", input.reason, 500, lines=True)
    checks.done()
    found = await by_token(info.context, input.token, InviteKind.CLIENT)

    async def act(work: UnitOfWork) -> Outcome:
        row = await still_open(work, found, found.invited_by)
        answered = await note_answer(work, row, "decline", {"decline_reason": reason})
        await notify_inviter(work, "declined", answered)
        return Outcome(await _told(work, answered))

    return await mutate(info, input, act, partner_id=found.partner_id, actor=_OF_CLIENT, principal=_principal(found))


@answering
async def accept_colleague_invite(info: Info, input: AcceptColleagueInviteInput) -> Outcome:
    """Binds the signed-in person to the invited colleague; only the invited e-mail address, verified, may."""
    checks = Checks("input")
    checks.key(input.idempotency_key)
    checks.done()
    found, identity = await by_token(info.context, input.token, InviteKind.COLLEAGUE), info.context.identity
    if identity is None or info.context.viewer.is_machine or identity.email != found.email:
        raise invalid_token()

    async def act(work: UnitOfWork) -> Outcome:
        row = await still_open(work, found, found.invited_by, found.colleague_id)
        joined = await _join(work, row, identity)
        await notify_inviter(work, "accepted", await note_answer(work, row, "accept", {}))
        firm = await firm_of(work)
        said = {"partner_id": str(firm.id), "partner_name": firm.name}
        return Outcome(said | {"colleague_id": str(joined.id), "role": joined.role})

    actor = Actor("COLLEAGUE", found.colleague_id)
    return await mutate(info, input, act, partner_id=found.partner_id, actor=actor)


def membership(root: Outcome) -> Membership | None:
    """The membership that an accepted invite gave."""
    if "colleague_id" not in root.values:
        return None
    said = root.values
    return Membership(UUID(said["partner_id"]), said["partner_name"], UUID(said["colleague_id"]), said["role"])


def _terms(input: AcceptClientInviteInput) -> Terms:
    checks = Checks("input")
    checks.key(input.idempotency_key)
    name, phone = checks.text("name", input.name), checks.phone("phone", checks.text("phone", input.phone))
    if not input.grant_power_of_attorney:
        message = "Without the power of attorney the firm cannot be let in: set `grantPowerOfAttorney` to true."
        checks.wrong(UserErrorCode.POWER_OF_ATTORNEY_REQUIRED, message, "grantPowerOfAttorney")
    if len(set(input.grants)) < len(input.grants):
        checks.wrong(UserErrorCode.DUPLICATE, "`grants` names a grant twice; name each once.", "grants")
    checks.done()
    return Terms(name, phone or "", input.level, tuple(input.grants))


def _principal(found: Row) -> str:
    """Whoever has the link; for idempotency keys."""
    return f"invite|{found.id}"


async def _check_no_client(work: UnitOfWork, row: Row) -> None:
    key = {"country": row.country, "registration_number": row.registration_number}
    if await work.get(client, access_status=CONNECTED, **key) is not None:
        message = "Your company is connected with this firm already; there is nothing to accept."
        raise refuse(UserErrorCode.ALREADY_A_CLIENT, message, "input", "token")


async def _told(work: UnitOfWork, row: Row) -> dict[str, Any]:
    """What somebody without an account is told."""
    return {"partner_name": (await firm_of(work)).name, "company_name": row.company_name, "status": row.status}


async def _join(work: UnitOfWork, row: Row, identity: Identity) -> Row:
    person = await work.get(colleague, id=row.colleague_id)
    if person is None or person.status != ColleagueStatus.INVITED:
        raise invalid_token()
    bound: dict[str, Any] = {"issuer": identity.issuer, "subject": identity.subject}
    if await work.get(colleague, **bound) is not None:
        message = "You are a colleague of this firm already, with another e-mail address; ask an admin to change it."
        raise refuse(UserErrorCode.ALREADY_A_COLLEAGUE, message, "input", "token")
    status = COLLEAGUE.after("accept", ColleagueStatus(person.status))
    await work.update(colleague, bound | {"status": status, "activated_at": work.now}, id=person.id)
    await start(work, person.id)
    before, after = {"status": person.status}, {"status": status, "role": person.role}
    await work.record("colleague.activated", "COLLEAGUE", person.id, before=before, after=after)
    return person
