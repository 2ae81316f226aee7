"""Hubs over the test's database, writers into it, and a Valkey server of the test's own."""

import tempfile
from collections.abc import AsyncIterator, Iterator
from datetime import datetime
from pathlib import Path

import pytest

from gateway.events import Hub
from store.engine import Store, open_store
from store.vault import Vault
from tests.events.following import Writer
from tests.servers.databases import Database
from tests.servers.valkey import Valkey


@pytest.fixture
async def crowd(database: Database) -> AsyncIterator[Store]:
    """The test's database with connections for many writers at once."""
    opened = open_store(database.url, role=database.role, pool_size=44)
    yield opened
    await opened.close()


@pytest.fixture
def writer(crowd: Store, vault: Vault, now: datetime) -> Writer:
    """Writes by the crowd's connections."""
    return Writer(crowd, vault, now)


@pytest.fixture
async def hub(store: Store, crowd: Store) -> AsyncIterator[Hub]:
    """A hub that the crowd's commits ring."""
    opened = Hub(store)
    crowd.committed.append(opened.ring)
    await opened.start()
    yield opened
    await opened.aclose()


@pytest.fixture
def valkey() -> Iterator[Valkey]:
    """A server that runs."""
    with tempfile.TemporaryDirectory() as folder:
        server = Valkey(Path(folder))
        server.start()
        yield server
        server.kill()
