"""Row-level security, alone: bare SQL as the application's role meets only the rows of its tenant."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import Computed, Identity, Table, delete, insert, select, text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.vocabulary import ColleagueStatus
from store.engine import Store, open_store
from store.reading import Reader
from store.tables import METADATA, audit_entry, colleague, handover, integration, invite, partner, signing_key, team
from store.tenancy import Keys, unlock
from store.vault import Vault, secret_hash
from store.writing import Actor, unit_of_work
from tests.servers.databases import Database
from tests.world import Firm, World
from tests.world.everything import everything

OF_FIRMS = [table for table in METADATA.sorted_tables if table is not signing_key]
pytestmark = pytest.mark.parametrize("databases", ["postgres"], indirect=True)


@dataclass(frozen=True)
class Sides:
    """Two firms with rows in every table, and the store as the application has it."""

    store: Store
    ours: Firm
    theirs: Firm

    @asynccontextmanager
    async def transaction(self, keys: Keys | None = None) -> AsyncIterator[AsyncConnection]:
        async with self.store.engine.begin() as connection:
            await unlock(self.store, connection, keys or Keys(partner_id=self.ours.id))
            yield connection

    async def seen(self, keys: Keys) -> dict[str, set[Any]]:
        """Whose rows a bare SELECT shows, for every table."""
        async with self.transaction(keys) as connection:
            return {table.name: set((await connection.execute(select(owner(table)))).scalars()) for table in OF_FIRMS}


@pytest.fixture
async def sides(store: Store, world: World) -> Sides:
    return Sides(store, await everything(world), await everything(world))


def owner(table: Table) -> Any:
    return table.c.id if table is partner else table.c.partner_id


async def test_a_bare_select_shows_only_the_tenants_rows(sides: Sides) -> None:
    for firm in (sides.ours, sides.theirs):
        assert await sides.seen(Keys(partner_id=firm.id)) == {table.name: {firm.id} for table in OF_FIRMS}


async def test_without_a_tenant_there_is_nothing(sides: Sides) -> None:
    assert await sides.seen(Keys()) == {table.name: set() for table in OF_FIRMS}


async def test_a_row_of_another_tenant_cannot_be_written(sides: Sides, admin_store: Store) -> None:
    for table in OF_FIRMS:
        foreign = await row_of(admin_store, table, sides.ours) | {owner(table).key: sides.theirs.id}
        async with sides.transaction() as connection:
            with pytest.raises(DBAPIError, match="violates row-level security policy"):
                await connection.execute(insert(table).values(foreign))
            await connection.rollback()


async def row_of(store: Store, table: Table, firm: Firm) -> dict[str, Any]:
    """What can be inserted of one of the firm's rows."""
    given = {column.key for column in table.columns if not isinstance(column.server_default, Computed | Identity)}
    async with store.engine.connect() as connection:
        row = (await connection.execute(select(table).where(owner(table) == firm.id))).mappings().first()
    assert row is not None, table.name
    return {name: value for name, value in row.items() if name in given}


async def test_changing_and_removing_meet_only_the_tenants_rows(sides: Sides) -> None:
    for table in OF_FIRMS:
        if table is audit_entry:
            continue
        theirs, same = owner(table) == sides.theirs.id, update(table).values({owner(table): owner(table)})
        async with sides.transaction() as connection:
            assert (await connection.execute(same.where(theirs))).rowcount == 0, table.name
            assert (await connection.execute(delete(table).where(theirs))).rowcount == 0, table.name
            assert (await connection.execute(same)).rowcount > 0, table.name


@pytest.mark.parametrize(
    "statement", [update(audit_entry).values(action="x"), delete(audit_entry)], ids=["update", "delete"]
)
async def test_the_application_may_not_even_try_to_change_the_audit_trail(sides: Sides, statement: Any) -> None:
    async with sides.store.engine.connect() as connection:
        with pytest.raises(DBAPIError, match="permission denied"):
            await connection.execute(statement)


async def test_a_row_cannot_be_moved_to_another_tenant(sides: Sides) -> None:
    with pytest.raises(DBAPIError, match="violates row-level security policy"):
        async with sides.transaction() as connection:
            await connection.execute(update(team).values(partner_id=sides.theirs.id))


async def test_every_table_is_walled_also_against_its_owner(admin_store: Store) -> None:
    flags = "SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity"
    async with admin_store.engine.connect() as connection:
        walled = set((await connection.execute(text(flags))).scalars())
    assert walled == set(METADATA.tables)


async def test_the_applications_role_may_not_step_over_the_wall(store: Store) -> None:
    rights = "SELECT current_user, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user"
    async with store.engine.connect() as connection:
        assert tuple((await connection.execute(text(rights))).one()) == ("gateway_app", False, False)


@pytest.mark.parametrize("ending", ["commit", "rollback", "error"])
async def test_the_next_transaction_on_a_pooled_connection_has_no_tenant(
    sides: Sides, database: Database, ending: str
) -> None:
    single = open_store(database.url, role=database.role, pool_size=1)
    async with single.engine.connect() as connection:
        await unlock(single, connection, Keys(partner_id=sides.ours.id))
        assert len((await connection.execute(select(partner.c.id))).all()) == 1
        backend = await connection.scalar(text("SELECT pg_backend_pid()"))
        if ending == "error":
            with pytest.raises(DBAPIError, match="division by zero"):
                await connection.execute(text("SELECT 1 / 0"))
        await (connection.commit() if ending == "commit" else connection.rollback())
    async with single.engine.connect() as connection:
        assert await connection.scalar(text("SELECT pg_backend_pid()")) == backend
        assert (await connection.execute(select(partner.c.id))).all() == []
    await single.close()


async def test_a_read_leaves_neither_its_tenant_nor_its_read_only_mode_behind(
    sides: Sides, database: Database, vault: Vault, now: datetime
) -> None:
    single = open_store(database.url, role=database.role, pool_size=1)
    reader = Reader(single, Keys(partner_id=sides.ours.id))
    assert len(await reader.rows(select(partner.c.id))) == 1
    await reader.refresh()
    async with unit_of_work(single, sides.theirs.id, Actor("OPERATOR"), now, vault) as work:
        assert await work.update(partner, {"city": "Aarhus"}) == 1
        assert [row.id for row in await work.rows(select(partner.c.id))] == [sides.theirs.id]
    nobody = Reader(single, Keys())
    assert await nobody.rows(select(partner.c.id)) == []
    await nobody.refresh()
    await single.close()


async def test_an_identity_opens_the_person_and_the_firm_they_work_for(sides: Sides) -> None:
    anna = await sides.ours.colleague()
    keys = Keys(issuer=anna.identity.issuer, subject=anna.identity.subject)
    async with sides.transaction(keys) as connection:
        assert (await connection.execute(select(colleague.c.id))).scalars().all() == [anna.id]
        assert (await connection.execute(select(partner.c.id))).scalars().all() == [sides.ours.id]


async def test_an_e_mail_finds_only_members_whom_no_identity_is_bound_to(sides: Sides) -> None:
    bound = await sides.ours.colleague(email="anna@example.com")
    unbound = await sides.theirs.colleague(email="anna@example.com", status=ColleagueStatus.INVITED)
    async with sides.transaction(Keys(email=bound.email)) as connection:
        assert (await connection.execute(select(colleague.c.id))).scalars().all() == [unbound.id]


async def test_an_integration_is_found_by_its_issuer_and_client_id(sides: Sides) -> None:
    machine = await sides.theirs.integration()
    keys = Keys(issuer=machine.identity.issuer, client_id=machine.client_id)
    async with sides.transaction(keys) as connection:
        assert (await connection.execute(select(integration.c.id))).scalars().all() == [machine.id]


async def test_a_secret_opens_its_own_invite_or_link_and_no_other(sides: Sides) -> None:
    anna, bakery = await sides.theirs.colleague(), await sides.theirs.client()
    made, of_invite = await sides.theirs.client_invite()
    of_link = await sides.theirs.handover(anna, bakery)
    async with sides.transaction(Keys(token_hash=secret_hash(of_invite))) as connection:
        assert (await connection.execute(select(invite.c.id))).scalars().all() == [made.id]
        assert (await connection.execute(select(handover.c.id))).all() == []
    async with sides.transaction(Keys(token_hash=secret_hash(of_link))) as connection:
        assert (await connection.execute(select(handover.c.client_id))).scalars().all() == [bakery.id]


async def test_what_opens_a_row_to_sign_in_does_not_let_it_be_changed(sides: Sides) -> None:
    anna = await sides.ours.colleague()
    keys = Keys(issuer=anna.identity.issuer, subject=anna.identity.subject)
    async with sides.transaction(keys) as connection:
        promote = update(colleague).values(role="OWNER")
        assert (await connection.execute(promote)).rowcount == 0


async def test_the_keys_that_sign_tokens_are_open_to_background_work_alone(sides: Sides, admin_store: Store) -> None:
    moment = sides.ours.now
    async with admin_store.engine.begin() as connection:
        made = {"number": 1, "sealed": b"sealed", "signs_from": moment, "created_at": moment}
        await connection.execute(insert(signing_key).values(made))
    seen = []
    for keys in (Keys(), Keys(partner_id=sides.ours.id), Keys(worker=True)):
        async with sides.transaction(keys) as connection:
            seen.append((await connection.execute(select(signing_key.c.number))).scalars().all())
    assert seen == [[], [], [1]]


async def test_background_work_meets_the_queues_of_all_firms_and_nothing_else_of_them(sides: Sides) -> None:
    seen = {name for name, owners in (await sides.seen(Keys(worker=True))).items() if owners}
    assert {"client", "signal", "attention_rule", "assignment", "colleague", "invite"}.isdisjoint(seen)
    assert "due" in seen
