"""Reads of integrations."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select

from loaders.columns import INTEGRATION, Asked
from loaders.reading import Reads, Scope, one_each
from loaders.scope import of_tenant
from store.statement import Row, any_of
from store.tables import integration


async def integration_by_id(reads: Reads, ids: Sequence[UUID]) -> list[Row | None]:
    """Integrations of the firm."""
    return one_each(ids, await reads.rows(_by_id, reads.asked_of(INTEGRATION), keys=ids))


def _by_id(scope: Scope, asked: Asked) -> Select[Any]:
    return select(*INTEGRATION.of(asked)).where(of_tenant(integration), any_of(integration.c.id))
