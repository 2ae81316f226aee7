"""A demo world in the test's own database, and what is in it."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import Row, Table, select

from store.demo import fill_demo
from store.engine import Store
from store.vault import Vault

ISSUER = "https://issuer.example"

Everything = Callable[[Table], Awaitable[Sequence[Row[Any]]]]


@pytest.fixture
def everything(admin_store: Store) -> Everything:
    """All rows of a table, of all partners."""

    async def rows(table: Table) -> Sequence[Row[Any]]:
        async with admin_store.engine.connect() as connection:
            return (await connection.execute(select(table).order_by(*table.primary_key))).all()

    return rows


@pytest.fixture
async def filled(store: Store, vault: Vault, now: datetime) -> Store:
    """The store with the demo world in it."""
    await fill_demo(store, vault, now, issuer=ISSUER)
    return store
