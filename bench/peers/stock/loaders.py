"""Batch functions, each with a session of its own, since several run at a time."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from aiodataloader import DataLoader
from sqlalchemy import ColumnElement, Executable, func, or_, select
from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine
from sqlalchemy.orm import aliased

from bench.peers.settings import CONNECTIONS, PARTNER_ID
from bench.peers.stock.entities import Assignment, Client, Colleague, Month, Signal

engine = create_async_engine("postgresql+asyncpg://", pool_size=CONNECTIONS, max_overflow=0)
sessions = async_sessionmaker(engine, expire_on_commit=False)


async def entities(statement: Executable) -> Sequence[Any]:
    """The entities of a statement."""
    async with sessions() as session:
        return (await session.scalars(statement)).all()


def live() -> tuple[ColumnElement[bool], ...]:
    """Assignments that count now."""
    return Assignment.status == "ACTIVE", or_(Assignment.ends_at.is_(None), Assignment.ends_at > func.now())


async def signals(ids: list[UUID]) -> list[list[Any]]:
    """The live signals of clients, worst first."""
    mine = select(Signal).where(Signal.partner_id == PARTNER_ID, Signal.client_id.in_(ids), Signal.level > 0)
    return _many(ids, await entities(mine.order_by(Signal.level.desc(), Signal.since, Signal.kind)), "client_id")


async def assignments(ids: list[UUID]) -> list[list[Any]]:
    """The live assignments of clients, oldest first."""
    mine = select(Assignment).where(Assignment.partner_id == PARTNER_ID, Assignment.client_id.in_(ids), *live())
    return _many(ids, await entities(mine.order_by(Assignment.id)), "client_id")


async def months(keys: list[tuple[UUID, str, str]]) -> list[list[Any]]:
    """The figures of (client, first month, last month), oldest first."""
    first, last = keys[0][1:]
    ids = [key[0] for key in keys]
    mine = select(Month).where(Month.partner_id == PARTNER_ID, Month.client_id.in_(ids))
    return _many(ids, await entities(mine.where(Month.month.between(first, last)).order_by(Month.month)), "client_id")


async def work(keys: list[tuple[UUID, int]]) -> list[list[Any]]:
    """The first live assignments of (colleague, how many), by the client's name."""
    ids, size = [key[0] for key in keys], keys[0][1]
    place = func.row_number().over(partition_by=Assignment.colleague_id, order_by=(Client.name_key, Client.id))
    numbered = (
        select(Assignment, place.label("place"))
        .join(Client, (Client.partner_id == Assignment.partner_id) & (Client.id == Assignment.client_id))
        .where(Assignment.partner_id == PARTNER_ID, Assignment.colleague_id.in_(ids), *live())
        .subquery()
    )
    shown = aliased(Assignment, numbered)
    statement = select(shown).where(numbered.c.place <= size).order_by(numbered.c.colleague_id, numbered.c.place)
    return _many(ids, await entities(statement), "colleague_id")


async def clients(ids: list[UUID]) -> list[Any]:
    """Clients by their ids."""
    return _one(ids, await entities(select(Client).where(Client.partner_id == PARTNER_ID, Client.id.in_(ids))))


async def colleagues(ids: list[UUID]) -> list[Any]:
    """Colleagues by their ids."""
    return _one(ids, await entities(select(Colleague).where(Colleague.partner_id == PARTNER_ID, Colleague.id.in_(ids))))


class Loaders:
    """The loaders of one request."""

    def __init__(self) -> None:
        self.signals: DataLoader[UUID, list[Any]] = DataLoader(signals)
        self.assignments: DataLoader[UUID, list[Any]] = DataLoader(assignments)
        self.months: DataLoader[tuple[UUID, str, str], list[Any]] = DataLoader(months)
        self.work: DataLoader[tuple[UUID, int], list[Any]] = DataLoader(work)
        self.clients: DataLoader[UUID, Any] = DataLoader(clients)
        self.colleagues: DataLoader[UUID, Any] = DataLoader(colleagues)


def _one(ids: list[UUID], found: Iterable[Any]) -> list[Any]:
    by_id = {row.id: row for row in found}
    return [by_id.get(id) for id in ids]


def _many(ids: list[UUID], found: Iterable[Any], key: str) -> list[list[Any]]:
    by_key: defaultdict[UUID, list[Any]] = defaultdict(list)
    for row in found:
        by_key[getattr(row, key)].append(row)
    return [by_key[id] for id in ids]
