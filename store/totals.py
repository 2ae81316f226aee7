"""Totals of portfolios, put together: what each connection has added by itself becomes part of one sum."""

from uuid import UUID

from sqlalchemy import Executable, Table, delete, func, literal, select, tuple_
from sqlalchemy.dialects import postgresql

from store.engine import Store
from store.tables import client_total, month_total
from store.tenancy import Keys
from store.transaction import writing

# The part that all others are added to.
_SUM = 0
_LOCK = 7_164_003


async def fold_totals(store: Store) -> None:
    """Adds up the parts of each total, but for those that somebody changes at the moment.

    Each firm by itself: one that fails harms no other. Raises the first failure: a StoreFault, or ValueError.
    """
    if not store.is_postgres:
        return
    failed: list[Exception] = []
    for table in (client_total, month_total):
        for partner_id in await _in_parts(store, table):
            try:
                await _fold(store, table, partner_id)
            except Exception as error:
                failed.append(error)
    if failed:
        raise failed[0]


async def _in_parts(store: Store, table: Table) -> list[UUID]:
    """The firms whose totals are not one sum."""
    async with writing(store, Keys(worker=True)) as transaction:
        parts = select(table.c.partner_id).where(table.c.part != _SUM).distinct().order_by(table.c.partner_id)
        return [row.partner_id for row in await transaction.rows(parts)]


async def _fold(store: Store, table: Table, partner_id: UUID) -> None:
    async with writing(store, Keys(worker=True)) as transaction:
        # Whoever folds waits for nobody but another who does, and so never in a circle.
        await transaction.rows(select(func.pg_advisory_xact_lock(_LOCK)))
        await transaction.change(_folded(table, partner_id))


def _folded(table: Table, partner_id: UUID) -> Executable:
    key = tuple(table.primary_key.columns)
    parts = (table.c.partner_id == partner_id, table.c.part != _SUM)
    free = select(*key).where(*parts).with_for_update(skip_locked=True).cte("free")
    gone = delete(table).where(tuple_(*key).in_(select(*free.c))).returning(*table.c).cte("gone")
    groups = [gone.c[column.name] for column in key if column.name != "part"]
    sums = [column.name for column in table.c if not column.primary_key]
    summed = select(*groups, literal(_SUM).label("part"), *(func.sum(gone.c[name]) for name in sums)).group_by(*groups)
    made = postgresql.insert(table).from_select([*(column.name for column in groups), "part", *sums], summed)
    return made.on_conflict_do_update(
        index_elements=key, set_={name: table.c[name] + made.excluded[name] for name in sums}
    )
