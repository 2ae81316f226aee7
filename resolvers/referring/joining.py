"""Referrals that are won: by a company that becomes a client, or by a firm that becomes a partner itself."""

from uuid import UUID

from domain.vocabulary import DueKind, ReferralKind, ReferralStatus
from resolvers.referring.moving import move, status_now
from store.attention import file_due
from store.reading import Row
from store.tables import referral
from store.writing import UnitOfWork


async def company_joined(work: UnitOfWork, client: Row) -> UUID | None:
    """The referral that a new client makes good, if any: by its register number, or by its admin's address."""
    wanted = {"kind": ReferralKind.COMPANY, "status": ReferralStatus.SENT, "country": client.country}
    for row in await work.find(referral, lock=True, **wanted):
        if status_now(row, work) is ReferralStatus.SENT and _is_of(row, client):
            await move(work, row, "join", client_id=client.id)
            return UUID(str(row.id))
    return None


async def note_firm_joined(work: UnitOfWork, referral_id: UUID) -> None:
    """A new firm, in its own unit of work, names the referral that brought it.

    The referral is another firm's, which this one cannot write to: the clock carries the news over.
    """
    await file_due(work, DueKind.JOINED_REFERRAL, {referral_id: work.now})


async def firm_joined(work: UnitOfWork, referral_id: UUID) -> bool:
    """Whether the firm that was referred has come while the referral was open; the news may come twice."""
    row = await work.get(referral, lock=True, id=referral_id, kind=ReferralKind.FIRM)
    if row is None or status_now(row, work) is not ReferralStatus.SENT:
        return False
    await move(work, row, "join")
    return True


def _is_of(row: Row, client: Row) -> bool:
    if row.registration_number is not None:
        return bool(row.registration_number == client.registration_number)
    return bool(row.email == client.admin_email)
