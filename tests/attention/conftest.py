"""A firm to watch."""

import pytest

from store.engine import Store
from store.vault import Vault
from tests.attention.firm import Watched
from tests.world import World


@pytest.fixture
async def watched(world: World, store: Store, admin_store: Store, vault: Vault) -> Watched:
    """A firm without clients."""
    return Watched(await world.partner(), store, admin_store, vault)
