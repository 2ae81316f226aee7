"""A Valkey server of the test's own, and an integration that asks for tokens."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.integrations.desk import Desk, open_desk
from tests.portal import Portal
from tests.servers.valkey import Valkey
from tests.world import World


@pytest.fixture
def valkey() -> Iterator[Valkey]:
    """A server that runs."""
    with tempfile.TemporaryDirectory() as folder:
        server = Valkey(Path(folder))
        server.start()
        yield server
        server.kill()


@pytest.fixture
async def desk(world: World, portal: Portal) -> Desk:
    """An integration with its secret."""
    return await open_desk(world, portal)
