"""A gateway whose events are followed, and announcements of attention as the store makes them."""

from collections.abc import AsyncIterator
from datetime import datetime

import pytest

from store.engine import Store
from store.vault import Vault
from tests.portal import Portal
from tests.streams.listening import Air, Attention


@pytest.fixture
async def air(portal: Portal, store: Store) -> AsyncIterator[Air]:
    """Where subscriptions are opened; commits of the portal ring its hub."""
    hub = portal.app.state.hub
    store.committed.append(hub.ring)
    await hub.start()
    opened = Air(portal, hub, portal.app.state.operations)
    yield opened
    await opened.close()
    store.committed.remove(hub.ring)
    await hub.aclose()


@pytest.fixture
def attention(store: Store, vault: Vault, now: datetime) -> Attention:
    """Announces changes of attention."""
    return Attention(store, vault, now)
