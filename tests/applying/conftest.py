"""What the tests of becoming a partner share."""

from datetime import datetime

import pytest

from store.engine import Store
from store.vault import Vault
from tests.applying.asking import Office
from tests.portal import Portal


@pytest.fixture
def office(portal: Portal, store: Store, admin_store: Store, vault: Vault, now: datetime) -> Office:
    """The platform's side of the test's gateway."""
    return Office(portal, store, admin_store, vault, now)
