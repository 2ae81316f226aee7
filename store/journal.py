"""What a unit of work leaves behind: its events and audit entries, in order, by as few statements as it takes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Executable,
    Select,
    Table,
    Text,
    Uuid,
    cast,
    func,
    literal,
    literal_column,
    select,
)

from domain.attention import CLOCKS_DIFFER
from store.audit import GENESIS, Chained, Entry, Head, chained, newest_entry
from store.origin import origin_now
from store.shapes import arrays, changes, inserted, inserted_many
from store.statement import bound
from store.tables import audit_detail, audit_entry, outbox_event
from store.tables.base import Moment
from store.transaction import Transaction

__all__ = ["Entry", "Journal", "leave"]

_Rows = Sequence[Mapping[str, Any]]


@dataclass(slots=True)
class Journal:
    """Events and entries on their way into the store."""

    events: list[dict[str, Any]] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)

    @property
    def place(self) -> tuple[int, int]:
        """How much there is of both."""
        return len(self.events), len(self.entries)

    def go_back_to(self, place: tuple[int, int]) -> None:
        """Forgets what came later."""
        del self.events[place[0] :], self.entries[place[1] :]


async def leave(
    transaction: Transaction,
    partner_id: UUID,
    actor: tuple[str, UUID | None],
    now: datetime,
    by_now: Callable[[], datetime],
    journal: Journal,
) -> None:
    """Writes the journal of one partner; on PostgreSQL others who write theirs wait until this is committed.

    So a partner's events, and its audit entries, are numbered in the order in which they appear. Events are of the
    moment `by_now` when it is this one's turn, which is as near to the commit as can be told, and none is earlier than
    the one before it: clocks of servers may differ.
    """
    head = await _head(transaction, partner_id, is_needed=bool(journal.entries))
    rows = chained(journal.entries, head, partner_id, actor, now, origin_now())
    if transaction.database == "postgresql":
        await _at_once(transaction, journal.events, rows, _moment(partner_id, by_now()))
        return
    ((at,),) = await transaction.fetch(_no_sooner, (), _moment(partner_id, by_now()))
    events = [event | {"transaction_id": 0, "at": at} for event in journal.events]
    for table, each in ((outbox_event, events), (audit_entry, _of(rows, 0)), (audit_detail, _of(rows, 1))):
        if each:
            await transaction.run_each(inserted, (table, tuple(each[0])), map(changes, each))


async def _head(transaction: Transaction, partner_id: UUID, *, is_needed: bool) -> Head:
    """Of the partner's chain; where it is not needed it is only waited for one's turn."""
    if not is_needed and transaction.database != "postgresql":
        return 0, GENESIS
    given = {"partner": partner_id, "turn": partner_id.int % (1 << 63)}
    build = _head_in_turn if transaction.database == "postgresql" else newest_entry
    newest = await transaction.fetch(build, (), given)
    return (newest[0].position, newest[0].hash) if newest else (0, GENESIS)


def _head_in_turn() -> Select[Any]:
    """The database's function waits first, and looks then: a single SELECT would look before."""
    own = func.gateway_chain_head(bound("partner", Uuid()), bound("turn", BigInteger()))
    columns = [literal_column(column.name, column.type) for column in (audit_entry.c.position, audit_entry.c.hash)]
    return select(*columns).select_from(own)


def _moment(partner_id: UUID, at: datetime) -> dict[str, Any]:
    return {"own": partner_id, "at": at, "horizon": at + CLOCKS_DIFFER}


def _no_sooner() -> Select[Any]:
    return select(_moment_of_writing().label("at"))


def _moment_of_writing() -> ColumnElement[datetime]:
    """By the clock, or that of the newest event if another clock that is a little ahead has told it."""
    event, at = outbox_event.c, bound("at", Moment())
    own = select(event.at).where(event.partner_id == bound("own", Uuid()))
    newest = own.order_by(event.position.desc()).limit(literal(1, literal_execute=True)).subquery()
    later = select(newest.c.at).where(newest.c.at > at, newest.c.at <= bound("horizon", Moment()))
    return func.coalesce(later.scalar_subquery(), at)


async def _at_once(transaction: Transaction, events: _Rows, rows: Sequence[Chained], moment: Mapping[str, Any]) -> None:
    """All of it in one statement."""
    given: dict[str, Any] = dict(moment) if events else {}
    shape = []
    for table, each in ((outbox_event, events), (audit_entry, _of(rows, 0)), (audit_detail, _of(rows, 1))):
        if each:
            names = tuple(each[0])
            given |= arrays(table, names, each, table.name)
            shape.append((table, names))
    await transaction.run(_together, tuple(shape), given)


def _together(*parts: tuple[Table, tuple[str, ...]]) -> Executable:
    number = {
        "transaction_id": cast(cast(func.pg_current_xact_id(), Text), BigInteger),
        "at": cast(_moment_of_writing(), Moment()),
    }
    *others, last = [
        inserted_many(table, names, table.name, **(number if table is outbox_event else {})) for table, names in parts
    ]
    return last.add_cte(*(other.cte(f"part_{place}") for place, other in enumerate(others)))


def _of(rows: Sequence[Chained], side: int) -> list[dict[str, Any]]:
    return [row[side] for row in rows]
