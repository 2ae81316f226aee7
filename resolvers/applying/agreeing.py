"""The firm agrees: partner, first owner and agreement come to be, or a firm that is a partner already is joined."""

from typing import Any

from domain.applying import WAITING
from domain.company import usual
from domain.errors import UserErrorCode, refuse
from domain.ids import IdKind, encode
from domain.vocabulary import ApplicationStatus, DueKind
from resolvers.applying.finding import BY_LINK, principal, status_now, still_waiting, to_answer
from resolvers.applying.founding import FirstOwner, NewFirm, Signature, found_firm
from resolvers.applying.moving import end
from resolvers.connecting.receiving import receive_offered
from resolvers.context import Info
from resolvers.inputs.applying import AcceptAgreementInput
from resolvers.inviting.checks import Checks, answering
from resolvers.mutating import mutate
from resolvers.outcome import Outcome
from resolvers.referring.joining import note_firm_joined
from store.attention import file_due
from store.ids import new_id
from store.reading import Row
from store.tables import application
from store.writing import UnitOfWork


@answering
async def accept_agreement(info: Info, input: AcceptAgreementInput) -> Outcome:
    """Makes the firm a partner and the applicant its owner, who signs in with the address that the mails went to.

    A firm with this number that is a partner by now stays one: the application ends as JOINED, and its admins are
    asked to let the applicant in (by the clock, which may look beyond the platform's own rows).
    """
    checks = Checks("input")
    signatory = _signatory(checks, input)
    found = await to_answer(info.context, input.token)

    async def act(work: UnitOfWork) -> Outcome:
        # All of a mailbox at once and in one order: two that are accepted at the same time wait for each other.
        if found is not None:
            await work.find(application, lock=True, email=found.email)
        row = await still_waiting(work, found, "accept")
        if row.agreement_version != input.agreement_version:
            message = f"The text to agree to is {row.agreement_version}; read it and send its version."
            raise refuse(UserErrorCode.CONFLICT, message, "input", "agreementVersion")
        return Outcome(await _agree(work, row, signatory))

    return await mutate(info, input, act, principal=principal(input.token), **BY_LINK)


def _signatory(checks: Checks, input: AcceptAgreementInput) -> str:
    checks.key(input.idempotency_key)
    name = checks.text("signatoryName", input.signatory_name)
    if not input.confirms:
        checks.wrong(UserErrorCode.REQUIRED, "Confirm the agreement: set `confirms` to true.", "confirms")
    checks.done()
    return name


async def _agree(work: UnitOfWork, row: Row, signatory: str) -> dict[str, Any]:
    """What the applicant is told."""
    partner_id = new_id()
    others = await _others(work, row)
    async with work.step_into(partner_id) as firm:
        is_new = await found_firm(firm, _firm(row), _owner(row), _signature(row, signatory))
        if is_new:
            for invited in (row, *others):
                await receive_offered(firm, invited.client_invite)
            if row.referral_id:
                await note_firm_joined(firm, row.referral_id)
            await firm.mail("partner_welcome", (row.contact_name, row.email), {"firm_name": row.firm_name})
    if not is_new:
        return {"status": await _join(work, row)}
    for each in others:
        await end(work, each, "withdraw", {"became_id": partner_id}, reason="Another application was agreed.")
    status = await end(work, row, "accept", {"became_id": partner_id})
    told = {"partner_id": encode(IdKind.PARTNER, partner_id), "partner_name": row.firm_name}
    return told | {"status": status, "owner_email": row.email}


async def _join(work: UnitOfWork, row: Row) -> ApplicationStatus:
    await file_due(work, DueKind.APPLICATION, {row.id: work.now})
    await work.mail("application_joined", (row.contact_name, row.email), {"firm_name": row.firm_name})
    return await end(work, row, "join")


async def _others(work: UnitOfWork, row: Row) -> list[Row]:
    """What else waits for the same mailbox about the same firm, or about none yet: it has become pointless."""
    rows = await work.find(application, email=row.email)
    same = {(row.country, row.registration_number), (None, None)}
    return [
        each
        for each in rows
        if each.id != row.id and (each.country, each.registration_number) in same and status_now(each, work) in WAITING
    ]


def _firm(row: Row) -> NewFirm:
    there = usual(row.country)
    return NewFirm(
        name=row.firm_name,
        country=row.country,
        registration_number=row.registration_number,
        currency=there.currency,
        time_zone=there.time_zone,
        email=row.email,
        phone=row.phone,
    )


def _owner(row: Row) -> FirstOwner:
    return FirstOwner(name=row.contact_name, email=row.email)


def _signature(row: Row, signatory: str) -> Signature:
    return Signature(name=signatory, email=row.email, version=row.agreement_version, application_id=row.id)
