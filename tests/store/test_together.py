"""Coroutines that read side by side: what they ask at the same time is one statement, and each has its own fate."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from datetime import date
from typing import Any
from unittest.mock import patch

import pytest
from sqlalchemy import JSON, Integer, Select, Uuid, cast, func, literal, null, select, text

from store.engine import Store
from store.faults import Contended, Unavailable
from store.reading import Reader
from store.statement import Row, bound
from store.tables import client, partner, team
from store.tenancy import Keys
from tests.http.faults import eventually
from tests.servers.statements import round_trips, taken
from tests.world import Firm, World


def _teams() -> Select[Any]:
    return select(team.c.id, team.c.name).where(team.c.partner_id == bound("firm", Uuid())).order_by(team.c.name)


def _clients() -> Select[Any]:
    return select(client).where(client.c.partner_id == bound("firm", Uuid())).order_by(client.c.name_key)


def _counted() -> Select[Any]:
    return select(func.count().label("teams"), func.sum(bound("more", Integer())).label("more")).select_from(team)


def _every_kind(empty: bool) -> Select[Any]:
    kinds = (literal("ø").label("text"), literal(7).label("number"), literal(True).label("flag"))
    return select(
        *kinds, literal(date(2026, 5, 4)).label("day"), cast(null(), Integer).label("none"), partner.c.created_at
    ).where(partner.c.id == bound("firm", Uuid()), literal(not empty))


def _without_arrays() -> Select[Any]:
    return select(literal({"a": [1]}, JSON).label("limits"))


def _broken() -> Select[Any]:
    return select(func.nowhere(1, type_=Integer()).label("never"))


def _impatient() -> Select[Any]:
    return select(func.set_config("lock_timeout", "50", False))


@pytest.fixture
async def firm(world: World) -> Firm:
    made = await world.partner()
    for name in ("North", "South", "West"):
        await made.team(name)
    await made.client("Solbakken")
    await made.client("Bagergaarden")
    return made


@pytest.fixture
async def reader(store: Store, firm: Firm) -> AsyncIterator[Reader]:
    made = Reader(store, Keys(partner_id=firm.id))
    yield made
    await made.refresh()


async def test_rows_are_the_same_as_when_each_is_asked_alone(reader: Reader, firm: Firm, store: Store) -> None:
    given = {"firm": firm.id, "more": 2}
    asked: list[tuple[Any, tuple[Any, ...]]] = [(_teams, ()), (_clients, ()), (_counted, ()), (_teams, ())]
    asked += [(_every_kind, (False,)), (_every_kind, (True,)), (_without_arrays, ())]
    alone = [await reader.fetch(build, shape, given) for build, shape in asked]
    with round_trips() as trips:
        found = await reader.together([reader.fetch(build, shape, given) for build, shape in asked])
    assert found == alone
    assert [[row._fields for row in rows] for rows in found] == [[row._fields for row in rows] for rows in alone]
    assert [[*map(type, rows[0])] for rows in found[:5]] == [[*map(type, rows[0])] for rows in alone[:5]]
    assert ([row.name for row in found[0]], found[5]) == (["North", "South", "West"], [])
    assert [len(trip) for trip in trips] == ([6, 1] if store.is_postgres else [1] * 7)


async def test_each_step_of_several_travels_together(reader: Reader, firm: Firm, store: Store) -> None:
    async def steps(number: int) -> list[Sequence[Row]]:
        return [await reader.fetch(_teams, (), {"firm": firm.id}) for _ in range(number)]

    with round_trips() as trips:
        found = await reader.together([steps(1), steps(3), steps(2)])
    assert [len(rows) for rows in found] == [1, 3, 2]
    assert [len(trip) for trip in trips] == ([3, 2, 1] if store.is_postgres else [1] * 6)


async def test_one_that_is_wrong_fails_alone(reader: Reader, firm: Firm, store: Store) -> None:
    fine, wrong = await reader.together([reader.fetch(_teams, (), {"firm": firm.id}), reader.fetch(_broken, (), {})])
    assert (len(fine), isinstance(wrong, Exception)) == (3, True)
    assert len(await reader.fetch(_teams, (), {"firm": firm.id})) == 3


@pytest.mark.parametrize("databases", ["postgres"], indirect=True)
async def test_one_that_meets_a_lock_fails_alone(reader: Reader, firm: Firm, admin_store: Store) -> None:
    given = {"firm": firm.id}
    async with admin_store.engine.begin() as other:
        await other.execute(text("LOCK TABLE team IN ACCESS EXCLUSIVE MODE"))
        await reader.fetch(_impatient, (), {})
        held, free = await reader.together([reader.fetch(_teams, (), given), reader.fetch(_clients, (), given)])
    assert (type(held), len(free)) == (Contended, 2)


async def test_a_database_that_is_gone_is_told_to_all_at_once(reader: Reader, firm: Firm, store: Store) -> None:
    async def gone(*_: Any) -> Any:
        raise Unavailable

    with patch.object(Reader, "_open", gone), round_trips() as trips:
        works = [reader.fetch(_teams, (), {"firm": firm.id}) for _ in range(3)]
        failed = await reader.together(works)
    assert [type(each) for each in failed] == [Unavailable] * 3
    assert len(trips) == (1 if store.is_postgres else 3)


async def test_who_waits_for_something_else_goes_on_beside_the_others(reader: Reader, firm: Firm) -> None:
    read = asyncio.Event()

    async def waits() -> int:
        await read.wait()
        await asyncio.sleep(0)
        return len(await reader.fetch(_teams, (), {"firm": firm.id}))

    async def reads() -> int:
        found = len(await reader.fetch(_teams, (), {"firm": firm.id}))
        read.set()
        return found

    async def fails() -> None:
        await asyncio.sleep(0)
        raise LookupError

    found = await asyncio.wait_for(reader.together([waits(), reads(), fails()]), 10)
    assert (found[:2], type(found[2])) == ([3, 3], LookupError)


@pytest.mark.parametrize("steps", range(1, 13, 3))
async def test_cancelled_at_any_step_it_gives_the_connection_back(
    reader: Reader, firm: Firm, store: Store, steps: int
) -> None:
    works = [reader.fetch(_teams, (), {"firm": firm.id}) for _ in range(3)]
    task = asyncio.create_task(reader.together([*works, asyncio.sleep(60)]))
    for _ in range(steps):
        await asyncio.sleep(0)
    task.cancel()
    assert isinstance((await asyncio.gather(task, return_exceptions=True))[0], asyncio.CancelledError)
    await reader.refresh()
    # What was cut off is closed in the background.
    await eventually(lambda: taken(store) == 0, 5)
    assert len(await reader.fetch(_teams, (), {"firm": firm.id})) == 3
