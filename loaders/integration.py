"""Reads of integrations: by id, the list, and what belongs to each."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select

from loaders.columns import INTEGRATION, Asked
from loaders.order import Order
from loaders.paging import Page, Window, page
from loaders.reading import Reads, Scope, many_each, one_each
from loaders.scope import of_tenant
from store.statement import Row, any_of
from store.tables import integration, integration_deprecation, integration_key

NEWEST = Order("newest", (integration.c.created_at, integration.c.id), descending=True)


async def integration_by_id(reads: Reads, ids: Sequence[UUID]) -> list[Row | None]:
    """Integrations of the firm."""
    return one_each(ids, await reads.rows(_by_id, reads.asked_of(INTEGRATION), keys=ids))


async def integrations(reads: Reads, window: Window) -> Page:
    """A page of the firm's integrations, newest first."""
    return await page(reads, _listed, (), INTEGRATION, NEWEST, window)


async def keys_by_integration_id(reads: Reads, ids: Sequence[UUID]) -> list[list[Row]]:
    """The public keys of integrations, oldest first."""
    return many_each(ids, await reads.rows(_keys, keys=ids), "integration_id")


async def deprecations_by_integration_id(reads: Reads, ids: Sequence[UUID]) -> list[list[Row]]:
    """What integrations used of the schema although it will go, by coordinate."""
    return many_each(ids, await reads.rows(_deprecations, keys=ids), "integration_id")


def _listed(scope: Scope, asked: Asked) -> Select[Any]:
    return select(*INTEGRATION.of(asked)).where(of_tenant(integration))


def _by_id(scope: Scope, asked: Asked) -> Select[Any]:
    return _listed(scope, asked).where(any_of(integration.c.id))


def _keys(scope: Scope) -> Select[Any]:
    own = (of_tenant(integration_key), any_of(integration_key.c.integration_id))
    return select(integration_key).where(*own).order_by(integration_key.c.id)


def _deprecations(scope: Scope) -> Select[Any]:
    own = (of_tenant(integration_deprecation), any_of(integration_deprecation.c.integration_id))
    return select(integration_deprecation).where(*own).order_by(integration_deprecation.c.coordinate)
