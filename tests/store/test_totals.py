"""Kept totals: whatever is written, and whoever writes it at the same time, they are what counting says."""

import asyncio
import random
from collections import Counter
from typing import Any

import pytest
from sqlalchemy import Table, insert, select, text

from domain.vocabulary import AccessStatus
from store.engine import Store
from store.faults import Contended
from store.migrate import migrate
from store.tables import client, client_total, month_figure, month_total
from store.totals import fold_totals
from store.writing import UnitOfWork
from tests.world import Client, Firm, World

_SUMS = ("submitted_count", "submitted_minor", "exported_count", "exported_minor")
_CURRENCIES = ("DKK", "EUR")
_MONTHS = ("2026-03", "2026-04", "2026-05")
_STEPS = 80


async def rows(store: Store, table: Table) -> list[Any]:
    async with store.engine.connect() as connection:
        return list(await connection.execute(select(table)))


def gathered(found: list[Any], key: tuple[str, ...], sums: tuple[str, ...]) -> dict[Any, tuple[int, ...]]:
    """The sums over all parts of each total, without those of nothing."""
    totals: dict[Any, Counter[str]] = {}
    for row in found:
        total = totals.setdefault(tuple(getattr(row, name) for name in key), Counter())
        total.update({name: getattr(row, name) for name in sums})
    added = {place: tuple(total[name] for name in sums) for place, total in totals.items()}
    return {place: total for place, total in added.items() if any(total)}


async def kept(store: Store) -> list[dict[Any, tuple[int, ...]]]:
    of_clients = gathered(
        await rows(store, client_total),
        ("partner_id", "currency", "attention_level", "figures_hidden"),
        ("clients", "shown_balance_minor"),
    )
    sums = ("figures", *_SUMS, "clients_behind")
    return [of_clients, gathered(await rows(store, month_total), ("partner_id", "month", "currency"), sums)]


async def counted(store: Store) -> list[dict[Any, tuple[int, ...]]]:
    clients, months = await rows(store, client), await rows(store, month_figure)
    of_clients: dict[Any, list[int]] = {}
    for row in clients:
        total = of_clients.setdefault((row.partner_id, row.currency, row.attention_level, row.figures_hidden), [0, 0])
        total[0] += 1
        total[1] += 0 if row.figures_hidden else row.balance_minor
    shown = {(row.partner_id, row.id) for row in clients if not row.figures_hidden}
    of_months: dict[Any, list[int]] = {}
    for row in months:
        if (row.partner_id, row.client_id) in shown:
            total = of_months.setdefault((row.partner_id, row.month, row.currency), [0] * 6)
            behind = row.exported_count < row.submitted_count
            for place, value in enumerate((1, *(getattr(row, name) for name in _SUMS), int(behind))):
                total[place] += value
    return [{key: tuple(total) for key, total in found.items()} for found in (of_clients, of_months)]


class Walk:
    """Writes at random, in the ways in which a unit of work can write."""

    def __init__(self, firm: Firm, clients: list[Client]) -> None:
        self._firm, self._clients = firm, clients
        self._dice = random.Random(7)

    async def step(self) -> None:
        ways = (self._balance, self._level, self._access, self._many, self._month, self._added, self._removed)
        is_undone = self._dice.random() < 0.1
        try:
            async with self._firm.work() as work:
                for _ in range(self._dice.randint(1, 3)):
                    await self._dice.choice(ways)(work)
                if is_undone:
                    raise LookupError
        except LookupError:
            pass

    def _one(self) -> Client:
        return self._dice.choice(self._clients)

    async def _balance(self, work: UnitOfWork) -> None:
        await work.update(client, {"balance_minor": self._dice.randint(-900, 900)}, id=self._one().id)

    async def _level(self, work: UnitOfWork) -> None:
        values = [{"id": each.id, "attention_level": self._dice.randint(0, 3)} for each in self._clients[:3]]
        await work.update_each(client, values)

    async def _access(self, work: UnitOfWork) -> None:
        values = {
            "access_status": self._dice.choice(list(AccessStatus)),
            "poa_granted": self._dice.random() < 0.7,
            "currency": self._dice.choice(_CURRENCIES),
        }
        await work.update(client, values, id=self._one().id)

    async def _many(self, work: UnitOfWork) -> None:
        ids = [each.id for each in self._dice.sample(self._clients, 3)]
        await work.update(client, {"poa_granted": self._dice.random() < 0.7, "attention_level": 1}, id=ids)

    async def _month(self, work: UnitOfWork) -> None:
        await work.put(month_figure, [self._figures(each) for each in self._dice.sample(self._clients, 2)])

    async def _added(self, work: UnitOfWork) -> None:
        await work.put(month_figure, [self._figures(self._one())], adding=True)

    async def _removed(self, work: UnitOfWork) -> None:
        await work.delete(month_figure, client_id=self._one().id, month=self._dice.choice(_MONTHS))

    def _figures(self, of: Client) -> dict[str, Any]:
        figures = {name: self._dice.randint(0, 5) for name in _SUMS}
        return {"client_id": of.id, "month": self._dice.choice(_MONTHS), "currency": of.currency} | figures


@pytest.fixture
async def firm(world: World) -> Firm:
    return await world.partner()


@pytest.fixture
async def clients(firm: Firm) -> list[Client]:
    return [await firm.client(currency=_CURRENCIES[place % 2], poa=place % 3 > 0) for place in range(6)]


async def test_totals_are_what_counting_says_after_every_write(
    firm: Firm, clients: list[Client], admin_store: Store
) -> None:
    walk = Walk(firm, clients)
    for _ in range(_STEPS):
        await walk.step()
        assert await kept(admin_store) == await counted(admin_store)


async def test_totals_of_another_firm_stay_as_they_are(
    world: World, firm: Firm, clients: list[Client], admin_store: Store
) -> None:
    other = await world.partner()
    await other.month(await other.client(), "2026-05", submitted=(2, 20))
    before = [{key: each for key, each in found.items() if key[0] == other.id} for found in await kept(admin_store)]
    walk = Walk(firm, clients)
    for _ in range(10):
        await walk.step()
    after = [{key: each for key, each in found.items() if key[0] == other.id} for found in await kept(admin_store)]
    assert before == after != [{}, {}]


async def test_a_migration_counts_what_is_there(firm: Firm, clients: list[Client], admin_store: Store) -> None:
    await firm.month(clients[1], "2026-05", submitted=(3, 300), exported=(1, 100))
    await migrate(admin_store, role="gateway_app", revision="0020")
    await migrate(admin_store, role="gateway_app")
    assert await kept(admin_store) == await counted(admin_store)


@pytest.mark.parametrize("databases", ["postgres"], indirect=True)
async def test_the_migration_that_counts_and_whoever_reads_clients_do_not_wait_for_one_another(
    clients: list[Client], admin_store: Store, store: Store
) -> None:
    assert clients
    await migrate(admin_store, role="gateway_app", revision="0020")
    async with store.engine.connect() as reading:
        # Until the end of its transaction a reader keeps out whoever wants a table for himself.
        for table in ("client", "month_figure"):
            await reading.execute(text(f"SELECT count(*) FROM {table}"))
        await migrate(admin_store, role="gateway_app", revision="0021")
    await migrate(admin_store, role="gateway_app")
    assert await kept(admin_store) == await counted(admin_store)


@pytest.mark.parametrize("databases", ["postgres"], indirect=True)
async def test_who_writes_at_the_same_time_does_not_wait_for_the_totals(
    firm: Firm, clients: list[Client], admin_store: Store
) -> None:
    async with firm.work() as slow:
        await slow.update(client, {"balance_minor": 1}, id=clients[1].id)
        async with asyncio.timeout(1), firm.work() as quick:
            await quick.update(client, {"balance_minor": 2}, id=clients[3].id)
        await slow.update(client, {"balance_minor": 3}, id=clients[3].id)
    assert await kept(admin_store) == await counted(admin_store)


@pytest.mark.parametrize("databases", ["postgres"], indirect=True)
async def test_a_month_written_while_its_client_is_being_hidden_counts_for_nothing(
    firm: Firm, clients: list[Client], admin_store: Store
) -> None:
    """Also where the writer did not lock the client first."""
    shown = clients[1]
    written = asyncio.Event()

    async def write() -> None:
        await written.wait()
        await firm.month(shown, "2026-05", submitted=(2, 20))

    writing = asyncio.create_task(write())
    async with firm.work() as hiding:
        await hiding.update(client, {"poa_granted": False}, id=shown.id)
        written.set()
        await _until_somebody_waits(admin_store)
    await writing
    assert await kept(admin_store) == await counted(admin_store)


async def _until_somebody_waits(store: Store) -> None:
    waiting = text("SELECT count(*) FROM pg_locks WHERE NOT granted")
    async with asyncio.timeout(5), store.engine.connect() as connection:
        while not await connection.scalar(waiting):
            await asyncio.sleep(0.01)


@pytest.mark.parametrize("databases", ["postgres"], indirect=True)
async def test_parts_are_folded_but_for_those_that_are_being_changed(
    firm: Firm, clients: list[Client], store: Store, admin_store: Store
) -> None:
    async with firm.work() as one, firm.work() as other:
        await one.update(client, {"balance_minor": 7}, id=clients[1].id)
        await other.update(client, {"balance_minor": 8}, id=clients[4].id)
    before = await kept(admin_store)
    async with firm.work() as busy:
        await busy.update(client, {"balance_minor": 9}, id=clients[1].id)
        async with asyncio.timeout(1):
            await fold_totals(store)
    assert len(await parts(admin_store)) == 2
    assert await kept(admin_store) == await counted(admin_store) != before
    await fold_totals(store)
    assert await parts(admin_store) == {0}
    assert await kept(admin_store) == await counted(admin_store)


@pytest.mark.parametrize("databases", ["postgres"], indirect=True)
async def test_a_firm_whose_totals_cannot_be_added_up_harms_no_other(
    world: World, firm: Firm, clients: list[Client], store: Store, admin_store: Store
) -> None:
    worst, well = sorted([firm, await world.partner()], key=lambda each: each.id)
    await well.month(await well.client(), "2026-05", submitted=(1, 5))
    sums = dict.fromkeys(("figures", *_SUMS, "clients_behind"), 1) | {"submitted_minor": 2**62}
    key = {"partner_id": worst.id, "month": "2026-01", "currency": "DKK"}
    async with admin_store.engine.begin() as connection:
        await connection.execute(insert(month_total), [key | sums | {"part": part} for part in (1, 2, 3)])
    with pytest.raises(ValueError, match="OutOfRange"):
        await fold_totals(store)
    found = await rows(admin_store, month_total)
    assert {row.part for row in found if row.partner_id == well.id} == {0}
    assert len([row for row in found if (row.partner_id, row.month) == (worst.id, "2026-01")]) == 3


async def parts(store: Store) -> set[int]:
    async with store.engine.connect() as connection:
        return set(await connection.scalars(select(client_total.c.part).distinct()))


async def test_many_writers_of_one_firm_leave_exact_totals(
    firm: Firm, clients: list[Client], store: Store, admin_store: Store
) -> None:
    async def write(place: int) -> None:
        async with firm.work() as work:
            for each in sorted(clients, key=lambda each: each.id)[:: place % 2 + 1]:
                await work.update(client, {"balance_minor": place, "attention_level": place % 4}, id=each.id)

    async def fold() -> None:
        for _ in range(5):
            await fold_totals(store)

    ended = await asyncio.gather(*(write(place) for place in range(20)), fold(), return_exceptions=True)
    assert [each for each in ended if each is not None and not isinstance(each, Contended)] == []
    assert await kept(admin_store) == await counted(admin_store)
