"""The tail of the log on PostgreSQL: what each snapshot sees first, also when it takes several pages to read."""

from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import BigInteger, Text, cast, delete, func, insert
from sqlalchemy.ext.asyncio import AsyncConnection

from store.engine import Store
from store.ids import new_id
from store.tables import outbox_event
from store.tail import Restored, Tail, open_tail, tail_reader
from tests.world import World

pytestmark = pytest.mark.parametrize("databases", ["postgres"], indirect=True)


async def leave(connection: AsyncConnection, partner_id: UUID, now: Any, *kinds: str) -> None:
    number = cast(cast(func.pg_current_xact_id(), Text), BigInteger)
    about: dict[str, Any] = {"partner_id": partner_id, "object_kind": "TEAM", "payload": {}, "at": now}
    for kind in kinds:
        event = about | {"id": new_id(), "kind": kind, "object_id": new_id()}
        await connection.execute(insert(outbox_event).values(transaction_id=number, **event))


async def read(store: Store, tail: Tail) -> list[str]:
    reader = tail_reader(store)
    try:
        return [event.kind for event in await tail.read(reader)]
    finally:
        await reader.close()


async def test_what_commits_between_two_pages_waits_for_its_turn(
    store: Store, admin_store: Store, world: World, now: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("store.tail.SIZE", 4)
    one, other = (await world.partner()).id, (await world.partner()).id
    tail = await open_tail(store)
    async with admin_store.engine.connect() as open_transaction:
        await leave(open_transaction, one, now, "early")
        async with admin_store.engine.begin() as connection:
            await leave(connection, other, now, "a", "b", "c", "d", "e")
        first = await read(store, tail)
        await open_transaction.commit()
    async with admin_store.engine.begin() as connection:
        await leave(connection, one, now, "late")
    rest = [await read(store, tail) for _ in range(3)]
    assert [first, *rest] == [["a", "b", "c", "d"], ["e"], ["early", "late"], []]


async def test_a_reading_that_fails_is_taken_up_where_it_stood(
    store: Store, admin_store: Store, world: World, now: Any
) -> None:
    firm = (await world.partner()).id
    tail = await open_tail(store)
    async with admin_store.engine.begin() as connection:
        await leave(connection, firm, now, "a", "b")

    class Failing:
        async def fetch(self, build: Any, shape: Any, given: Any) -> Any:
            found = await reader.fetch(build, shape, given)
            if "size" in given:
                raise ConnectionError
            return found

    reader = tail_reader(store)
    with pytest.raises(ConnectionError):
        await tail.read(Failing())  # type: ignore[arg-type]
    await reader.close()
    assert [await read(store, tail), await read(store, tail)] == [["a", "b"], []]


async def test_an_older_state_is_noticed_by_what_is_gone_or_by_numbers_that_go_back(
    store: Store, admin_store: Store, world: World, now: Any
) -> None:
    firm = (await world.partner()).id
    tail, late = await open_tail(store), await open_tail(store)
    async with admin_store.engine.begin() as connection:
        await leave(connection, firm, now, "a")
    assert await read(store, tail) == ["a"]
    async with admin_store.engine.begin() as connection:
        await connection.execute(delete(outbox_event))
    for _ in range(2):
        with pytest.raises(Restored):
            await read(store, tail)
    assert await read(store, late) == []
    late._now = late._before = replace(late._now, end=late._now.end + 1_000)  # type: ignore[attr-defined]
    with pytest.raises(Restored):
        await read(store, late)
