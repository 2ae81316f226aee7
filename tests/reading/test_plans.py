"""With 5,000 clients every order and every filter of the client list is answered through an index."""

from collections.abc import AsyncIterator
from datetime import datetime
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from domain.vocabulary import SignalKind
from loaders.client import ClientOrderField
from store.tenancy import Keys
from store.vault import Vault
from tests.portal import Portal
from tests.portal.portal import open_portal
from tests.reading.big_firm import CLIENTS, BigFirm, big_firm
from tests.reading.explaining import Plan, explained
from tests.servers.databases import PostgresServer
from tests.servers.statements import recorded
from tests.world import Colleague

PAGE = """query($f: ClientFilter, $o: ClientOrder, $after: String) { partner {
  clients(first: 20, filter: $f, orderBy: $o, after: $after) { nodes { id } pageInfo { endCursor } } } }"""
ORDERS = [{"field": field.value, "direction": way} for field, way in product(ClientOrderField, ("ASC", "DESC"))]
FILTERS: list[dict[str, Any]] = [
    {"search": "an"},
    {"search": "an odense"},
    {"search": "odense"},
    {"status": ["SUSPENDED"]},
    {"status": ["ACTIVE", "ONBOARDING"]},
    {"level": ["EXTENDED"]},
    {"attention": ["CRITICAL"]},
    {"attention": ["NONE"]},
    *({"signal": [kind.value]} for kind in SignalKind),
    {"onboarding": ["IN_REVIEW"]},
    {"isUnassigned": True},
    {"isUnassigned": False},
    {"isMine": True},
    {"isMine": False},
    {"monthBehind": "2026-04"},
    {"monthBehind": "2020-01"},
    {"signal": ["BILLING_BLOCKED"], "search": "an", "status": ["ACTIVE"]},
]
TABLES = ("client", "signal", "assignment", "month_figure", "client_word", "team_client")


async def plans(big: BigFirm, portal: Portal, who: Colleague, **variables: Any) -> tuple[str | None, Plan, Plan]:
    """The cursor of a page, and the two plans of the statement behind it."""
    with recorded(big.store) as seen:
        answer = await portal.of(who)(PAGE, **variables)
    page = answer.data["partner"]["clients"]
    statement = next(sent for sent in seen if "LIMIT" in sent.text)
    return page["pageInfo"]["endCursor"], *await explained(big.store, Keys(partner_id=who.partner_id), statement)


def goes_through_indexes(plan: Plan) -> bool:
    return not any("Seq Scan" in kind for table in TABLES for kind in plan.kinds(table))


async def each_order_is_an_index_order(big: BigFirm, portal: Portal) -> None:
    for order in ORDERS:
        edge, *first = await plans(big, portal, big.boss, o=order)
        assert edge is not None
        _, *second = await plans(big, portal, big.boss, o=order, after=edge)
        for plan in (*first, *second):
            assert goes_through_indexes(plan), (order, plan.root)
            assert "Sort" not in plan.kinds(), (order, plan.root)
        # The comparison with the cursor begins the scan, rather than throwing away what it passes.
        for plan in second:
            assert any("ROW(" in node.get("Index Cond", "") for node in plan.nodes), (order, plan.root)
            assert not any("ROW(" in node.get("Filter", "") for node in plan.nodes), (order, plan.root)
        assert max(first[0].scanned(), second[0].scanned()) <= 2 * 21, order


async def no_order_of_a_bookkeepers_clients_sorts_those_of_others(big: BigFirm, portal: Portal) -> None:
    for order in ORDERS:
        edge, *first = await plans(big, portal, big.bookkeeper, o=order)
        _, *second = await plans(big, portal, big.bookkeeper, o=order, after=edge)
        for plan in (*first, *second):
            assert goes_through_indexes(plan), (order, plan.root)
        for plan in (first[0], second[0]):
            assert plan.rows_sorted <= 40, (order, plan.root)
            # PostgreSQL guesses what lies beyond a cursor: at the worst it walks the firm's clients in their order.
            assert plan.scanned() <= 3 * CLIENTS, (order, plan.root)


async def each_filter_goes_through_indexes(big: BigFirm, portal: Portal) -> None:
    team = {"teamId": "team_" + "0" * 26}
    filters = [*FILTERS, {"assigneeId": big.bookkeeper.public_id}, {"assigneeId": big.boss.public_id}, team]
    for wanted, who in product(filters, (big.boss, big.bookkeeper)):
        for order in ({"field": "NAME"}, {"field": "ATTENTION", "direction": "DESC"}):
            _, *made = await plans(big, portal, who, o=order, f=wanted)
            for plan in made:
                assert goes_through_indexes(plan), (wanted, order, plan.root)


@pytest.fixture
async def big(postgres_server: PostgresServer, vault: Vault, now: datetime) -> AsyncIterator[BigFirm]:
    with postgres_server.database() as database:
        async with big_firm(database, vault, now) as made:
            yield made


async def test_every_list_of_clients_is_answered_through_an_index(big: BigFirm, tmp_path: Path, now: datetime) -> None:
    portal = open_portal(big.store, "postgresql+asyncpg://nobody@nowhere/name", tmp_path, now)
    # One after another: making the firm takes longer than asking it everything.
    await each_order_is_an_index_order(big, portal)
    await no_order_of_a_bookkeepers_clients_sorts_those_of_others(big, portal)
    await each_filter_goes_through_indexes(big, portal)
    await portal.http.aclose()
