"""The log of events kept short: of each partner what is young enough, and no more than so many."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Integer, Select, Uuid, delete, select, update

from store.engine import Store
from store.outbox import PRUNED
from store.reading import Reader, Row
from store.statement import Builder, bound
from store.tables import outbox_event
from store.tenancy import Keys
from store.transaction import writing

SIZE = 1_000
_of, _position = outbox_event.c.partner_id, outbox_event.c.position


async def prune(store: Store, before: datetime, most: int) -> int:
    """Removes events from before a moment, and all but the `most` newest of a partner; returns how many.

    The oldest go first, SIZE in a transaction; the last that went stays as a mark, so that whoever resumes
    before it is told. Raises StoreFault.
    """
    removed, partner_id = 0, UUID(int=0)
    while found := await _read(store, _following, {"partner_id": partner_id}):
        partner_id = found[0].partner_id
        while going := await _going(store, partner_id, before, most):
            await _remove(store, partner_id, going[-1].position)
            removed += len(going)
    return removed


async def _going(store: Store, partner_id: UUID, before: datetime, most: int) -> Sequence[Row]:
    """The next events to go, the oldest first."""
    spare = await _read(store, _newest, {"partner_id": partner_id, "most": most})
    beyond = spare[0].position if spare else 0
    oldest = await _read(store, _oldest, {"partner_id": partner_id, "size": SIZE})
    going = []
    for row in oldest:
        if row.at >= before and row.position > beyond:
            break
        if row.kind != PRUNED:
            going.append(row)
    return going


async def _remove(store: Store, partner_id: UUID, last: int) -> None:
    own = _of == partner_id
    mark = {"kind": PRUNED, "object_kind": "PARTNER", "object_id": partner_id, "client_id": None, "payload": {}}
    async with writing(store, Keys(worker=True)) as transaction:
        await transaction.change(update(outbox_event).where(own, _position == last).values(mark))
        await transaction.change(delete(outbox_event).where(own, last > _position))


async def _read(store: Store, build: Builder, given: dict[str, Any]) -> Sequence[Row]:
    reader = Reader(store, Keys(worker=True))
    try:
        return await reader.fetch(build, (), given)
    finally:
        await reader.close()


def _following() -> Select[Any]:
    """The next partner that has events."""
    return select(_of).where(bound("partner_id", Uuid()) < _of).order_by(_of, _position).limit(1)


def _newest() -> Select[Any]:
    """The newest event that is one too many."""
    own = select(_position).where(_own()).order_by(_position.desc())
    return own.offset(bound("most", Integer())).limit(1)


def _oldest() -> Select[Any]:
    columns = (_position, outbox_event.c.kind, outbox_event.c.at)
    return select(*columns).where(_own()).order_by(_position).limit(bound("size", Integer()))


def _own() -> ColumnElement[bool]:
    return _of == bound("partner_id", Uuid())
