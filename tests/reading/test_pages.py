"""Pages of changing lists: what stays where it is shows up exactly once, in order, in either direction."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from itertools import product
from typing import Any
from uuid import UUID

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.text import fold
from domain.vocabulary import AttentionLevel, Role, SignalKind
from loaders import client as loader
from loaders.assignment import AssignmentFilter, assignments
from loaders.client import ClientOrderField
from loaders.client_filter import NO_FILTER
from loaders.colleague import ColleagueFilter, colleagues
from loaders.invite import InviteFilter, invites
from loaders.paging import Page, Window
from loaders.reading import Reads
from loaders.team import teams
from store.engine import Store
from store.tables import assignment, client, client_word, colleague, invite, signal, team
from store.vault import Vault
from tests.reading.reference import Books, reads_of, refreshed, window
from tests.world import Client, Firm, World

KIND = SignalKind.MISSING_RECEIPTS
ORDERS = list(product(ClientOrderField, (False, True)))
Ask = Callable[[Window], Awaitable[Page]]
Change = Callable[[], Awaitable[set[UUID]]]


async def walked(ask: Ask, size: int, *, backward: bool) -> list[UUID]:
    """All ids of a list, page by page, in the list's order; checks what each page says of its neighbours."""
    found: list[UUID] = []
    cursor, more = None, True
    while more:
        page = await ask(window(size, cursor, backward=backward))
        more = page.has_previous_page if backward else page.has_next_page
        behind = page.has_next_page if backward else page.has_previous_page
        assert behind is (cursor is not None)
        assert len(page.edges) == size or not more
        ids = [row.id for row in page.nodes]
        found = ids + found if backward else found + ids
        assert len(found) < 300, "the walk does not end"
        cursor = page.start_cursor if backward else page.end_cursor
    return found


def by(reads: Reads, field: ClientOrderField, descending: bool) -> Ask:
    return lambda asked: loader.clients(reads, NO_FILTER, field, KIND, descending, asked)


async def portfolio(firm: Firm, size: int) -> list[Client]:
    """Clients with many ties: few names, balances, levels, moments."""
    made = []
    for place in range(size):
        name = ["Åse", "ase", "Berg", "Zoë"][place % 4]
        made.append(await firm.client(name, balance=[0, -5, 3_000_000_000_00][place % 3], poa=place % 5 > 0))
        if place % 2:
            await raised(firm, made[-1], place)
    return made


async def raised(firm: Firm, which: Client, dice: int) -> None:
    level = list(AttentionLevel)[dice % 4]
    amount = [0, 7, 5_000_000_000][dice % 3]
    since = firm.now - timedelta(days=dice % 3)
    await firm.signal(which, KIND, level, count=dice % 3, amount=amount, since=since)


async def test_every_order_of_clients_is_walked_whole_in_pages_of_any_size(
    world: World, store: Store, vault: Vault
) -> None:
    firm = await world.partner()
    boss = await firm.colleague(role=Role.OWNER)
    await portfolio(firm, 11)
    books, reads = await Books.of(firm), reads_of(store, vault, boss, firm.now)
    for (field, descending), size, backward in product(ORDERS, range(1, 8), (False, True)):
        expected = books.listed(NO_FILTER, field, KIND, descending=descending, to=boss)
        assert await walked(by(reads, field, descending), size, backward=backward) == expected, (field, descending)
    await refreshed(reads)


PLAN = st.lists(st.tuples(st.sampled_from(["insert", "delete", "rename", "rank"]), st.integers(0, 20)), max_size=6)
SLOWLY = settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


class Unrest:
    """Changes a firm's clients, and remembers which of them moved."""

    def __init__(self, firm: Firm, clients: list[Client]) -> None:
        self._firm = firm
        self._clients = clients
        self.moved: set[UUID] = set()

    async def act(self, kind: str, dice: int) -> None:
        if kind == "insert":
            made = await self._firm.client(["Aa", "Berg", "Zz"][dice % 3], balance=dice)
            self._clients.append(made)
            self.moved.add(made.id)
        elif self._clients:
            chosen = self._clients[dice % len(self._clients)]
            self.moved.add(chosen.id)
            await {"delete": self._delete, "rename": self._rename, "rank": self._rank}[kind](chosen, dice)

    async def _delete(self, chosen: Client, dice: int) -> None:
        self._clients.remove(chosen)
        async with self._firm.work() as work:
            await work.delete(signal, client_id=chosen.id)
            await work.delete(client_word, client_id=chosen.id)
            await work.delete(client, id=chosen.id)

    async def _rename(self, chosen: Client, dice: int) -> None:
        key = {"name_key": fold(["Aa", "Berg", "Zz"][dice % 3])}
        async with self._firm.work() as work:
            await work.update(client, key, id=chosen.id)
            await work.update(signal, key, client_id=chosen.id)

    async def _rank(self, chosen: Client, dice: int) -> None:
        await raised(self._firm, chosen, dice)
        async with self._firm.work() as work:
            await work.update(client, {"balance_minor": dice - 10}, id=chosen.id)


@SLOWLY
@given(order=st.sampled_from(ORDERS), size=st.integers(1, 7), backward=st.booleans(), plans=st.lists(PLAN, max_size=8))
async def test_clients_that_do_not_move_are_shown_once_and_in_order_while_others_move(
    world: World, store: Store, vault: Vault, order: Any, size: int, backward: bool, plans: list[Any]
) -> None:
    firm = await world.partner()
    boss = await firm.colleague(role=Role.OWNER)
    clients = await portfolio(firm, 9)
    unrest, reads = Unrest(firm, clients), reads_of(store, vault, boss, firm.now)
    before = (await Books.of(firm)).listed(NO_FILTER, order[0], KIND, descending=order[1], to=boss)
    upcoming = iter(plans)

    async def ask(asked: Window) -> Page:
        page = await by(reads, *order)(asked)
        await refreshed(reads)
        for kind, dice in next(upcoming, []):
            await unrest.act(kind, dice)
        return page

    found = await walked(ask, size, backward=backward)
    assert [id for id in found if id not in unrest.moved] == [id for id in before if id not in unrest.moved]


@settings(SLOWLY, max_examples=12)
@given(size=st.integers(1, 7), backward=st.booleans(), plan=st.lists(st.integers(0, 20), max_size=6))
async def test_every_other_list_keeps_its_order_while_rows_come_and_go(
    world: World, store: Store, vault: Vault, size: int, backward: bool, plan: list[int]
) -> None:
    firm = await world.partner()
    boss = await firm.colleague("Boss", role=Role.OWNER)
    bakery = await firm.client()
    await _people(firm, boss, bakery, 5)
    reads = reads_of(store, vault, boss, firm.now)
    lists: dict[Any, Ask] = {
        colleague: lambda asked: colleagues(reads, ColleagueFilter(), asked),
        team: lambda asked: teams(reads, asked),
        invite: lambda asked: invites(reads, InviteFilter(), asked),
        assignment: lambda asked: assignments(reads, AssignmentFilter(), asked),
    }
    for table, ask in lists.items():
        before = await _in_order(firm, table)
        found, gone = await _walked_in_unrest(firm, reads, ask, table, plan, size, backward=backward)
        assert [id for id in found if id in before and id not in gone] == [id for id in before if id not in gone]


async def _people(firm: Firm, boss: Any, bakery: Client, size: int) -> None:
    for place in range(size):
        person = await firm.colleague(["Ea", "Bo", "ea"][place % 3])
        await firm.team(f"Team {9 - place}", members=[person], clients=[bakery])
        await firm.client_invite(by=boss)


async def _in_order(firm: Firm, table: Any) -> list[UUID]:
    async with firm.work() as work:
        rows = await work.find(table)
    if table is invite:
        return [row.id for row in sorted(rows, key=lambda row: row.id, reverse=True)]
    return [row.id for row in sorted(rows, key=lambda row: (getattr(row, "name_key", ""), row.id))]


async def _walked_in_unrest(
    firm: Firm, reads: Reads, ask: Ask, table: Any, plan: list[int], size: int, *, backward: bool
) -> tuple[list[UUID], set[UUID]]:
    upcoming, gone = iter(plan), set()

    async def changing(asked: Window) -> Page:
        page = await ask(asked)
        await refreshed(reads)
        dice = next(upcoming, None)
        if dice is not None:
            gone.update(await _one_change(firm, table, dice))
        return page

    return await walked(changing, size, backward=backward), gone


async def _one_change(firm: Firm, table: Any, dice: int) -> set[UUID]:
    """Something new, and something renamed (or ended) that was there."""
    person = await firm.colleague(["Aa", "Zz"][dice % 2])
    made = await firm.team(members=[person])
    await firm.assign(person, await firm.client())
    await firm.client_invite()
    if table in (invite, colleague):
        return set()
    async with firm.work() as work:
        rows = [row for row in await work.find(table) if row.id != made.id]
        chosen = rows[dice % len(rows)]
        change = {"name_key": f"a{chosen.id}"} if table is team else {"status": "ENDED"}
        await work.update(table, change, id=chosen.id)
    return {chosen.id}
