"""Integrations as clients of the token endpoint: read before, so that nothing waits while they are judged."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from hmac import compare_digest
from typing import Any

from authlib.oauth2.rfc6749 import ClientMixin

from domain.integration import scopes_of, status_of
from domain.vocabulary import IntegrationStatus, Scope
from gateway.oauth.refusal import TokenRefused
from loaders.credentials import own_integration, public_keys
from store.engine import Store
from store.reading import Row
from store.vault import secret_hash

GRANT = "client_credentials"
BY_SECRET, BY_ASSERTION = "client_secret_basic", "private_key_jwt"
_NO_HASH = bytes(32)


class Client(ClientMixin):  # type: ignore[misc]
    """An integration, its public keys (JWK), and of which generation its proof was, once it has given one."""

    def __init__(self, row: Row, keys: Sequence[Mapping[str, Any]], now: datetime) -> None:
        self.row, self.keys = row, keys
        self.generation = int(row.generation)
        self._now = now

    def get_client_id(self) -> str:
        """Its name."""
        return str(self.row.client_id)

    def check_client_secret(self, client_secret: str) -> bool:
        """Whether it is the secret, or the one before while that lives; both are compared, whichever it is."""
        given = secret_hash(client_secret)
        is_newest = compare_digest(given, self.row.secret_hash or _NO_HASH)
        is_old = compare_digest(given, self.row.old_secret_hash or _NO_HASH)
        if is_old and not is_newest:
            self.generation = int(self.row.generation) - 1
            return self.row.old_secret_ends_at is not None and self.row.old_secret_ends_at > self._now
        return is_newest

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:
        """Whoever may not sign in has no way to."""
        return method in {BY_SECRET, BY_ASSERTION} and status_of(self.row, self._now) is IntegrationStatus.ACTIVE

    def check_grant_type(self, grant_type: str) -> bool:
        """There is one."""
        return grant_type == GRANT

    def get_allowed_scope(self, scope: str | None) -> str:
        """All scopes that it has, or those asked for, in one order; raises TokenRefused for others."""
        held = scopes_of(self.row)
        own = [each.value for each in Scope if each in held]
        wanted = set(own if scope is None else scope.split(" "))
        if not wanted <= set(own):
            message = f"The integration has not got all of these scopes; it has {' '.join(own) or 'none'}."
            raise TokenRefused("invalid_scope", message)
        return " ".join(each for each in own if each in wanted)


async def client_of(store: Store, client_id: str, now: datetime) -> Client | None:
    """The integration of a client id, if there is one; raises StoreFault."""
    row = await own_integration(store, client_id)
    return None if row is None else Client(row, await public_keys(store, row), now)
