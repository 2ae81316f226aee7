"""A unit of work: everything or nothing, one partner only, many writers at once."""

import asyncio
from contextlib import AbstractAsyncContextManager, suppress
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Table, func, select

from store import audit
from store.engine import Store
from store.ids import new_id
from store.reading import Reader
from store.tables import audit_detail, audit_entry, colleague, mail, outbox_event, partner, team
from store.tenancy import Keys
from store.vault import Vault
from store.writing import Actor, UnitOfWork, unit_of_work
from tests.world import World

ACTOR = Actor("OPERATOR")


class Plan:
    """Opens units of work in one store, for any partner."""

    def __init__(self, store: Store, vault: Vault, now: datetime) -> None:
        self.store, self.vault, self.now = store, vault, now

    def work(self, partner_id: UUID) -> AbstractAsyncContextManager[UnitOfWork]:
        return unit_of_work(self.store, partner_id, ACTOR, self.now, self.vault)

    def team(self, name: str, **values: Any) -> dict[str, Any]:
        return {"id": new_id(), "name": name, "name_key": name.lower(), "created_at": self.now} | values


@pytest.fixture
def plan(store: Store, vault: Vault, now: datetime) -> Plan:
    return Plan(store, vault, now)


@pytest.fixture
def unwalled(admin_store: Store, vault: Vault, now: datetime) -> Plan:
    """Units of work without row-level security, so that only their own statements keep partners apart."""
    return Plan(admin_store, vault, now)


async def count(store: Store, table: Table) -> int:
    async with store.engine.connect() as connection:
        return await connection.scalar(select(func.count()).select_from(table)) or 0


async def change_everything(work: UnitOfWork, row: dict[str, Any]) -> None:
    await work.insert(team, row)
    await work.update(partner, {"name": "Renamed"})
    await work.record("team.created", "TEAM", row["id"], after={"name": row["name"]}, reason="asked for")
    await work.mail("WELCOME", ("Anna", "anna@example.com"), {}, "a secret")


JOURNAL = (team, audit_entry, audit_detail, outbox_event, mail)


async def test_rows_audit_event_and_mail_are_committed_together(plan: Plan, world: World, admin_store: Store) -> None:
    firm = await world.partner()
    async with plan.work(firm.id) as work:
        await change_everything(work, plan.team("Payroll"))
    assert [await count(admin_store, table) for table in JOURNAL] == [1] * 5


@pytest.mark.parametrize("problem", [RuntimeError("broken"), asyncio.CancelledError()], ids=["error", "cancelled"])
async def test_whatever_is_raised_nothing_is_left_behind(
    problem: BaseException, plan: Plan, world: World, admin_store: Store
) -> None:
    firm = await world.partner(name="Berg Revision")

    async def change_and_fail() -> None:
        async with plan.work(firm.id) as work:
            await change_everything(work, plan.team("Payroll"))
            raise problem

    with pytest.raises(type(problem)):
        await change_and_fail()
    async with admin_store.engine.connect() as connection:
        name = await connection.scalar(select(partner.c.name).where(partner.c.id == firm.id))
    assert [await count(admin_store, table) for table in JOURNAL] == [0] * 5
    assert name == "Berg Revision"


async def test_eight_writers_of_fifty_never_meet_a_locked_database(plan: Plan, world: World) -> None:
    firm = await world.partner()

    async def write(writer: int) -> None:
        for turn in range(50):
            async with plan.work(firm.id) as work:
                row = plan.team(f"{writer}-{turn}")
                await work.insert(team, row)
                await work.record("team.created", "TEAM", row["id"])

    await asyncio.gather(*(write(writer) for writer in range(8)))
    reader = Reader(plan.store, Keys(partner_id=firm.id))
    made = await reader.rows(select(team.c.id).where(team.c.partner_id == firm.id))
    events = await reader.rows(select(outbox_event.c.object_id).where(outbox_event.c.partner_id == firm.id))
    broken = await audit.verify(reader, firm.id)
    head = await audit.head(reader, firm.id)
    await reader.refresh()
    assert {row.id for row in made} == {row.object_id for row in events}
    assert (len(made), head[0], broken) == (400, 400, None)


async def test_another_partners_rows_are_neither_found_nor_changed_nor_removed(
    unwalled: Plan, world: World, admin_store: Store
) -> None:
    ours, theirs = await world.partner(), await world.partner()
    other = await theirs.team()
    async with unwalled.work(ours.id) as work:
        found = await work.find(team), await work.get(team, id=other.id), await work.find(partner)
        changed = await work.update(team, {"name": "Taken"}, id=other.id), await work.delete(team, id=other.id)
    async with admin_store.engine.connect() as connection:
        left = (await connection.execute(select(team.c.name, team.c.version))).all()
    assert found[0] == []
    assert found[1] is None
    assert [row.id for row in found[2]] == [ours.id]
    assert changed == (0, 0)
    assert left == [(other.name, 1)]


async def test_a_new_row_belongs_to_the_partner_even_when_it_names_another(unwalled: Plan, world: World) -> None:
    ours, theirs = await world.partner(), await world.partner()
    async with unwalled.work(ours.id) as work:
        await work.insert(team, unwalled.team("Payroll", partner_id=theirs.id))
        assert [row.partner_id for row in await work.find(team)] == [ours.id]


async def test_a_change_raises_the_version_and_says_how_many_it_met(plan: Plan, world: World) -> None:
    firm = await world.partner()
    made = await firm.team()
    async with plan.work(firm.id) as work:
        assert await work.update(team, {"description": "Wages"}, id=made.id, version=1) == 1
        assert await work.update(team, {"description": "Late"}, id=made.id, version=1) == 0
        row = await work.get(team, id=made.id)
    assert row is not None
    assert (row.description, row.version) == ("Wages", 2)


async def test_equality_takes_a_value_any_of_several_or_nothing(plan: Plan, world: World) -> None:
    firm = await world.partner()
    anna, bo = await firm.colleague(job_title="Controller"), await firm.colleague()
    async with plan.work(firm.id) as work:
        one = await work.find(colleague, job_title="Controller")
        several = await work.find(colleague, id=[anna.id, bo.id, new_id()])
        nobody = await work.find(colleague, id=[])
        untitled = await work.find(colleague, job_title=None)
    assert [[row.id for row in rows] for rows in (one, several, nobody, untitled)] == [
        [anna.id],
        sorted([anna.id, bo.id]),
        [],
        [bo.id],
    ]


async def test_of_two_that_lock_a_row_the_second_sees_what_the_first_wrote(plan: Plan, world: World) -> None:
    firm = await world.partner()
    made, held = await firm.team(), asyncio.Event()

    async def raise_version() -> None:
        async with plan.work(firm.id) as work:
            row = await work.get(team, id=made.id, lock=True)
            assert row is not None
            held.set()
            await work.update(team, {"description": f"{row.description or ''}x"}, id=made.id)

    first = asyncio.create_task(raise_version())
    await held.wait()
    await asyncio.gather(first, *(raise_version() for _ in range(4)))
    async with plan.work(firm.id) as work:
        row = await work.get(team, id=made.id)
    assert row is not None
    assert (row.description, row.version) == ("xxxxx", 6)


async def test_many_rows_or_none_go_in_at_once(plan: Plan, world: World) -> None:
    firm = await world.partner()
    async with plan.work(firm.id) as work:
        await work.insert(team, [plan.team("A"), plan.team("B")])
        await work.insert(team, [])
        assert len(await work.find(team)) == 2


async def test_the_secret_of_a_mail_is_stored_sealed(plan: Plan, world: World) -> None:
    firm = await world.partner()
    async with plan.work(firm.id) as work:
        await work.mail("CLIENT_INVITE", ("Anna", "anna@example.com"), {"company": "Berg"}, "the secret")
        row = await work.get(mail)
    assert row is not None
    assert "the secret" not in str(row)
    assert plan.vault.unseal(row.sealed_secret) == "the secret"
    assert (row.params, row.status) == ({"company": "Berg"}, "QUEUED")


async def test_events_of_one_transaction_share_its_number_and_keep_their_order(plan: Plan, world: World) -> None:
    firm = await world.partner()
    for names in (["a", "b"], ["c"]):
        async with plan.work(firm.id) as work:
            for name in names:
                await work.record(name, "TEAM", new_id())
    async with plan.work(firm.id) as work:
        events = sorted(await work.find(outbox_event), key=lambda row: (row.transaction_id, row.position))
    numbers = [row.transaction_id for row in events]
    assert [row.kind for row in events] == ["a", "b", "c"]
    assert numbers[0] == numbers[1]
    assert (numbers[1] < numbers[2]) is plan.store.is_postgres


async def test_an_announcement_is_an_event_that_nobody_did(plan: Plan, world: World, admin_store: Store) -> None:
    firm, about = await world.partner(), new_id()
    async with plan.work(firm.id) as work:
        await work.announce("attention.changed", "CLIENT", about, client_id=about, payload={"why": "TIME"})
    async with plan.work(firm.id) as work:
        event = await work.get(outbox_event)
    assert event is not None
    assert (event.kind, event.object_id, event.client_id, event.payload) == (
        "attention.changed",
        about,
        about,
        {"why": "TIME"},
    )
    assert await count(admin_store, audit_entry) == 0


async def test_who_waits_for_something_is_told_where_something_was_committed(plan: Plan, world: World) -> None:
    firm = await world.partner()
    seen: list[set[str]] = []
    plan.store.committed.append(lambda touched: seen.append(set(touched)))

    async def fail(work: UnitOfWork) -> None:
        await work.record("team.created", "TEAM", new_id())
        raise RuntimeError

    async with plan.work(firm.id) as work:
        await work.update(partner, {"name": "Quietly"})
        with suppress(RuntimeError):
            async with work.savepoint():
                await fail(work)
    with suppress(RuntimeError):
        async with plan.work(firm.id) as work:
            await fail(work)
    assert seen == [{"partner"}]
    async with plan.work(firm.id) as work:
        await work.record("team.created", "TEAM", new_id())
        assert len(seen) == 1
    assert seen[1:] == [{"outbox_event"}]
