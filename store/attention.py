"""The queue of what has to be looked at when: filed by whoever knows the moment, taken by the clock."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Select, literal, select, tuple_, update

from domain.vocabulary import DueKind
from store.engine import Store
from store.reading import Reader
from store.statement import Row, bound
from store.tables import due
from store.tables.base import Moment
from store.tenancy import Keys
from store.transaction import writing
from store.writing import UnitOfWork

# In place of a client's id: the rules of the firm, which hold for all its clients.
ALL_CLIENTS = UUID(int=0)
# Who takes something has so long to see to it; then it is due again.
LEASE = timedelta(seconds=30)


async def file_due(work: UnitOfWork, kind: DueKind, moments: Mapping[UUID, datetime]) -> None:
    """Has each object looked at no sooner and not much later than at its moment; what was filed of it before, goes."""
    rows: list[dict[str, Any]] = [{"kind": kind, "object_id": id, "at": at} for id, at in sorted(moments.items())]
    await work.put(due, rows)


async def is_any_due(store: Store, now: datetime) -> bool:
    """Whether there is something to take: a look that keeps nobody from writing."""
    reader = Reader(store, Keys(worker=True))
    try:
        return bool(await reader.fetch(_due_now, (), {"now": now}))
    finally:
        await reader.close()


async def longest_due(store: Store) -> datetime | None:
    """The moment of what waits longest to be looked at, of all partners; it may lie ahead. Raises StoreFault."""
    reader = Reader(store, Keys(worker=True))
    try:
        return next((row.at for row in await reader.fetch(_first_due, (), {})), None)
    finally:
        await reader.close()


def _first_due() -> Select[Any]:
    return select(due.c.at).order_by(due.c.at).limit(literal(1, literal_execute=True))


def _due_now() -> Select[Any]:
    return select(due.c.at).where(due.c.at <= bound("now", Moment())).limit(literal(1, literal_execute=True))


async def take_due(store: Store, now: datetime, most: int) -> Sequence[Row]:
    """Up to `most` of all partners' objects (partner_id, kind, object_id, at) that are due, the longest first.

    Nobody else gets them for `LEASE`, until `at`; those who ask at the same time get others.
    """
    key = (due.c.partner_id, due.c.kind, due.c.object_id)
    first = select(*key).where(due.c.at <= now).order_by(due.c.at).limit(most)
    taken = first.with_for_update(skip_locked=True).cte("taken").prefix_with("MATERIALIZED", dialect="postgresql")
    mine = tuple_(*key) == tuple_(taken.c.partner_id, taken.c.kind, taken.c.object_id)
    statement = update(due).where(mine).values(at=now + LEASE).returning(*key, due.c.at)
    async with writing(store, Keys(worker=True)) as transaction:
        return await transaction.rows(statement)
