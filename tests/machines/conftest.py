"""A stage: a gateway that lets a whole crowd in, on the test's database."""

from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path

import pytest

from store.engine import Store
from store.vault import Vault
from tests.machines.scene import Stage
from tests.portal.portal import open_portal
from tests.servers.databases import Database
from tests.world import World

# Whoever asks fifty times at once is not to be turned away for that.
CROWD = {
    "GATEWAY_REQUEST_TIMEOUT_SECONDS": "60",
    "GATEWAY_FACTS_IN_FLIGHT": "100",
    "GATEWAY_APPLICATIONS_FROM_ADDRESS": "100000",
    "GATEWAY_APPLICATIONS_IN_ALL": "100000",
}


@pytest.fixture
async def stage(
    world: World, store: Store, admin_store: Store, vault: Vault, database: Database, tmp_path: Path, now: datetime
) -> AsyncIterator[Stage]:
    """Where the machines are lived."""
    portal = open_portal(store, database.url, tmp_path, now, **CROWD)
    yield Stage(world, portal, store, admin_store, vault, now)
    await portal.http.aclose()
