"""Background work waits for a database that it can use, says once what is missing, and goes on by itself."""

from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from gateway.app import create_app
from gateway.settings import Settings
from store.engine import open_store
from store.migrate import migrate
from tests.http.faults import eventually
from tests.servers.databases import Database

NOWHERE = "postgresql+asyncpg://ada@127.0.0.1:1/gateway"


@pytest.fixture(autouse=True)
def looking_often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gateway.background._LOOK_SECONDS", 0.02)


def settings(folder: Path, url: str) -> Settings:
    return Settings.from_environment({"GATEWAY_DATA_DIR": str(folder), "GATEWAY_DATABASE_URL": url})


def told(lines: list[Any]) -> list[tuple[str, str]]:
    return [(line["log_level"], line["event"]) for line in lines if line["event"].startswith("background work")]


async def test_it_waits_for_migrations_and_goes_on_by_itself(blank_database: Database, tmp_path: Path) -> None:
    app = create_app(settings(tmp_path, blank_database.url))
    owner = open_store(blank_database.url)
    with capture_logs() as lines:
        async with app.router.lifespan_context(app):
            await eventually(lambda: len(told(lines)) == 1, 20)
            await migrate(owner, role=blank_database.role)
            await eventually(lambda: len(told(lines)) == 2, 20)
    await owner.close()
    missing = "the database has no (or an old) schema; run `gateway migrate`"
    assert told(lines) == [
        ("warning", f"background work waits: {missing}; it goes on by itself"),
        ("info", "background work goes on"),
    ]
    assert "error" not in {line["log_level"] for line in lines}


async def test_it_waits_for_a_database_that_is_away_and_can_be_stopped_meanwhile(tmp_path: Path) -> None:
    app = create_app(settings(tmp_path, NOWHERE))
    with capture_logs() as lines:
        async with app.router.lifespan_context(app):
            await eventually(lambda: bool(told(lines)), 20)
    away = "the database cannot be used; check GATEWAY_DATABASE_URL, or ask `gateway doctor`"
    assert told(lines) == [("warning", f"background work waits: {away}; it goes on by itself")]
    assert "error" not in {line["log_level"] for line in lines}
