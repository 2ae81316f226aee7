"""The door that hand-over links lead to, and a store with a connection for each of fifty callers."""

from collections.abc import AsyncIterator
from datetime import datetime

import httpx2
import pytest
from starlette.applications import Starlette

from gateway.hand_over import hand_over_routes
from resolvers.context import Links
from store.engine import Store
from store.vault import Vault

__all__ = ["LINKS"]

LINKS = Links("http://gateway.example", "https://portal.example", "https://platform.example")


@pytest.fixture
async def door(store: Store, vault: Vault, now: datetime) -> AsyncIterator[httpx2.AsyncClient]:
    """Whoever follows links, at the test's moment."""
    app = Starlette(routes=hand_over_routes(store, vault, LINKS, lambda: now))
    async with httpx2.AsyncClient(transport=httpx2.ASGITransport(app=app)) as http:
        yield http
