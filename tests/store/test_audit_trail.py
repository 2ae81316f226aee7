"""The audit trail: it verifies, nobody can change it, and whoever does is found."""

from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from sqlalchemy import Table, delete, insert, text, update
from sqlalchemy.exc import DBAPIError

from store import audit
from store.engine import WRITES, Store
from store.ids import new_id
from store.tables import audit_detail, audit_entry
from store.vault import Vault
from store.writing import Actor, unit_of_work
from tests.store.trail import Trail
from tests.world import World


@pytest.fixture
async def trail(store: Store, admin_store: Store, world: World, vault: Vault, now: datetime) -> Trail:
    made = Trail(store, admin_store, await world.partner())
    await made.write(vault, now, 5)
    return made


async def test_an_untouched_trail_verifies(trail: Trail) -> None:
    assert await trail.broken() is None
    assert await trail.broken(await trail.head()) is None


async def test_a_trail_longer_than_one_page_verifies(trail: Trail, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit, "PAGE", 2)
    assert await trail.broken() is None
    await trail.tamper(update(audit_entry).where(trail.at(4)).values(action="nothing"))
    assert await trail.broken() == 4


async def test_a_firm_without_entries_has_an_empty_unbroken_trail(
    store: Store, admin_store: Store, world: World
) -> None:
    empty = Trail(store, admin_store, await world.partner())
    assert (await empty.broken(), await empty.head()) == (None, (0, audit.GENESIS))


async def test_the_trail_of_one_firm_does_not_depend_on_another(
    trail: Trail, world: World, store: Store, admin_store: Store, vault: Vault, now: datetime
) -> None:
    other = Trail(store, admin_store, await world.partner())
    await other.write(vault, now, 2)
    await trail.tamper(delete(audit_entry).where(trail.at(2)))
    assert (await trail.broken(), await other.broken()) == (2, None)


async def test_entries_without_an_origin_verify_among_those_with_one(
    trail: Trail, store: Store, vault: Vault, now: datetime
) -> None:
    async with unit_of_work(store, trail.firm.id, Actor("OPERATOR"), now, vault) as work:
        await work.record("client.changed", "CLIENT", new_id(), reason="long ago")
    await trail.write(vault, now, 1)
    assert await trail.broken() is None


async def test_a_moment_of_another_time_zone_does_not_look_like_a_change(
    trail: Trail, vault: Vault, now: datetime
) -> None:
    await trail.write(vault, now.astimezone(timezone(timedelta(hours=2))), 1)
    assert await trail.broken() is None


EDITS: list[tuple[Table, str, Any]] = [
    (audit_entry, "id", new_id()),
    (audit_entry, "at", datetime.fromisoformat("2020-01-01T00:00:00+00:00")),
    (audit_entry, "actor_kind", "PLATFORM"),
    (audit_entry, "actor_id", None),
    (audit_entry, "action", "client.seen"),
    (audit_entry, "object_kind", "TEAM"),
    (audit_entry, "object_id", new_id()),
    (audit_entry, "client_id", None),
    (audit_entry, "detail_hash", bytes(32)),
    (audit_entry, "previous_hash", bytes(32)),
    (audit_entry, "hash", bytes(32)),
    (audit_detail, "salt", bytes(16)),
    (audit_detail, "before", {"n": 7}),
    (audit_detail, "after", None),
    (audit_detail, "reason", "no reason"),
    (audit_detail, "origin", {"kind": "HTTP", "address": "203.0.113.8", "userAgent": "Portal/7"}),
    (audit_detail, "origin_salt", bytes(16)),
    (audit_entry, "origin_hash", bytes(32)),
]


@pytest.mark.parametrize(("table", "column", "value"), EDITS, ids=lambda part: part if isinstance(part, str) else "")
async def test_an_edit_of_any_column_is_found_where_it_was_made(
    trail: Trail, table: Table, column: str, value: Any
) -> None:
    where = trail.at(3)
    if table is audit_detail:
        where = table.c.entry_id == (await trail.entries())[2]["id"]
    await trail.tamper(update(table).where(where).values({column: value}))
    assert await trail.broken() == 3


def test_the_edits_tried_are_of_all_columns() -> None:
    keys = {(audit_entry, "partner_id"), (audit_entry, "position")}
    keys |= {(audit_detail, "partner_id"), (audit_detail, "entry_id")}
    tried = {(table, column) for table, column, _ in EDITS}
    assert tried | keys == {(table, column.name) for table in (audit_entry, audit_detail) for column in table.columns}


async def test_an_edit_that_mends_its_own_hash_is_found_in_the_entry_after_it(trail: Trail) -> None:
    entry = (await trail.entries())[2] | {"action": "nothing"}
    fields = {name: value for name, value in entry.items() if not name.endswith("hash")}
    mended = audit.chain_hash(entry["previous_hash"], fields, entry["detail_hash"], entry["origin_hash"])
    await trail.tamper(
        update(audit_entry).where(trail.at(3)).values(action="nothing", hash=mended),
        update(audit_entry).where(trail.at(4)).values(previous_hash=mended),
    )
    assert await trail.broken() == 4


async def test_an_edit_of_the_details_that_mends_their_hash_is_found(trail: Trail) -> None:
    entry = (await trail.entries())[2]
    mended = audit.detail_hash(bytes(16), None, None, None)
    forged = {"salt": bytes(16), "before": None, "after": None, "reason": None}
    await trail.tamper(
        update(audit_detail).where(audit_detail.c.entry_id == entry["id"]).values(forged),
        update(audit_entry).where(trail.at(3)).values(detail_hash=mended),
    )
    assert await trail.broken() == 3


async def test_a_cut_is_found(trail: Trail) -> None:
    await trail.tamper(delete(audit_entry).where(trail.at(2)))
    assert await trail.broken() == 2


async def test_a_cut_that_is_closed_up_again_is_found(trail: Trail) -> None:
    later = [update(audit_entry).where(trail.at(place)).values(position=place - 1) for place in (3, 4, 5)]
    await trail.tamper(delete(audit_entry).where(trail.at(2)), *later)
    assert await trail.broken() == 2


async def test_a_cut_at_the_end_is_found_by_whoever_noted_the_head(trail: Trail) -> None:
    noted = await trail.head()
    await trail.tamper(delete(audit_entry).where(trail.at(5)))
    assert (await trail.broken(), await trail.broken(noted)) == (None, 5)


async def test_a_trail_that_was_written_anew_is_found_by_whoever_noted_the_head(
    trail: Trail, vault: Vault, now: datetime
) -> None:
    noted = await trail.head()
    await trail.tamper(delete(audit_detail), delete(audit_entry))
    await trail.write(vault, now, 6)
    assert (await trail.broken(), await trail.broken(noted)) == (None, 5)


async def test_a_swap_is_found(trail: Trail) -> None:
    moves = [(2, 99), (3, 2), (99, 3)]
    await trail.tamper(*(update(audit_entry).where(trail.at(old)).values(position=new) for old, new in moves))
    assert await trail.broken() == 2


async def test_an_entry_put_in_from_another_trail_is_found(
    trail: Trail, world: World, store: Store, admin_store: Store, vault: Vault, now: datetime
) -> None:
    other = Trail(store, admin_store, await world.partner())
    await other.write(vault, now, 6)
    foreign = (await other.entries())[5] | {"partner_id": trail.firm.id}
    await trail.tamper(insert(audit_entry).values(foreign))
    assert await trail.broken() == 6


async def test_an_erased_origin_leaves_the_chain_whole_and_an_invented_one_does_not(
    trail: Trail, store: Store, vault: Vault, now: datetime
) -> None:
    async with unit_of_work(store, trail.firm.id, Actor("OPERATOR"), now, vault) as work:
        assert await work.update(audit_detail, {"origin": None, "origin_salt": None}) == 5
    assert await trail.broken() is None
    await trail.tamper(update(audit_detail).values(origin={"kind": "CLI"}))
    assert await trail.broken() == 1


async def test_erased_details_leave_the_chain_whole(trail: Trail, store: Store, vault: Vault, now: datetime) -> None:
    async with unit_of_work(store, trail.firm.id, Actor("OPERATOR"), now, vault) as work:
        assert await work.delete(audit_detail) == 5
    assert await trail.broken() is None


CHANGES = [update(audit_entry).values(action="nothing"), delete(audit_entry)]


@pytest.mark.parametrize("statement", CHANGES, ids=["update", "delete"])
async def test_the_database_refuses_to_change_it_even_to_its_owner(
    trail: Trail, admin_store: Store, statement: Any
) -> None:
    before = await trail.entries()
    with pytest.raises(DBAPIError, match="the audit trail is append-only"):
        async with admin_store.engine.execution_options(**{WRITES: True}).begin() as connection:
            await connection.execute(statement)
    assert await trail.entries() == before


@pytest.mark.parametrize("databases", ["postgres"], indirect=True)
async def test_it_cannot_be_emptied_either(trail: Trail, admin_store: Store) -> None:
    with pytest.raises(DBAPIError, match="the audit trail is append-only"):
        async with admin_store.engine.begin() as connection:
            await connection.execute(text("TRUNCATE audit_entry"))
    assert len(await trail.entries()) == 5
