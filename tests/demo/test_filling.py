"""The demo world is filled in once and whole, on both databases."""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

import store.demo.fill as filling
from domain.access import Identity
from loaders.viewer import machine, memberships
from resolvers.inviting.registers import normalised
from store.demo import DEMO_VIEWERS, fill_clients, fill_demo, has_demo
from store.demo.applications import APPLICANTS
from store.demo.firms import ANNIKA, ELBKONTOR, FIRMS, FJORDLYS, GRANVIK
from store.engine import Store, open_store
from store.faults import Contended
from store.tables import (
    METADATA,
    agreement,
    application,
    assignment,
    assignment_source,
    audit_entry,
    client,
    colleague,
    integration,
    invite,
    invoice,
    month_figure,
    outbox_event,
    partner,
    signal,
)
from store.vault import Vault
from tests.demo.conftest import ISSUER, Everything
from tests.servers.databases import SqliteFiles


async def snapshot(everything: Everything) -> dict[str, list[Any]]:
    return {table.name: [tuple(row) for row in await everything(table)] for table in METADATA.sorted_tables}


async def test_an_empty_store_has_no_demo_world_and_a_filled_one_has(store: Store, vault: Vault, now: datetime) -> None:
    assert not await has_demo(store)
    await fill_demo(store, vault, now, issuer=ISSUER)
    assert await has_demo(store)


async def test_filling_again_changes_nothing(
    filled: Store, vault: Vault, now: datetime, everything: Everything
) -> None:
    before = await snapshot(everything)
    await fill_demo(filled, vault, now + timedelta(days=3), issuer=ISSUER)
    assert await snapshot(everything) == before


async def test_a_crash_leaves_whole_firms_and_the_next_fill_adds_the_others(
    store: Store, vault: Vault, now: datetime, everything: Everything
) -> None:
    def crash(what: str, done: int, total: int) -> None:
        if what == ELBKONTOR.name and done == total:
            raise RuntimeError("the power went out")

    with pytest.raises(RuntimeError):
        await fill_demo(store, vault, now, crash, issuer=ISSUER)
    assert not await has_demo(store)
    assert {row.id for row in await everything(partner)} == {FJORDLYS.id}
    assert {row.partner_id for row in await everything(client)} == {FJORDLYS.id}
    await fill_demo(store, vault, now, issuer=ISSUER)
    assert await has_demo(store)
    assert {row.id for row in await everything(partner)} == {firm.id for firm in FIRMS}


async def test_two_fills_at_once_make_one_world(
    store: Store, vault: Vault, now: datetime, everything: Everything
) -> None:
    await asyncio.gather(*(fill_demo(store, vault, now, issuer=ISSUER) for _ in range(2)))
    assert len(await everything(client)) == sum(firm.clients for firm in FIRMS)
    assert len(await everything(audit_entry)) == len(FIRMS)


async def test_a_clash_that_is_not_the_same_firm_is_raised(
    store: Store, vault: Vault, now: datetime, everything: Everything, monkeypatch: pytest.MonkeyPatch
) -> None:
    double = replace(FJORDLYS, id=GRANVIK.id)
    monkeypatch.setattr(filling, "FIRMS", (FJORDLYS, double))
    with pytest.raises(Contended):
        await fill_demo(store, vault, now, issuer=ISSUER)
    assert {row.id for row in await everything(partner)} == {FJORDLYS.id}


async def test_progress_tells_of_every_firm_until_its_last_client(store: Store, vault: Vault, now: datetime) -> None:
    told: dict[str, list[tuple[int, int]]] = {}
    await fill_demo(store, vault, now, lambda what, *part: told.setdefault(what, []).append(part), issuer=ISSUER)
    assert list(told) == [firm.name for firm in FIRMS]
    for firm in FIRMS:
        parts = told[firm.name]
        assert (parts[0], parts[-1]) == ((0, firm.clients), (firm.clients, firm.clients))
        assert all(earlier[0] < later[0] for earlier, later in pairwise(parts))


async def test_every_firm_begins_its_audit_trail_and_its_events(filled: Store, everything: Everything) -> None:
    entries = await everything(audit_entry)
    assert {(row.partner_id, row.object_id, row.position, row.action) for row in entries} == {
        (firm.id, firm.id, 1, "partner.created") for firm in FIRMS
    }
    assert {row.actor_kind for row in entries} == {"OPERATOR"}
    assert [row.kind for row in await everything(outbox_event)] == ["partner.created"] * len(FIRMS)


async def test_every_firm_has_signed_an_agreement_on_the_day_it_became_a_partner(
    filled: Store, everything: Everything
) -> None:
    since = {row.id: row.created_at for row in await everything(partner)}
    people = {(row.partner_id, row.email): row.name for row in await everything(colleague)}
    signed = await everything(agreement)
    assert {row.partner_id for row in signed} == {firm.id for firm in FIRMS}
    for row in signed:
        assert row.agreed_at == since[row.partner_id]
        assert people[row.partner_id, row.signatory_email] == row.signatory_name


async def test_firms_that_apply_wait_for_operators_once(
    filled: Store, vault: Vault, now: datetime, admin_store: Store
) -> None:
    await fill_demo(filled, vault, now, issuer=ISSUER)
    async with admin_store.engine.connect() as connection:
        found = (await connection.execute(select(application).order_by(application.c.email))).all()
    assert [row.email for row in found] == sorted(applicant.email for applicant in APPLICANTS)
    assert all(normalised(row.country, row.registration_number) == row.registration_number for row in found)
    assert all(row.created_at <= row.sent_at <= now < row.expires_at for row in found)


async def test_the_same_moment_gives_the_same_world_to_the_last_id(
    filled: Store, vault: Vault, now: datetime, everything: Everything, sqlite_files: SqliteFiles
) -> None:
    with sqlite_files.database() as database:
        other = open_store(database.url)
        await fill_demo(other, vault, now, issuer=ISSUER)
        async with other.engine.connect() as connection:
            for table in (client, colleague, invite, assignment_source, month_figure, signal, invoice):
                again = (await connection.execute(select(table).order_by(*table.primary_key))).all()
                assert again == await everything(table)
        await other.close()


async def test_every_demo_viewer_can_sign_in(filled: Store) -> None:
    found = {}
    for viewer in DEMO_VIEWERS:
        rows = await memberships(filled, Identity(ISSUER, "anybody", email=viewer.email))
        found[viewer.email] = {(row.partner_id, row.role.lower()) for row in rows}
    assert [found[viewer.email] for viewer in DEMO_VIEWERS[:4]] == [
        {(FJORDLYS.id, role)} for role in ("owner", "admin", "bookkeeper", "viewer")
    ]
    assert found[ANNIKA] == {(ELBKONTOR.id, "bookkeeper"), (GRANVIK.id, "admin")}
    assert [viewer.role for viewer in DEMO_VIEWERS] == [
        "owner",
        "admin",
        "bookkeeper",
        "viewer",
        "bookkeeper and admin",
    ]


async def test_every_firms_integration_can_sign_in(filled: Store, everything: Everything) -> None:
    rows = await everything(integration)
    assert {row.partner_id for row in rows} == {firm.id for firm in FIRMS}
    for row in rows:
        found = await machine(filled, Identity(ISSUER, row.client_id, client_id=row.client_id))
        assert found is not None
        assert found.partner_id == row.partner_id


async def test_clients_can_be_added_to_any_firm_quickly(
    store: Store, vault: Vault, now: datetime, everything: Everything
) -> None:
    await fill_demo(store, vault, now, issuer=ISSUER)
    for _ in range(2):
        await fill_clients(store, vault, GRANVIK.id, 300, now)
    of_granvik = [row for row in await everything(client) if row.partner_id == GRANVIK.id]
    assert len(of_granvik) == GRANVIK.clients + 600
    assert {row.attention_level for row in of_granvik} == {0, 1, 2, 3}
    kinds = [row.kind for row in await everything(signal) if row.partner_id == GRANVIK.id]
    assert len(kinds) == 14 * len(of_granvik)
    assert {row.colleague_id for row in await everything(assignment) if row.partner_id == GRANVIK.id} <= {
        row.id for row in await everything(colleague) if row.partner_id == GRANVIK.id
    }


async def test_clients_of_a_firm_without_people_are_unassigned(
    store: Store, vault: Vault, now: datetime, world: Any, everything: Everything
) -> None:
    firm = await world.partner(country="NO")
    await fill_clients(store, vault, firm.id, 100, now)
    assert len(await everything(client)) == 100
    assert await everything(assignment) == []
    connected = {row.id for row in await everything(client) if row.access_status != "DISCONNECTED"}
    unassigned = {row.client_id for row in await everything(signal) if row.kind == "UNASSIGNED" and row.level}
    assert unassigned == connected


async def test_a_partner_that_does_not_exist_gets_no_clients(store: Store, vault: Vault, now: datetime) -> None:
    with pytest.raises(LookupError, match="there is no partner"):
        await fill_clients(store, vault, UUID(int=7), 1, now)


async def test_more_companies_than_there_are_is_refused(filled: Store, vault: Vault, now: datetime) -> None:
    with pytest.raises(ValueError, match="62497 companies"):
        await fill_clients(filled, vault, GRANVIK.id, 10**6, now)
