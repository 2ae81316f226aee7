"""The page on operating names the metrics that a scrape shows, and no others; so do all pages."""

import re
from datetime import datetime
from pathlib import Path

import httpx2
import pytest
from prometheus_client.parser import text_string_to_metric_families

from docs.generate import README
from gateway.settings import Settings
from gateway.worker import create_worker
from store.engine import Store
from tests.portal.portal import open_portal
from tests.servers.databases import Database

ROOT = README.parent
NAMED = set(re.findall(r"`(gateway_\w+)`", (ROOT / "docs" / "operating.md").read_text()))
# What nobody takes for something else, such as a role of the database.
_METRIC = re.compile(r"\bgateway_\w+_(?:total|seconds)\b")


def names(scraped: str) -> set[str]:
    """Our metrics by the names under which they are asked for."""
    families = [family for family in text_string_to_metric_families(scraped) if family.name.startswith("gateway_")]
    counted = {f"{family.name}_total" if family.type == "counter" else family.name for family in families}
    return {name for name in counted if not name.endswith("_created")}


async def scraped(app: object) -> str:
    transport = httpx2.ASGITransport(app)  # type: ignore[arg-type]
    async with httpx2.AsyncClient(transport=transport, base_url="http://10.1.2.3") as scraper:
        return (await scraper.get("/metrics")).text


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
async def test_the_metrics_of_a_server_and_of_a_worker_are_those_of_the_page(
    store: Store, database: Database, tmp_path: Path, now: datetime
) -> None:
    server = open_portal(store, database.url, tmp_path, now).app
    worker = create_worker(Settings.from_environment({"GATEWAY_DATA_DIR": str(tmp_path)}))
    assert names(await scraped(server)) | names(await scraped(worker)) == NAMED


def test_no_page_names_another_metric() -> None:
    for page in [README, *(ROOT / "docs").glob("*.md")]:
        assert set(_METRIC.findall(page.read_text())) <= NAMED, page
