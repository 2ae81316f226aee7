"""What a viewer may not see cannot change one byte of an answer: twin worlds, asked the same by the same viewer."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from graphql import IntValueNode, StringValueNode
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis_graphql import queries

from schema.access import gated_schema
from store.engine import Store, open_store
from tests.access.twins import PASSWORD, SIGHTS, Scene, build, copy, part
from tests.portal import Answer, Caller, Portal
from tests.portal.portal import open_portal
from tests.servers.databases import Database, PostgresServer, SqliteFiles
from tests.world import World

EXAMPLES = settings(
    max_examples=40,
    deadline=None,
    # Shrinking asks both worlds hundreds of times more; the document that failed says enough.
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)
TEXTS = ("shown", "Shown 1", PASSWORD, "twin", "Aaa", "zz", "renamed", "@example.com", "", "%", "_", "10000", "é")


@dataclass
class Twins:
    """The same question to both worlds."""

    scene: Scene
    one: Caller
    other: Caller
    documents: st.SearchStrategy[str]

    async def ask(self, query: str, **variables: Any) -> Answer:
        """The answer, if both give it."""
        first, second = await self.one(query, **variables), await self.other(query, **variables)
        assert (first.status, first.raw) == (second.status, second.raw), (query, variables)
        assert "INTERNAL" not in first.codes, (query, variables)
        return first


@pytest.fixture
def second_database(databases: SqliteFiles | PostgresServer) -> Iterator[Database]:
    """Where the twin lives."""
    with databases.database() as database:
        yield database


# The walls of the second database stand between firms and around clients: two sights are enough there.
pytestmark = pytest.mark.parametrize(
    ("databases", "sight"),
    [("sqlite", sight) for sight in SIGHTS] + [("postgres", sight) for sight in ("admin", "bookkeeper")],
    indirect=True,
)


@pytest.fixture
def sight(request: pytest.FixtureRequest) -> str:
    """Who looks."""
    chosen: str = request.param
    return chosen


@pytest.fixture
async def twins(
    sight: str,
    world: World,
    portal: Portal,
    admin_store: Store,
    second_database: Database,
    tmp_path: Path,
    now: datetime,
) -> AsyncIterator[Twins]:
    """Two worlds that differ only in what `sight` may not see."""
    scene = await build(world)
    owner, store = open_store(second_database.url), open_store(second_database.url, role=second_database.role)
    await copy(admin_store, owner)
    twin = open_portal(store, second_database.url, tmp_path, now)
    ground = replace(scene.firm.ground, store=store)
    there = replace(scene, firm=replace(scene.firm, ground=ground), other=replace(scene.other, ground=ground))
    await part(there, sight)
    documents = queries(gated_schema(), custom_scalars=_scalars(scene.ids))
    yield Twins(scene, scene.caller(portal, sight), scene.caller(twin, sight), documents)
    await twin.http.aclose()
    await store.close()
    await owner.close()


def _scalars(ids: list[str]) -> dict[str, st.SearchStrategy[Any]]:
    def text(*values: str) -> st.SearchStrategy[StringValueNode]:
        return st.sampled_from(values).map(lambda value: StringValueNode(value=value))

    return {
        "ID": text(*ids),
        "String": text(*TEXTS),
        "YearMonth": text("2026-03", "2026-04", "2026-05", "2026-13"),
        "DateTime": text("2026-06-01T00:00:00Z"),
        "Int": st.sampled_from((0, 1, 2, 3, 100, 101, -1)).map(lambda value: IntValueNode(value=str(value))),
    }


@EXAMPLES
@given(data=st.data())
async def test_generated_queries_get_the_same_bytes(twins: Twins, data: st.DataObject) -> None:
    await twins.ask(data.draw(twins.documents))


LISTS = (
    "clients",
    "colleagues",
    "teams",
    "assignments",
    "assignments(status: [ACTIVE, ENDED])",
    "invites",
    "invites(kind: [INBOUND, COLLEAGUE])",
)
CLIENT = "id name version status attention { level signalCount signals { kind count } } wallet { balance { amount } } "
CLIENT += (
    "exportProgress { month submitted { count } } assignments { id colleague { name } } teams { name clientCount } "
)
CLIENT += "invite { id } invoices { number } viewerCan { capabilities }"


OPERATIONS = (
    f"clients {{ nodes {{ {CLIENT} }} }}",
    "bookkeepingOverview { balances { clientCount total { amount } } attentionCounts { clientCount } }",
    'monthlyOverview(endingWith: "2026-05") { behindClientCount totals { submitted { count } } }',
    "teams { nodes { version clientCount clients { id } members { name email version clientCount } } }",
    "colleagues { nodes { name email lastSeenAt version clientCount assignments { id } invite { email } } }",
    "pendingClients { outboundInvites { totalCount nodes { id email message } } onboarding { totalCount } }",
    "pendingClients { inboundInvites { totalCount nodes { id email message } } }",
    *(f"{name} {{ totalCount edges {{ cursor node {{ id }} }} pageInfo {{ hasNextPage }} }}" for name in LISTS),
)


async def test_lists_totals_and_counts_get_the_same_bytes(twins: Twins) -> None:
    for operation in OPERATIONS:
        await twins.ask(f"{{ partner {{ {operation} }} }}")


async def test_filters_orders_and_searches_get_the_same_bytes(twins: Twins) -> None:
    ids = [text for text in twins.scene.ids if text.startswith(("colleague", "team"))]
    filters = [f'search: "{text}"' for text in TEXTS] + [f'assigneeId: "{id}"' for id in ids if id[0] == "c"]
    filters += [f'teamId: "{id}"' for id in ids if id[0] == "t"]
    filters += ["attention: [CRITICAL]", "signal: [LOW_BALANCE]", 'monthBehind: "2026-04"', 'monthBehind: "2026-03"']
    filters += ["isUnassigned: true", "level: [EXTENDED]", "status: [SUSPENDED]", "onboarding: [SUBMITTED]"]
    for given_filter in filters:
        page = "totalCount edges { cursor node { id } }"
        await twins.ask(f"{{ partner {{ clients(filter: {{{given_filter}}}) {{ {page} }} }} }}")
        await twins.ask(
            f"{{ partner {{ bookkeepingOverview(filter: {{{given_filter}}}) {{ clients {{ {page} }} "
            f"balances {{ clientCount }} attentionCounts {{ clientCount }} }} "
            f'monthlyOverview(filter: {{{given_filter}}}, endingWith: "2026-04") {{ behindClientCount }} }} }}'
        )
    for field in ("NAME", "ATTENTION", "BALANCE", "SIGNAL_COUNT", "SIGNAL_AMOUNT", "SIGNAL_AGE"):
        for direction in ("ASC", "DESC"):
            order = f"orderBy: {{field: {field}, direction: {direction}, signal: LOW_BALANCE}}"
            await _walk(twins, f"clients(first: 1, after: $at, {order})")
    for text in TEXTS:
        await twins.ask(f'{{ partner {{ colleagues(search: "{text}") {{ totalCount nodes {{ id }} }} }} }}')


async def _walk(twins: Twins, field: str) -> None:
    at: str | None = None
    for _ in range(10):
        answer = await twins.ask(
            f"query($at: String) {{ partner {{ {field} {{ nodes {{ id }} pageInfo {{ hasNextPage endCursor }} }} }} }}",
            at=at,
        )
        page = (answer.data["partner"] or {}).get(field.partition("(")[0])
        if not page or not page["pageInfo"]["hasNextPage"]:
            return
        at = page["pageInfo"]["endCursor"]
    raise AssertionError("the list has no end")


async def test_every_id_gets_the_same_bytes(twins: Twins) -> None:
    for id in twins.scene.ids:
        await twins.ask(
            f"query($id: ID!) {{ client(id: $id) {{ {CLIENT} }} node(id: $id) {{ __typename id }} "
            f"nodes(ids: [$id]) {{ id ... on Client {{ {CLIENT} }} }} "
            "partner { assignments(clientId: $id) { totalCount } a: assignments(colleagueId: $id) { totalCount } } }",
            id=id,
        )
