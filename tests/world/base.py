"""What the parts of a firm share: the world around it, and how its rows get into the store."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Table

from domain.ids import IdKind, encode
from store.engine import Store
from store.vault import Vault
from store.writing import Actor, UnitOfWork, unit_of_work
from tests.world.names import Names

OPERATOR = Actor("OPERATOR")


@dataclass(frozen=True)
class Ground:
    """Where the rows go, and the moment that counts as now."""

    store: Store
    vault: Vault
    now: datetime
    names: Names = field(default_factory=Names)


@dataclass(frozen=True)
class Part:
    """A firm, as each group of its factories sees it."""

    ground: Ground
    id: UUID
    name: str
    country: str
    currency: str
    time_zone: str

    @property
    def public_id(self) -> str:
        """The id as clients of the API know it."""
        return encode(IdKind.PARTNER, self.id)

    @property
    def now(self) -> datetime:
        """The world's moment."""
        return self.ground.now

    @asynccontextmanager
    async def work(self) -> AsyncIterator[UnitOfWork]:
        """One transaction of the operator within this firm."""
        async with unit_of_work(self.ground.store, self.id, OPERATOR, self.now, self.ground.vault) as work:
            yield work

    async def insert(self, table: Table, values: Mapping[str, Any] | Sequence[Mapping[str, Any]]) -> None:
        """Adds rows of this firm, in a transaction of their own."""
        async with self.work() as work:
            await work.insert(table, values)
