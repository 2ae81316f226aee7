"""Erases a person: nothing that the firm keeps tells of them any more, and the audit chain still verifies."""

from typing import Any

from domain.access import CONNECTED
from domain.applying import WAITING
from domain.erasure import Person
from domain.errors import UserErrorCode, refuse
from domain.vocabulary import ColleagueStatus, InviteStatus, ReferralStatus
from resolvers.context import Info
from resolvers.inputs.erasure import ErasePersonInput
from resolvers.inviting.checks import Checks, answering
from resolvers.mutating import mutate
from resolvers.outcome import Outcome
from store.erasing import Traces, erase, forget, traces
from store.tables import application, client, colleague, invite, referral
from store.writing import UnitOfWork

_PLACE = ("input", "email")
_OPEN = (InviteStatus.SENT, InviteStatus.RECEIVED)


@answering
async def erase_person(info: Info, input: ErasePersonInput) -> Outcome:
    """Erases whoever an address belongs to; refused while the firm still has something to do with them."""
    checks = Checks("input")
    email = checks.email("email", input.email)
    reason = checks.optional("reason", input.reason, 500, lines=True)
    checks.key(input.idempotency_key)
    checks.done()

    people: list[Person] = []

    async def act(work: UnitOfWork) -> Outcome:
        outcome, person = await erase_address(work, email, reason)
        people.append(person)
        return outcome

    outcome = await mutate(info, input, act)
    if not outcome.errors and not input.validate_only:
        await forget(info.context.store)
        for person in people:
            await info.context.letters.forget(person)
    return outcome


async def erase_address(work: UnitOfWork, email: str, reason: str | None) -> tuple[Outcome, Person]:
    """Erases a person from one partner's rows, and tells who it was; raises `Refused` (WRONG_STATE, NOT_FOUND)."""
    known = await traces(work, email)
    _check_gone(known)
    erased = await erase(work, known)
    if not erased.any:
        raise refuse(UserErrorCode.NOT_FOUND, "Nothing is known of this e-mail address.", *_PLACE)
    told = {
        "records": erased.records,
        "mails": erased.mails,
        "texts": erased.texts,
        "audit_details": erased.audit_details,
    }
    gone = next(iter(known.rows[colleague]), None)
    why = known.person.redacted(reason)
    if gone:
        await work.record("colleague.erased", "COLLEAGUE", gone.id, after=told, reason=why)
    else:
        await work.record("person.erased", "PARTNER", work.partner_id, after=told, reason=why)
    values: dict[str, Any] = told | ({"colleague": str(gone.id)} if gone else {})
    return Outcome(values), known.person


def _check_gone(known: Traces) -> None:
    statuses = {row.status for row in known.rows[colleague]}
    if ColleagueStatus.ACTIVE in statuses:
        raise _still("They are an ACTIVE colleague: deactivate them first.")
    if any(row.status in _OPEN for row in known.rows[invite]):
        raise _still("An invite to them is open: cancel it first.")
    if any(row.status == ReferralStatus.SENT for row in known.rows[referral]):
        raise _still("A referral to them waits: take it back first.")
    if any(row.status in WAITING for row in known.rows[application]):
        raise _still("An application of theirs to become a partner waits: reject it first.")
    if any(row.access_status in CONNECTED for row in known.rows[client]):
        raise _still("They are the contact of a connected client: have the client name another one first.")


def _still(message: str) -> Exception:
    return refuse(UserErrorCode.WRONG_STATE, message, *_PLACE)
