"""Filters and orders of client lists mean what plain Python says they mean."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.vocabulary import (
    AccessLevel,
    AccessStatus,
    AttentionLevel,
    ClientStatus,
    OnboardingStatus,
    Role,
    SignalKind,
    WaitingOn,
)
from loaders import client as loader
from loaders.client import ClientOrderField
from loaders.client_filter import ClientFilter
from loaders.paging import Window
from store.engine import Store
from store.vault import Vault
from tests.portal import Caller, Portal
from tests.reading.names import NAMES
from tests.reading.reference import Books, reads_of, refreshed
from tests.world import Client, Colleague, Firm, World

MONTHS = ("2026-03", "2026-04")
KINDS = (SignalKind.LOW_BALANCE, SignalKind.MISSING_RECEIPTS)


class Scene:
    """A firm whose clients differ in everything that filters look at."""

    def __init__(self, firm: Firm, boss: Colleague, anna: Colleague) -> None:
        self.firm = firm
        self.boss = boss
        self.anna = anna

    async def fill(self) -> None:
        clients = [await self._client(place, name) for place, name in enumerate(NAMES)]
        await self.firm.team("Nord", members=[self.anna], clients=clients[3:6])
        await self.firm.team("Syd", clients=clients[5:9])
        await self.firm.assign(self.anna, clients[0])
        await self.firm.assign(self.anna, clients[1], ends_at=self.firm.now - timedelta(seconds=1))
        await self.firm.assign(self.boss, clients[2], ends_at=self.firm.now + timedelta(days=1))

    async def _client(self, place: int, name: str) -> Client:
        made = await self.firm.client(
            name,
            level=list(AccessLevel)[place % 2],
            poa=place % 4 > 0,
            access_status=AccessStatus.DISCONNECTED if place == 9 else None,
            onboarding=list(OnboardingStatus)[place % len(OnboardingStatus)]
            if place % 3
            else OnboardingStatus.VERIFIED,
            balance=(place % 5 - 2) * 10_000_000_000,
            currency=["DKK", "EUR", "SEK"][place % 3],
        )
        for turn, kind in enumerate(KINDS):
            level = list(AttentionLevel)[(place + turn) % 4]
            await self.firm.signal(made, kind, level, count=place % 3, amount=place % 4, currency=made.currency)
        for turn, month in enumerate(MONTHS):
            await self.firm.month(made, month, submitted=(3, 300), exported=((place + turn) % 4, 100))
        return made


@pytest.fixture
async def scene(world: World) -> Scene:
    firm = await world.partner()
    made = Scene(firm, await firm.colleague("Boss", role=Role.ADMIN), await firm.colleague("Anna"))
    await made.fill()
    return made


@pytest.fixture
def boss(scene: Scene, portal: Portal) -> Caller:
    return portal.of(scene.boss)


def some(words: Any) -> Any:
    return st.just(()) | st.lists(st.sampled_from(words), max_size=2, unique=True).map(tuple)


SEARCH = st.one_of(
    st.none(),
    st.sampled_from(
        ["stra", "STRASS", "ß", "ø", "smorre aeb", "søhne", "sohne mu", "100%", "_", "%", "~", "'", '"', "\\"]
    ),
    st.sampled_from(
        [" ", "\t\n", "cafe  zoe", "zoe café", "lodz", "o'b", "tilde~", "back\\s", "a/s", "北京", "import", "1000"]
    ),
    st.text(max_size=6),
    st.sampled_from(NAMES).flatmap(lambda name: st.integers(1, len(name)).map(lambda cut: name[:cut])),
)


def filters(scene_ids: list[Any]) -> Any:
    assignees, teams = scene_ids
    return st.builds(
        ClientFilter,
        search=SEARCH,
        status=some(ClientStatus),
        level=some(AccessLevel),
        attention=some(AttentionLevel),
        signal=some((*KINDS, SignalKind.DATA_STALE)),
        onboarding=some(OnboardingStatus),
        waiting_on=st.just(()) | some(WaitingOn),
        assignee_id=st.sampled_from([None, None, None, *assignees]),
        team_id=st.sampled_from([None, None, None, *teams]),
        unassigned=st.sampled_from([None, None, None, True, False]),
        mine=st.sampled_from([None, None, None, True, False]),
        month_behind=st.sampled_from([None, None, None, *MONTHS, "2020-01"]),
    )


async def test_lists_are_what_plain_python_makes_of_the_rows(scene: Scene, store: Store, vault: Vault) -> None:
    books = await Books.of(scene.firm)
    people, teams = [scene.anna.id, scene.boss.id], sorted({row.team_id for row in books.teams})
    readers = {who: reads_of(store, vault, who, scene.firm.now) for who in (scene.boss, scene.anna)}
    nonempty = 0

    @settings(max_examples=150, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck), database=None)
    @given(
        wanted=filters([people, teams]),
        field=st.sampled_from(ClientOrderField),
        kind=st.sampled_from(KINDS),
        descending=st.booleans(),
        who=st.sampled_from([scene.boss, scene.anna]),
    )
    async def check(wanted: ClientFilter, field: Any, kind: Any, descending: bool, who: Colleague) -> None:
        nonlocal nonempty
        page = await loader.clients(readers[who], wanted, field, kind, descending, Window(first=100))
        expected = books.listed(wanted, field, kind, descending=descending, to=who)
        assert [row.id for row in page.nodes] == expected
        assert await page.count() == len(expected)
        nonempty += bool(expected)

    await _in_this_loop(check)
    for reads in readers.values():
        await refreshed(reads)
    assert nonempty > 30


async def _in_this_loop(check: Any) -> None:
    """Runs the examples one after another as coroutines of the test's own loop."""
    loop, inner = asyncio.get_running_loop(), check.hypothesis.inner_test

    def one(*arguments: Any, **named: Any) -> None:
        asyncio.run_coroutine_threadsafe(inner(*arguments, **named), loop).result()

    check.hypothesis.inner_test = one
    await asyncio.to_thread(check)


async def test_search_finds_a_registration_number_and_blanks_find_everybody(scene: Scene, boss: Caller) -> None:
    query = """query($s: String) { partner { clients(filter: {search: $s}, first: 100) {
      nodes { name registrationNumber } } } }"""
    everybody = (await boss(query, s="  \t ")).data["partner"]["clients"]["nodes"]
    assert len(everybody) == len(NAMES)
    wanted = everybody[3]
    assert (await boss(query, s=wanted["registrationNumber"])).data["partner"]["clients"]["nodes"] == [wanted]
    assert (await boss(query, s="\u0000")).data["partner"]["clients"]["nodes"] == []


async def test_the_filters_of_the_schema_reach_the_list(scene: Scene, boss: Caller) -> None:
    query = "query($f: ClientFilter) { partner { clients(filter: $f, first: 100) { nodes { id } } } }"
    team = await scene.firm.team("West", clients=[await scene.firm.client("Vest")])
    books = await Books.of(scene.firm)
    for sent, wanted in (
        (
            {"status": ["SUSPENDED", "ONBOARDING"]},
            ClientFilter(status=(ClientStatus.SUSPENDED, ClientStatus.ONBOARDING)),
        ),
        ({"level": ["EXTENDED"]}, ClientFilter(level=(AccessLevel.EXTENDED,))),
        ({"attention": ["CRITICAL", "INFO"]}, ClientFilter(attention=(AttentionLevel.CRITICAL, AttentionLevel.INFO))),
        ({"signal": ["LOW_BALANCE"]}, ClientFilter(signal=(SignalKind.LOW_BALANCE,))),
        ({"onboarding": ["VERIFIED"]}, ClientFilter(onboarding=(OnboardingStatus.VERIFIED,))),
        ({"assigneeId": scene.anna.public_id}, ClientFilter(assignee_id=scene.anna.id)),
        ({"teamId": team.public_id}, ClientFilter(team_id=team.id)),
        ({"isUnassigned": True}, ClientFilter(unassigned=True)),
        ({"isUnassigned": False}, ClientFilter(unassigned=False)),
        ({"isMine": True}, ClientFilter(mine=True)),
        ({"isMine": False, "level": ["LIMITED"]}, ClientFilter(mine=False, level=(AccessLevel.LIMITED,))),
        ({"monthBehind": "2026-04"}, ClientFilter(month_behind="2026-04")),
        ({"search": "na", "level": ["LIMITED"]}, ClientFilter(search="na", level=(AccessLevel.LIMITED,))),
    ):
        found = (await boss(query, f=sent)).data["partner"]["clients"]["nodes"]
        by_name = books.listed(wanted, ClientOrderField.NAME, KINDS[0], descending=False, to=scene.boss)
        assert [node["id"] for node in found] == [Client(id, scene.firm.id, "", "").public_id for id in by_name], sent
        assert 0 < len(found) < len(NAMES), sent


async def test_clients_on_their_way_are_chosen_by_whose_turn_it_is(scene: Scene, boss: Caller) -> None:
    query = """query($turn: [WaitingOn!]) { partner { pendingClients { onboarding(waitingOn: $turn, first: 100) {
      totalCount nodes { id onboarding { waitingOn } } } } } }"""

    async def listed(*turn: str) -> Any:
        return (await boss(query, turn=list(turn))).data["partner"]["pendingClients"]["onboarding"]

    everybody = (await listed())["nodes"]
    for turn in (("PARTNER",), ("CLIENT",), ("PLATFORM",), ("PARTNER", "CLIENT")):
        wanted = [node for node in everybody if node["onboarding"]["waitingOn"] in turn]
        assert 0 < len(wanted) < len(everybody)
        assert await listed(*turn) == {"totalCount": len(wanted), "nodes": wanted}


async def test_ids_that_are_none_of_the_firms_find_nobody(scene: Scene, boss: Caller, world: World) -> None:
    query = "query($f: ClientFilter) { partner { clients(filter: $f) { totalCount } } }"
    stranger = await (await world.partner()).colleague()
    for id in (stranger.public_id, scene.firm.public_id, "nothing", "", "colleague_" + "0" * 26):
        for name in ("assigneeId", "teamId"):
            assert (await boss(query, f={name: id})).data["partner"]["clients"]["totalCount"] == 0, (name, id)
