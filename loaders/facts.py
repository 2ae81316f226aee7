"""What the store knows of clients and their facts, read for a batch of new ones; the clients are locked meanwhile."""

import json
from collections.abc import Collection, Sequence
from typing import Any, TypeAlias
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    BigInteger,
    ColumnElement,
    FromClause,
    Integer,
    Select,
    String,
    Table,
    Uuid,
    and_,
    column,
    func,
    select,
    text,
)
from sqlalchemy.types import TypeEngine

from loaders.scope import of_tenant
from store.reading import Rows
from store.statement import Row, any_of, bound
from store.tables import client, client_feed, expense, export_job, fact, invoice
from store.writing import UnitOfWork

Pair: TypeAlias = tuple[UUID, Any]

_CLIENT = (
    *(client.c.id, client.c.account_number, client.c.time_zone, client.c.currency, client.c.access_status),
    *(client.c.level, client.c.grants, client.c.poa_granted, client.c.onboarding_status, client.c.onboarding_note),
    *(client.c.facts_at, client.c.created_at),
)
_TEXT, _NUMBER = String(), BigInteger()
# As the index has it.
_IS_UNKNOWN = text("fact.outcome = 'UNKNOWN_KIND'")


async def clients_named(work: UnitOfWork, names: Collection[str]) -> Sequence[Row]:
    """The clients with these account numbers, locked in the order of their ids."""
    listed = list(names) if work.is_postgres else json.dumps(list(names))
    return await work.fetch(_clients_named, (work.is_postgres,), {"tenant": work.partner_id, "names": listed})


async def clients_by_id(work: UnitOfWork, ids: Collection[UUID]) -> Sequence[Row]:
    """Clients, locked in the order of their ids."""
    return await work.fetch(_clients_by_id, (), {"tenant": work.partner_id, "keys": ids})


async def feeds_of(work: UnitOfWork, client_ids: Collection[UUID]) -> Sequence[Row]:
    """How far the facts of clients are known."""
    return await work.fetch(_feeds, (), {"tenant": work.partner_id, "keys": client_ids})


async def facts_beyond(work: UnitOfWork, client_ids: Collection[UUID]) -> Sequence[Row]:
    """All that came in of clients beyond what their feeds are known through."""
    return await work.fetch(_beyond, (), {"tenant": work.partner_id, "keys": client_ids})


async def facts_at(work: UnitOfWork, pairs: Collection[Pair]) -> Sequence[Row]:
    """What came in under pairs of a client and a sequence."""
    return await _paired(work, fact, fact.c.sequence, _NUMBER, pairs)


async def expenses_named(work: UnitOfWork, pairs: Collection[Pair]) -> Sequence[Row]:
    """Expenses by client and name."""
    return await _paired(work, expense, expense.c.expense_id, _TEXT, pairs)


async def jobs_named(work: UnitOfWork, pairs: Collection[Pair]) -> Sequence[Row]:
    """Export jobs by client and name."""
    return await _paired(work, export_job, export_job.c.job_id, _TEXT, pairs)


async def invoices_numbered(work: UnitOfWork, pairs: Collection[Pair]) -> Sequence[Row]:
    """Invoices by client and number."""
    return await _paired(work, invoice, invoice.c.number, _TEXT, pairs)


async def clients_with_unknown(source: Rows, partner_id: UUID, kinds: Collection[str], most: int) -> list[UUID]:
    """Clients of a firm about whom facts of these kinds were kept when nobody knew them."""
    given = {"tenant": partner_id, "size": most}
    return [row.client_id for row in await source.fetch(_with_unknown, tuple(sorted(kinds)), given)]


async def facts_unknown(work: UnitOfWork, client_ids: Collection[UUID], kinds: Collection[str]) -> Sequence[Row]:
    """What was kept of clients when nobody knew its kind."""
    return await work.fetch(_unknown, tuple(sorted(kinds)), {"tenant": work.partner_id, "keys": client_ids})


def _clients_named(postgres: bool) -> Select[Any]:
    if postgres:
        is_named: ColumnElement[bool] = client.c.account_number == func.any(bound("names", ARRAY(_TEXT)))
    else:
        listed = func.json_each(bound("names", _TEXT)).table_valued("value")
        is_named = client.c.account_number.in_(select(listed.c.value))
    return _locked(is_named)


def _clients_by_id() -> Select[Any]:
    return _locked(any_of(client.c.id))


def _locked(wanted: ColumnElement[bool]) -> Select[Any]:
    return select(*_CLIENT).where(of_tenant(client), wanted).order_by(client.c.id).with_for_update(key_share=True)


def _feeds() -> Select[Any]:
    return select(client_feed).where(of_tenant(client_feed), any_of(client_feed.c.client_id))


def _beyond() -> Select[Any]:
    same = and_(fact.c.partner_id == client_feed.c.partner_id, fact.c.client_id == client_feed.c.client_id)
    unsettled = fact.c.sequence > client_feed.c.through
    its = client_feed.join(fact, and_(same, unsettled))
    return select(fact).select_from(its).where(of_tenant(client_feed), any_of(client_feed.c.client_id))


def _with_unknown(*kinds: str) -> Select[Any]:
    own = (of_tenant(fact), _IS_UNKNOWN, fact.c.kind.in_(kinds))
    return select(fact.c.client_id).distinct().where(*own).order_by(fact.c.client_id).limit(bound("size", Integer()))


def _unknown(*kinds: str) -> Select[Any]:
    return select(fact).where(of_tenant(fact), _IS_UNKNOWN, fact.c.kind.in_(kinds), any_of(fact.c.client_id))


async def _paired(
    work: UnitOfWork, table: Table, name: ColumnElement[Any], type_: TypeEngine[Any], pairs: Collection[Pair]
) -> Sequence[Row]:
    wanted = set(pairs)
    if not wanted:
        return ()
    given: dict[str, Any] = {"tenant": work.partner_id}
    if work.is_postgres:
        given |= {"keys": [id for id, _ in wanted], "names": [value for _, value in wanted]}
    else:
        given |= {"pairs": json.dumps([(id.hex, value) for id, value in wanted])}
    return await work.fetch(_of_pairs, (table, name, type_, work.is_postgres), given)


def _of_pairs(table: Table, name: ColumnElement[Any], type_: TypeEngine[Any], postgres: bool) -> Select[Any]:
    wanted = _arrays(type_) if postgres else _pairs()
    same = and_(table.c.client_id == wanted.c.id, name == wanted.c.name)
    return select(table).select_from(wanted.join(table, same)).where(of_tenant(table))


def _arrays(type_: TypeEngine[Any]) -> FromClause:
    arrays = func.unnest(bound("keys", ARRAY(Uuid())), bound("names", ARRAY(type_)))
    return arrays.table_valued(column("id", Uuid()), column("name", type_), name="wanted").render_derived()


def _pairs() -> FromClause:
    each = func.json_each(bound("pairs", _TEXT)).table_valued("value")
    id, name = (func.json_extract(each.c.value, f"$[{place}]") for place in (0, 1))
    return select(id.label("id"), name.label("name")).subquery("wanted")
