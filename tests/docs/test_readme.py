"""The README tells the truth: its tables, its links, and every query of its tour."""

import asyncio
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from docs import facts
from docs.generate import README, TABLES, written
from docs.limits import PAGE as ATTENTION
from docs.limits import listed
from docs.machines import PAGES, drawn, machines, places
from gateway.cli import main
from gateway.settings import Settings
from gateway.wiring import store_of
from schema.build import build_schema
from store.demo.fill import fill_demo
from store.demo.firms import DEMO_VIEWERS
from store.migrate import migrate
from store.vault import Vault
from tests.portal import Answer
from tests.portal.portal import SECRET_KEY, open_portal
from tests.world import ISSUER

NOW = datetime(2026, 5, 13, 9, 0, tzinfo=UTC)
ROOT = README.parent
QUERIES = [
    query
    for page in (README, ROOT / "docs" / "webhooks.md")
    for query in re.findall(r"```graphql\n(.*?)```", page.read_text(), re.DOTALL)
]


@pytest.fixture(scope="module")
def demo_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the demo world in SQLite."""
    folder = tmp_path_factory.mktemp("demo")
    asyncio.run(_fill(folder))
    return folder


def _settings(folder: Path) -> Settings:
    return Settings.from_environment({"GATEWAY_DATA_DIR": str(folder), "GATEWAY_SECRET_KEYS": SECRET_KEY})


async def _fill(folder: Path) -> None:
    store = store_of(_settings(folder))
    await migrate(store)
    await fill_demo(store, Vault([SECRET_KEY]), NOW, issuer=ISSUER)
    await store.close()


async def _ask(folder: Path, query: str) -> Answer:
    settings = _settings(folder)
    store = store_of(settings)
    try:
        portal = open_portal(store, settings.database_url, folder, NOW)
        return await portal.person(DEMO_VIEWERS[0].email)(query)
    finally:
        await store.close()


def test_the_limits_of_attention_are_what_holds() -> None:
    assert ATTENTION.read_text() == listed(ATTENTION.read_text()), "run: python -m docs.generate"


@pytest.mark.parametrize("page", TABLES, ids=lambda page: page.name)
def test_its_tables_are_what_the_code_declares(page: Path) -> None:
    assert page.read_text() == written(page), "run: python -m docs.generate"


def test_the_page_on_operating_names_every_command() -> None:
    page = (ROOT / "docs" / "operating.md").read_text()
    assert [name for name in main.commands if f"`gateway {name}" not in page] == []


def test_state_machines_are_drawn_from_the_data_by_which_they_run() -> None:
    texts = [page.read_text() for page in PAGES]
    assert texts == list(map(drawn, texts)), "run: python -m docs.generate"


def test_every_state_machine_of_the_domain_is_drawn_once() -> None:
    drawn_ones = [name for page in PAGES for name in places(page.read_text())]
    assert sorted(drawn_ones) == sorted(machines())
    assert len(drawn_ones) >= 10


def test_the_schema_file_is_the_schema() -> None:
    assert (ROOT / "schema.graphql").read_text() == build_schema().as_str() + "\n", "run: make sdl"


def test_the_form_of_facts_is_what_they_are_checked_by() -> None:
    assert facts.SCHEMA.read_text() == facts.schema(), "run: python -m docs.generate"
    assert facts.PAGE.read_text() == facts.listed(facts.PAGE.read_text()), "run: python -m docs.generate"
    assert facts.PAGE.read_text().count("| `") >= 20


def test_the_tour_has_queries() -> None:
    assert len(QUERIES) >= 5


@pytest.mark.parametrize("query", QUERIES, ids=range(len(QUERIES)))
async def test_each_query_of_the_tour_answers(demo_folder: Path, query: str) -> None:
    answer = await _ask(demo_folder, query)
    assert answer.status == 200
    assert set(answer.codes) <= {"ACCESS_DENIED"}
    for payload in answer.data.values():
        assert payload is not None
        assert not payload.get("userErrors")


@pytest.mark.parametrize(
    "page", sorted(path for path in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]), ids=lambda path: path.name
)
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", page.read_text()):
        if not target.startswith(("http://", "https://")):
            assert (page.parent / target).exists(), target


def test_every_decision_is_in_the_index() -> None:
    folder = ROOT / "docs" / "decisions"
    index = (folder / "README.md").read_text()
    for decision in folder.glob("0*.md"):
        assert f"({decision.name})" in index
