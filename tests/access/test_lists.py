"""Whatever shows several clients shows exactly those that `client(id)` shows: lists, counts, nodes, searches."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from domain.vocabulary import AttentionLevel
from tests.access.portfolio import STAFF, Plan, Portfolio, build, plans
from tests.portal import Caller, Portal
from tests.world import World

SMALL = settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
Json = Any

ORDERS = [
    f"{field}_{direction}"
    for field in ("NAME", "ATTENTION", "BALANCE", "SIGNAL_COUNT", "SIGNAL_AMOUNT", "SIGNAL_AGE")
    for direction in ("ASC", "DESC")
]


@SMALL
@given(wanted=plans())
async def test_lists_show_what_single_reads_show(world: World, portal: Portal, wanted: list[Plan]) -> None:
    built = await build(world, wanted)
    for name, colleague in built.staff.items():
        ask = portal.of(colleague)
        visible = built.visible(name)
        assert await _read_one_by_one(ask, built) == built.ids(visible)
        await _judge_lists(ask, built, visible)
        await _judge_searches(ask, built, visible)
        await _judge_totals(ask, built, visible)
        await _judge_people(ask, built, name)
        await _judge_invites(ask, built, name)


async def _read_one_by_one(ask: Caller, built: Portfolio) -> set[str]:
    fields = [f'c{number}: client(id: "{client.public_id}") {{ id }}' for number, client in enumerate(built.clients)]
    fields += [f'n{number}: node(id: "{client.public_id}") {{ id }}' for number, client in enumerate(built.clients)]
    ids = ", ".join(f'"{client.public_id}"' for client in built.clients)
    data = (await ask(f"{{ {' '.join(fields)} nodes(ids: [{ids}]) {{ id }} }}")).data
    found = [value for key, value in data.items() if key != "nodes"]
    count = len(built.clients)
    assert found[:count] == found[count:] == data["nodes"]
    return {value["id"] for value in data["nodes"] if value}


async def _judge_lists(ask: Caller, built: Portfolio, visible: set[int]) -> None:
    orders = " ".join(
        f"{order}: clients(first: 100, orderBy: {{field: {order.rpartition('_')[0]}, "
        f"direction: {order.rpartition('_')[2]}}}) {{ totalCount nodes {{ id }} edges {{ node {{ id }} }} }}"
        for order in ORDERS
    )
    firm = (await ask(f"{{ partner {{ {orders} bookkeepingOverview {{ clients(first: 100) {PAGE} }} }} }}")).data[
        "partner"
    ]
    for page in (*(firm[order] for order in ORDERS), firm["bookkeepingOverview"]["clients"]):
        assert page["totalCount"] == len(visible)
        assert [node["id"] for node in page["nodes"]] == [edge["node"]["id"] for edge in page["edges"]]
        assert sorted(node["id"] for node in page["nodes"]) == sorted(built.ids(visible))
    for forward in (True, False):
        assert sorted(await _walk(ask, forward=forward)) == sorted(built.ids(visible))


PAGE = "{ totalCount nodes { id } edges { node { id } } }"


async def _walk(ask: Caller, *, forward: bool) -> list[str]:
    """A list two by two; whether more follows is told without a glimpse of what is hidden."""
    size, cursor, more, edge = ("first", "after", "hasNextPage", "endCursor")
    if not forward:
        size, cursor, more, edge = ("last", "before", "hasPreviousPage", "startCursor")
    found: list[str] = []
    at: str | None = None
    while True:
        answer = await ask(
            f"query($at: String) {{ partner {{ clients({size}: 2, {cursor}: $at) "
            f"{{ nodes {{ id }} pageInfo {{ {more} {edge} }} }} }} }}",
            at=at,
        )
        page = answer.data["partner"]["clients"]
        found += [node["id"] for node in page["nodes"]]
        at = page["pageInfo"][edge]
        if not page["pageInfo"][more]:
            return found


async def _judge_searches(ask: Caller, built: Portfolio, visible: set[int]) -> None:
    texts = [f"Client{number}" for number in range(len(built.clients))]
    fields = [f'n{number}: clients(filter: {{search: "{text}"}}) {PAGE}' for number, text in enumerate(texts)]
    every = f'clients(filter: {{search: "shared"}}) {PAGE} none: clients(filter: {{isUnassigned: true}}) {PAGE}'
    team = f'team: clients(filter: {{teamId: "{built.team.public_id}"}}) {PAGE}'
    behind = f'behind: clients(filter: {{monthBehind: "2026-04"}}) {PAGE}'
    firm = (await ask(f"{{ partner {{ {' '.join(fields)} {every} {team} {behind} }} }}")).data["partner"]
    for number in range(len(built.clients)):
        assert _ids(firm[f"n{number}"]) == built.ids({number} & visible)
    live = {number for _, number, _, counts in built.assignments if counts}
    assert _ids(firm["clients"]) == built.ids(visible)
    assert _ids(firm["none"]) == built.ids(visible - live)
    assert _ids(firm["team"]) == built.ids({n for n in visible if built.plans[n].in_team})
    assert _ids(firm["behind"]) == built.ids({n for n in visible if built.plans[n].poa})


def _ids(page: Json) -> set[str]:
    assert page["totalCount"] == len(page["nodes"])
    return {node["id"] for node in page["nodes"]}


async def _judge_totals(ask: Caller, built: Portfolio, visible: set[int]) -> None:
    answer = await ask(
        "{ partner { bookkeepingOverview { attentionCounts { level clientCount } "
        "balances { clientCount total { amount } } } "
        'monthlyOverview(months: 1, endingWith: "2026-04") { behindClientCount totals { submitted { count } } } '
        "pendingClients { onboarding(first: 100) { totalCount nodes { id } } } } }"
    )
    firm = answer.data["partner"]
    counts = {level["level"]: level["clientCount"] for level in firm["bookkeepingOverview"]["attentionCounts"]}
    assert counts == {level.name: sum(built.plans[n].attention is level for n in visible) for level in AttentionLevel}
    shown = {n for n in visible if built.plans[n].poa}
    balances = [{"clientCount": len(shown), "total": {"amount": f"{len(shown)}.00"}}] if shown else []
    assert firm["bookkeepingOverview"]["balances"] == balances
    totals = [{"submitted": {"count": 2 * len(shown)}}] if shown else []
    assert firm["monthlyOverview"] == [{"behindClientCount": len(shown), "totals": totals}]
    pending = {n for n in visible if built.plans[n].onboarding and built.plans[n].poa}
    assert _ids(firm["pendingClients"]["onboarding"]) == built.ids(pending)


async def _judge_people(ask: Caller, built: Portfolio, name: str) -> None:
    """Teams, colleagues and assignments tell of clients only what the viewer sees."""
    visible = built.visible(name)
    answer = await ask(
        "{ partner { teams { nodes { clientCount clients { id } } } "
        "colleagues(first: 100) { nodes { id clientCount assignments { id client { id } } } } "
        "live: assignments(first: 100) { totalCount nodes { id client { id } colleague { id } } } "
        "ended: assignments(first: 100, status: [ENDED]) { totalCount nodes { id client { id } colleague { id } } } "
        "all: assignments(first: 100, status: [ACTIVE, ENDED]) "
        "{ totalCount nodes { id client { id } colleague { id } } } } }"
    )
    firm = answer.data["partner"]
    in_team = {n for n in visible if built.plans[n].in_team}
    (team,) = firm["teams"]["nodes"]
    assert (team["clientCount"], {client["id"] for client in team["clients"]}) == (len(in_team), built.ids(in_team))
    rows = [row for row in built.assignments if row[1] in visible]
    for key, wanted in (("live", (True,)), ("ended", (False,)), ("all", (True, False))):
        expected = {
            (id, built.client_of(number), built.staff[who].public_id)
            for id, number, who, live in rows
            if live in wanted
        }
        nodes = firm[key]["nodes"]
        assert {(node["id"], node["client"]["id"], node["colleague"]["id"]) for node in nodes} == expected
        assert firm[key]["totalCount"] == len(expected)
    for node in firm["colleagues"]["nodes"]:
        who = next(known for known, colleague in built.staff.items() if colleague.public_id == node["id"])
        works_on = {number for _, number, worker, live in rows if worker == who and live}
        assert node["clientCount"] == len(works_on)
        assert {row["client"]["id"] for row in node["assignments"]} == built.ids(works_on)
    nodes = await _nodes(ask, [row[0] for row in built.assignments] + built.invoices)
    assert nodes == {row[0] for row in rows} | {built.invoices[n] for n in visible}


async def _judge_invites(ask: Caller, built: Portfolio, name: str) -> None:
    answer = await ask(
        "{ partner { invites(first: 100) { totalCount nodes { id ... on ClientInvite { client { id } } } } "
        "pendingClients { outboundInvites(status: ACCEPTED, first: 100) { totalCount nodes { id client { id } } } } } }"
    )
    firm, visible = answer.data["partner"], built.visible(name)
    expected = {
        built.invites[n].public_id: {"id": built.client_of(n)} if n in visible else None
        for n in built.visible_invites(name)
    }
    for page in (firm["invites"], firm["pendingClients"]["outboundInvites"]):
        assert {node["id"]: node["client"] for node in page["nodes"]} == expected
        assert page["totalCount"] == len(expected)
    assert await _nodes(ask, [invite.public_id for invite in built.invites.values()]) == set(expected)


async def _nodes(ask: Caller, ids: list[str]) -> set[str]:
    answer = await ask("query($ids: [ID!]!) { nodes(ids: $ids) { id } }", ids=ids)
    assert answer.errors == []
    return {node["id"] for node in answer.data["nodes"] if node}


@pytest.mark.parametrize("name", list(STAFF))
async def test_another_firm_with_the_same_clients_shows_nothing(world: World, portal: Portal, name: str) -> None:
    wanted = [Plan(dict.fromkeys(("anna", "bo", "guest"), "direct"), True, False, True, AttentionLevel.INFO, "bo")] * 3
    mine, theirs = await build(world, wanted), await build(world, wanted)
    ask = portal.of(mine.staff[name])
    foreign = [client.public_id for client in theirs.clients] + [invite.public_id for invite in theirs.invites.values()]
    foreign += [row[0] for row in theirs.assignments] + theirs.invoices
    foreign += [theirs.team.public_id, theirs.firm.public_id, *(who.public_id for who in theirs.staff.values())]
    assert await _nodes(ask, foreign) == set()
    assert await _read_one_by_one(ask, mine) == mine.ids({0, 1, 2})
    await _judge_searches(ask, mine, {0, 1, 2})
    await _judge_totals(ask, mine, {0, 1, 2})
    people = (await ask("{ partner { colleagues { totalCount } teams { totalCount } } }")).data["partner"]
    assert people == {"colleagues": {"totalCount": len(STAFF)}, "teams": {"totalCount": 1}}
