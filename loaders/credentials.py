"""What an integration proves itself against: its secrets' hashes and public keys."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, String, select

from domain.integration import OWN_ISSUER
from loaders.scope import INTEGRATION, TENANT
from store.engine import Store
from store.reading import Reader
from store.statement import Row, bound
from store.tables import integration, integration_key
from store.tenancy import Keys

_CLIENT_ID = bound("client_id", String())


async def own_integration(store: Store, client_id: str) -> Row | None:
    """The integration of a client id that signs in here, whatever its state."""
    reader = Reader(store, Keys(issuer=OWN_ISSUER, client_id=client_id))
    try:
        return next(iter(await reader.fetch(_own, (), {"client_id": client_id})), None)
    finally:
        await reader.close()


async def public_keys(store: Store, row: Row) -> Sequence[dict[str, Any]]:
    """The public keys (JWK) of an integration."""
    reader = Reader(store, Keys(partner_id=row.partner_id))
    try:
        found = await reader.fetch(_keys, (), {"tenant": row.partner_id, "integration": row.id})
    finally:
        await reader.close()
    return [each.jwk for each in found]


def _own() -> Select[Any]:
    return select(integration).where(integration.c.issuer == OWN_ISSUER, integration.c.client_id == _CLIENT_ID)


def _keys() -> Select[Any]:
    own = (integration_key.c.partner_id == TENANT, integration_key.c.integration_id == INTEGRATION)
    return select(integration_key.c.jwk).where(*own).order_by(integration_key.c.id)
