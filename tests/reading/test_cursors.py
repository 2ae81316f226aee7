"""Cursors and windows: what is accepted, what is refused, and what a page says of the whole list."""

import base64
from typing import Any

import pytest

import loaders.paging
from domain.vocabulary import Role, Scope
from tests.portal import Answer, Caller, Portal
from tests.world import Firm, World

CLIENTS = """query(
  $first: Int, $after: String, $last: Int, $before: String, $filter: ClientFilter, $orderBy: ClientOrder
) {
  partner { clients(first: $first, after: $after, last: $last, before: $before, filter: $filter, orderBy: $orderBy) {
    totalCount edges { cursor node { name } } nodes { name }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
  } } }"""


@pytest.fixture
async def firm(world: World) -> Firm:
    made = await world.partner()
    for name in ("Anker", "Bager", "Cykel", "Dyne", "Eg"):
        await made.client(name)
    return made


@pytest.fixture
async def boss(firm: Firm, portal: Portal) -> Caller:
    return portal.of(await firm.colleague(role=Role.ADMIN))


async def listed(caller: Caller, **variables: Any) -> Any:
    answer = await caller(CLIENTS, **variables)
    assert not answer.errors, answer.errors
    return answer.data["partner"]["clients"]


async def cursor(caller: Caller, **variables: Any) -> str:
    made: str = (await listed(caller, first=2, **variables))["pageInfo"]["endCursor"]
    return made


def names(connection: Any) -> list[str]:
    return [node["name"] for node in connection["nodes"]]


def refused(answer: Answer, argument: str = "after") -> bool:
    return answer.codes == ["BAD_CURSOR"] and f"`{argument}`" in answer.errors[0]["message"]


async def test_a_cursor_leads_on_and_back(boss: Caller) -> None:
    middle = await listed(boss, first=2, after=await cursor(boss))
    assert names(middle) == ["Cykel", "Dyne"]
    assert (middle["pageInfo"]["hasNextPage"], middle["pageInfo"]["hasPreviousPage"]) == (True, True)
    assert [edge["node"]["name"] for edge in middle["edges"]] == names(middle)
    assert [edge["cursor"] for edge in middle["edges"]][1] == middle["pageInfo"]["endCursor"]
    back = await listed(boss, last=5, before=middle["pageInfo"]["startCursor"])
    assert (names(back), back["pageInfo"]["hasNextPage"]) == (["Anker", "Bager"], True)
    assert back["pageInfo"]["hasPreviousPage"] is False


async def test_a_cursor_of_another_filter_order_direction_or_signal_is_refused(boss: Caller) -> None:
    age = {"field": "SIGNAL_AGE", "signal": "LOW_BALANCE"}
    ways: list[dict[str, Any]] = [
        {},
        {"filter": {"search": "a"}},
        {"filter": {"search": "A"}},
        {"filter": {"isUnassigned": True}},
        {"filter": {"isMine": True}},
        {"filter": {"status": ["ACTIVE"]}},
        {"orderBy": {"field": "NAME", "direction": "DESC"}},
        {"orderBy": {"field": "BALANCE"}},
        {"orderBy": {"field": "BALANCE", "direction": "DESC"}},
        {"orderBy": age},
        {"orderBy": age | {"signal": "POA_MISSING"}},
    ]
    for made in ways:
        edge = (await listed(boss, first=1, **made))["pageInfo"]["endCursor"]
        for used in ways:
            if used != made and edge is not None:
                assert refused(await boss(CLIENTS, after=edge, **used)), (made, used)


async def test_a_cursor_of_another_list_is_refused(boss: Caller) -> None:
    edge = await cursor(boss)
    for other in ("colleagues", "teams", "invites", "assignments", "pendingClients { onboarding"):
        query = f'{{ partner {{ {other}(after: "{edge}") {{ nodes {{ id }} }} }} }}' + "}" * other.count("{")
        assert refused(await boss(query)), other


async def test_a_cursor_serves_nobody_but_the_caller_it_was_made_for(
    firm: Firm, boss: Caller, world: World, portal: Portal
) -> None:
    edge = await cursor(boss)
    other = await firm.colleague(role=Role.ADMIN)
    machine = await firm.integration([Scope.CLIENTS_READ, Scope.PARTNER_READ])
    stranger = await (await world.partner()).colleague(role=Role.ADMIN)
    callers = [portal.of(other), portal.of(stranger), portal.machine(machine, *machine.scopes)]
    for caller in callers:
        assert refused(await caller(CLIENTS, after=edge))


async def test_a_cursor_of_the_same_persons_other_firm_is_refused(
    firm: Firm, boss: Caller, world: World, portal: Portal
) -> None:
    anna = await firm.colleague(role=Role.ADMIN)
    other = await world.partner()
    await other.client()
    again = await other.colleague(role=Role.ADMIN, identity=anna.identity)
    assert refused(await portal.of(again)(CLIENTS, after=await cursor(portal.of(anna))))


async def test_anything_but_a_whole_untouched_cursor_is_refused(boss: Caller) -> None:
    good = await cursor(boss)
    raw = bytearray(base64.urlsafe_b64decode(good + "=" * (-len(good) % 4)))
    bad = [good[:-1], good[:10], good[1:], good + "A", good + "=", good + "\n", " " + good, good.swapcase(), good * 2]
    bad += ["", "a", "=", "====", "null", "0", "😀", "é" * 20, "\x00", "A" * 21, "A" * 5_000, "../../x", "' OR 1=1 --"]
    for place in range(0, len(raw), 3):
        tampered = raw.copy()
        tampered[place] ^= 1
        bad.append(base64.urlsafe_b64encode(tampered).decode().rstrip("="))
    for text in bad:
        for argument in ("after", "before"):
            assert refused(await boss(CLIENTS, **{argument: text}), argument), text


async def test_windows_out_of_bounds_are_refused_by_name(boss: Caller) -> None:
    for wrong, named in (
        ({"first": -1}, "first"),
        ({"first": 101}, "first"),
        ({"last": -1}, "last"),
        ({"last": 101}, "last"),
        ({"first": 2_147_483_647}, "first"),
        ({"first": 1, "last": 1}, "last"),
    ):
        answer = await boss(CLIENTS, **wrong)
        assert (answer.codes, f"`{named}`" in answer.errors[0]["message"]) == (["BAD_INPUT"], True), wrong
        assert answer.data["partner"]["clients"] is None


async def test_a_page_of_nothing_tells_whether_there_is_more(boss: Caller) -> None:
    none = await listed(boss, first=0)
    assert (none["nodes"], none["totalCount"]) == ([], 5)
    assert none["pageInfo"] == {"hasNextPage": True, "hasPreviousPage": False, "startCursor": None, "endCursor": None}


@pytest.mark.parametrize(
    ("window", "shown", "has_next", "has_previous"),
    [
        ({"first": 5}, "ABCDE", False, False),
        ({"first": 4}, "ABCD", True, False),
        ({"last": 4}, "BCDE", False, True),
        ({"last": 5}, "ABCDE", False, False),
        ({"first": 100}, "ABCDE", False, False),
        ({}, "ABCDE", False, False),
    ],
)
async def test_a_page_says_what_lies_before_and_after(
    boss: Caller, window: dict[str, int], shown: str, has_next: bool, has_previous: bool
) -> None:
    page = await listed(boss, **window)
    assert "".join(name[0] for name in names(page)) == shown
    assert (page["pageInfo"]["hasNextPage"], page["pageInfo"]["hasPreviousPage"]) == (has_next, has_previous)


async def test_between_two_cursors_only_what_lies_between(boss: Caller) -> None:
    edges = (await listed(boss))["edges"]
    window = {"after": edges[0]["cursor"], "before": edges[4]["cursor"]}
    assert names(await listed(boss, first=3, **window)) == ["Bager", "Cykel", "Dyne"]
    cut = await listed(boss, last=2, **window)
    assert names(cut) == ["Cykel", "Dyne"]
    assert cut["pageInfo"]["hasPreviousPage"] is True
    assert names(await listed(boss, first=3, after=edges[4]["cursor"], before=edges[0]["cursor"])) == []


@pytest.mark.parametrize(("cap", "expected"), [(4, None), (5, 5), (6, 5)])
async def test_a_total_beyond_the_cap_is_null(
    boss: Caller, monkeypatch: pytest.MonkeyPatch, cap: int, expected: int | None
) -> None:
    monkeypatch.setattr(loaders.paging, "COUNT_CAP", cap)
    assert (await listed(boss, first=1))["totalCount"] == expected


async def test_a_total_counts_what_the_filter_and_the_viewer_leave(firm: Firm, boss: Caller, portal: Portal) -> None:
    anna, dyre = await firm.colleague(), await firm.client("Dyrlæge")
    await firm.assign(anna, dyre)
    assert (await listed(boss, filter={"search": "dy"}))["totalCount"] == 2
    assert (await listed(portal.of(anna), filter={"search": "dy"}))["totalCount"] == 1
    assert (await listed(portal.of(anna), filter={"search": "anker"}))["totalCount"] == 0
