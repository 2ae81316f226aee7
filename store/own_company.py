"""The queue of accounts that firms want for themselves: taken by whoever asks the platform for them."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select, update

from domain.vocabulary import ADMINS, ColleagueStatus, OwnCompanyStatus
from store.claiming import claim
from store.engine import Store
from store.reading import Reader, Row
from store.tables import colleague, own_company, partner
from store.tenancy import Keys
from store.transaction import writing

_OF, _CREATING = own_company.c.partner_id, own_company.c.status == OwnCompanyStatus.CREATING


async def take_due(store: Store, now: datetime, lease: timedelta, size: int = 10) -> Sequence[Row]:
    """Some that are due, of all partners; nobody else gets them before the lease is over.

    Whoever takes them and dies has delayed them by the lease, and one more attempt is counted.
    """
    due = select(_OF).where(_CREATING, own_company.c.due_at <= now).order_by(own_company.c.due_at).limit(size)
    statement = claim(own_company, due, {"due_at": now + lease, "attempts": own_company.c.attempts + 1})
    return await _change(store, statement)


async def put_off(store: Store, row: Row, due_at: datetime) -> None:
    """Leaves one in the queue until later, unless it was settled meanwhile."""
    own = (row.partner_id == _OF, own_company.c.reference == row.reference, _CREATING)
    await _change(store, update(own_company).where(*own).values(due_at=due_at).returning(_OF))


async def is_any_due(store: Store, now: datetime) -> bool:
    """Whether there is something to take: a look that keeps nobody from writing."""
    wanted = select(_OF).where(_CREATING, own_company.c.due_at <= now).limit(1)
    return bool(await _read(store, Keys(worker=True), wanted))


async def firm_and_asker(store: Store, partner_id: UUID, colleague_id: UUID) -> Row:
    """The firm as its register has it, with `admin_name` and `admin_email` of whoever asked for it.

    Of one who is no admin any more the oldest one takes the place; a firm always has one.
    """
    person = colleague.c
    named = (person.name.label("admin_name"), person.email.label("admin_email"))
    joined = partner.join(colleague, person.partner_id == partner.c.id)
    is_admin = (person.status == ColleagueStatus.ACTIVE, person.role.in_(ADMINS))
    found = select(*partner.c, *named).select_from(joined).where(partner.c.id == partner_id, *is_admin)
    first = found.order_by(person.id != colleague_id, person.id).limit(1)
    return (await _read(store, Keys(partner_id=partner_id), first))[0]


async def _read(store: Store, keys: Keys, statement: Any) -> Sequence[Row]:
    reader = Reader(store, keys)
    try:
        return await reader.rows(statement)
    finally:
        await reader.close()


async def _change(store: Store, statement: Any) -> Sequence[Row]:
    async with writing(store, Keys(worker=True)) as transaction:
        return await transaction.rows(statement)
