"""The platform settles it: the account is there, or there will be none."""

from typing import Any
from uuid import UUID

from domain.own_company import OWN_COMPANY
from domain.ports import AccountDeclined, AccountOpened
from domain.vocabulary import OwnCompanyStatus
from resolvers.connecting.letters import admins_of
from resolvers.inviting.letters import firm_of
from store.reading import Row
from store.tables import own_company
from store.writing import UnitOfWork


async def asked_for(work: UnitOfWork, reference: UUID) -> Row | None:
    """The firm's own company, locked, if this is the account it was asked for last."""
    return await work.get(own_company, lock=True, reference=reference)


async def settle(work: UnitOfWork, found: Row, answer: AccountOpened | AccountDeclined) -> None:
    """Moves a locked own company on by what the platform says, and writes to whoever asked.

    Raises `Refused` (WRONG_STATE).
    """
    event = "activate" if isinstance(answer, AccountOpened) else "fail"
    before = OwnCompanyStatus(found.status)
    after = OWN_COMPANY.after(event, before)
    said = _said(answer)
    await work.update(own_company, said | {"status": after, "since": work.now})
    action, told = f"own_company.{after.lower()}", {"status": after} | said
    await work.record(action, "OWN_COMPANY", work.partner_id, before={"status": before}, after=told)
    await _write(work, found.requested_by, f"own_company_{after.lower()}", said)


def is_so(found: Row, answer: AccountOpened | AccountDeclined) -> bool:
    """Whether the platform has said the same before."""
    if isinstance(answer, AccountOpened):
        return bool(found.status == OwnCompanyStatus.ACTIVE and found.account_number == answer.number)
    return bool(found.status == OwnCompanyStatus.FAILED)


def _said(answer: AccountOpened | AccountDeclined) -> dict[str, Any]:
    if isinstance(answer, AccountOpened):
        return {"account_number": answer.number}
    return {"failure_reason": answer.reason}


async def _write(work: UnitOfWork, asker: UUID, kind: str, said: dict[str, Any]) -> None:
    """To the admin who asked; to all admins once that one has left or is no admin any more."""
    admins = await admins_of(work)
    params = said | {"partner_name": (await firm_of(work)).name}
    for person in [each for each in admins if each.id == asker] or admins:
        await work.mail(kind, (person.name, person.email), params)
