"""What the clock does with applications: firms that are partners already are told, those too late expire."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from domain.applying import WAITING
from domain.platform import PLATFORM
from domain.vocabulary import ApplicationStatus, DueKind
from loaders.application import applied_for
from loaders.firm import firm_named
from resolvers.applying.finding import status_now
from resolvers.applying.moving import end
from resolvers.connecting.letters import write_to_admins
from resolvers.connecting.receiving import receive_offered
from store.attention import file_due
from store.engine import Store
from store.reading import Reader, Row
from store.tables import application, due
from store.tenancy import Keys
from store.vault import Vault
from store.writing import Actor, UnitOfWork, unit_of_work

CLOCK = Actor("CLOCK")
# Strangers who name a firm have its admins written to; so often a day, and once for each address.
MOST_TOLD, _DAY = 3, timedelta(days=1)


async def see_to_applications(store: Store, vault: Vault, ids: Sequence[UUID], now: datetime) -> None:
    """Sees to applications that are due; doing it again changes nothing."""
    firms = await _firms(store, ids)
    async with unit_of_work(store, PLATFORM, CLOCK, now, vault) as work:
        for row in await work.find(application, lock=True, id=ids):
            firm_id = firms.get(row.id)
            if firm_id and row.firm_told_at is None and await _may_tell(work, row):
                await _tell(work, row, firm_id)
            if row.status in WAITING and status_now(row, work) is ApplicationStatus.EXPIRED:
                await _expire(work, row)
        rows = await work.find(application, id=ids)
        waiting = {row.id: row.expires_at for row in rows if row.status in WAITING}
        await work.delete(due, kind=DueKind.APPLICATION, object_id=set(ids) - set(waiting))
        await file_due(work, DueKind.APPLICATION, waiting)


async def _firms(store: Store, ids: Sequence[UUID]) -> Mapping[UUID, UUID]:
    """By application, the firm with its number that is a partner."""
    reader = Reader(store, Keys(partner_id=PLATFORM))
    try:
        rows = await applied_for(reader, ids)
    finally:
        await reader.close()
    found = {row.id: await firm_named(store, f"{row.country}:{row.registration_number}") for row in rows}
    return {id: firm for id, firm in found.items() if firm is not None}


async def _may_tell(work: UnitOfWork, row: Row) -> bool:
    """Who has agreed in the name of a firm is always told of; who has only applied, not to excess.

    A practice that a client invited has yet to agree: what it waits for comes with the client's invite.
    """
    if row.status == ApplicationStatus.JOINED:
        return True
    if row.status not in WAITING or row.client_invite:
        return False
    same = await work.find(application, country=row.country, registration_number=row.registration_number)
    told = [each.email for each in same if each.firm_told_at and each.firm_told_at > work.now - _DAY]
    return len(told) < MOST_TOLD and row.email not in told


async def _tell(work: UnitOfWork, row: Row, firm_id: UUID) -> None:
    """Its admins are asked to let the applicant in; a client that invited the applicant waits at the firm."""
    who = {"name": row.contact_name, "email": row.email}
    async with work.step_into(firm_id) as firm:
        await write_to_admins(firm, "partner_join_request", who | {"firm_name": row.firm_name})
        await firm.record("application.join_asked", "PARTNER", firm_id, after=who)
        await receive_offered(firm, row.client_invite)
    await work.update(application, {"firm_told_at": work.now, "became_id": firm_id}, id=row.id)


async def _expire(work: UnitOfWork, row: Row) -> None:
    await end(work, row, "expire")
    params = {"firm_name": row.firm_name} if row.firm_name else {}
    await work.mail("application_expired", (row.contact_name, row.email), params)
