"""Reads of firms."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select

from loaders.columns import PARTNER, Asked
from loaders.reading import Reads, Scope, one_each
from loaders.scope import of_tenant
from store.statement import Row, any_of
from store.tables import partner


async def partner_by_id(reads: Reads, ids: Sequence[UUID]) -> list[Row | None]:
    """The viewer's own firm; any other is not there."""
    return one_each(ids, await reads.rows(_by_id, reads.asked_of(PARTNER), keys=ids))


def _by_id(scope: Scope, asked: Asked) -> Select[Any]:
    return select(*PARTNER.of(asked)).where(of_tenant(partner), any_of(partner.c.id))
