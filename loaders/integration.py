"""Reads of integrations."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, literal_column, select

from loaders.reading import Reads, one_each
from loaders.scope import of_tenant
from store.tables import integration

COLUMNS = (*integration.c, literal_column("'Integration'").label("typename"))


async def integration_by_id(reads: Reads, ids: Sequence[UUID]) -> list[Row[Any] | None]:
    """Integrations of the firm."""
    statement = select(*COLUMNS).where(of_tenant(reads, integration), integration.c.id.in_(ids))
    return one_each(ids, await reads.rows(statement))
