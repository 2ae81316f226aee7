"""Reads of firms."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, literal_column, select

from loaders.reading import Reads, one_each
from loaders.scope import of_tenant
from store.tables import partner

COLUMNS = (*partner.c, literal_column("'Partner'").label("typename"))


async def partner_by_id(reads: Reads, ids: Sequence[UUID]) -> list[Row[Any] | None]:
    """The viewer's own firm; any other is not there."""
    statement = select(*COLUMNS).where(of_tenant(reads, partner), partner.c.id.in_(ids))
    return one_each(ids, await reads.rows(statement))
