"""What pages may cost: the portal's own fit the budget, products of pages do not; nothing costs more than foretold."""

import re
from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from execution.document import Documents
from execution.limits import Limits
from schema.access import gated_schema
from store.engine import Store
from tests.portal import Caller, Portal
from tests.portal.portal import open_portal
from tests.reading import documents
from tests.reading.asking import Asking, actual
from tests.reading.conftest import Office
from tests.servers.databases import Database
from tests.servers.statements import count_statements
from tests.world import World

PAGES = ["OVERVIEW", "PEOPLE", "TEAMS", "PENDING", "INVITES", "ASSIGNMENTS"]
README = (Path(__file__).parents[2] / "README.md").read_text()
PRODUCT = (
    "{ partner { clients(first: 100) { nodes {"
    " assignments { colleague { assignments(first: 100) { client { name } } } } } } } }"
)


def estimated(text: str, variables: dict[str, Any] | None = None) -> int:
    prepared = Documents(gated_schema(), Limits(), introspection=False).prepare(text)
    return prepared.price(prepared.operation(None), variables).estimated


@pytest.mark.parametrize("page", PAGES)
def test_every_page_of_the_portal_fits_the_budget(page: str) -> None:
    assert 0 < estimated(getattr(documents, page), {"first": 50}) <= 10_000


@pytest.mark.parametrize("query", re.findall(r"```graphql\n(.*?)```", README, re.DOTALL))
def test_every_query_of_the_readme_costs_next_to_nothing(query: str) -> None:
    assert estimated(query) < 500


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
async def test_a_product_of_pages_is_refused_before_anything_is_read(
    world: World, portal: Portal, store: Store
) -> None:
    ada = await (await world.partner()).colleague()
    ask = portal.of(ada)
    with count_statements(store) as signing_in:
        await ask("{ __typename }")
    with count_statements(store) as seen:
        answer = await ask(PRODUCT)
    assert len(seen) == len(signing_in)
    assert "data" not in answer.body
    (error,) = answer.errors
    assert error["extensions"] == {"code": "LIMIT_EXCEEDED", "limit": "cost", "allowed": 10_000, "cost": 101_102}
    assert error["message"].endswith("the dearest is `partner.clients`: `first: 9` would fit, or split it.")
    assert (await ask(PRODUCT.replace("first: 100", "first: 9", 1))).data


def test_the_bulk_mutations_are_priced_by_their_rows() -> None:
    text = (
        "mutation($a: [ID!]!, $b: [ID!]!) {"
        " assignColleagues(input: {clientIds: $a, colleagueIds: $b}) { results { row } } }"
    )
    assert estimated(text, {"a": ["x"] * 30, "b": ["y"] * 2}) == 10 + 60
    assert estimated(text, {"a": ["x"] * 250, "b": ["y"] * 250}) == 10 + 1_000
    text = "mutation($i: InviteColleaguesInput!) { inviteColleagues(input: $i) { results { colleague { id } } } }"
    assert estimated(text, {"i": {"colleagues": [{"email": "x"}] * 3}}) == 10 + 3 * 2
    assert estimated(text, {"i": {"colleagues": [{"email": "x"}] * 3, "text": "x\ny\n"}}) == 10 + 5 * 2
    assert estimated(text) == 10 + 250 * 2


async def test_an_answer_says_what_it_may_have_cost(office: Office, boss: Caller) -> None:
    answer = await boss("{ partner { clients(first: 7) { nodes { id } totalCount } } }")
    assert answer.body["extensions"]["cost"] == {"estimated": 14, "actual": 14, "budget": 10_000}


@pytest.fixture
async def wide(store: Store, database: Database, tmp_path: Path, now: datetime) -> AsyncIterator[Portal]:
    """A gateway whose only limit that matters is the cost."""
    opened = open_portal(store, database.url, tmp_path, now, GATEWAY_MAX_ALIASES="1000", GATEWAY_MAX_DEPTH="100")
    yield opened
    await opened.http.aclose()


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
async def test_nothing_costs_more_than_foretold(office: Office, wide: Portal) -> None:
    ask = wide.of(office.boss)
    listed = await ask("{ partner { id clients { nodes { id } } teams { nodes { id } } colleagues { nodes { id } } } }")
    firm = listed.data["partner"]
    ids = [firm["id"], *(node["id"] for name in ("clients", "teams", "colleagues") for node in firm[name]["nodes"])]
    compared = []
    for seed in range(100):
        answer = await ask(Asking(seed, ids).query(6))
        if "data" not in answer.body:
            assert answer.codes == ["LIMIT_EXCEEDED"], answer.errors
            continue
        cost = actual(answer.data)
        told = answer.body["extensions"]["cost"]
        assert cost == told["actual"] <= told["estimated"], seed
        compared.append(cost)
    assert sum(cost > 20 for cost in compared) > 20
