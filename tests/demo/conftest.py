"""A demo world in the test's own database, and what is in it."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import Row, Table, select

from domain.platform import PLATFORM
from store.demo import fill_demo
from store.engine import Store
from store.tables import METADATA
from store.vault import Vault

ISSUER = "https://issuer.example"

Rows = dict[str, Sequence[Row[Any]]]
Everything = Callable[[Table], Awaitable[Sequence[Row[Any]]]]


@pytest.fixture
def everything(admin_store: Store) -> Everything:
    """All rows of a table, of all partners; the platform was there before."""

    async def rows(table: Table) -> Sequence[Row[Any]]:
        async with admin_store.engine.connect() as connection:
            found = (await connection.execute(select(table).order_by(*table.primary_key))).all()
            return [row for row in found if row[0] != PLATFORM]

    return rows


@pytest.fixture
async def filled(store: Store, vault: Vault, now: datetime) -> Store:
    """The store with the demo world in it."""
    await fill_demo(store, vault, now, issuer=ISSUER)
    return store


MOMENTS = [
    datetime(2026, 5, 13, 9, 0, tzinfo=UTC),
    datetime(2027, 1, 1, 0, 0, 30, tzinfo=UTC),
    datetime(2026, 10, 25, 0, 30, tzinfo=UTC),
    datetime(2028, 2, 29, 23, 59, tzinfo=UTC),
]


@pytest.fixture(params=MOMENTS, ids=lambda moment: f"{moment:%Y-%m-%d}")
def moment(request: pytest.FixtureRequest) -> datetime:
    """A working day, a New Year's night, the Sunday on which the clocks change, the end of a leap February."""
    given: datetime = request.param
    return given


@pytest.fixture
async def rows(store: Store, vault: Vault, moment: datetime, everything: Everything) -> Rows:
    """All rows of a demo world filled in at that moment, by table."""
    await fill_demo(store, vault, moment, issuer=ISSUER)
    return {table.name: await everything(table) for table in METADATA.sorted_tables}
