"""A gateway with a connection for each of fifty callers: what is tested is who wins, not how long they queue."""

from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path

import pytest

from store.engine import Store, open_store
from tests.portal import Portal
from tests.portal.portal import open_portal
from tests.servers.databases import Database


@pytest.fixture
async def wide_store(database: Database) -> AsyncIterator[Store]:
    """The test's database with two connections for each of fifty callers."""
    opened = open_store(database.url, role=database.role, pool_size=100)
    yield opened
    await opened.close()


@pytest.fixture
async def crowd(wide_store: Store, database: Database, tmp_path: Path, now: datetime) -> AsyncIterator[Portal]:
    """The gateway over it."""
    opened = open_portal(wide_store, database.url, tmp_path / "crowd", now)
    yield opened
    await opened.http.aclose()
