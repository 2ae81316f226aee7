"""What an integration is to its readers, and the list of a firm's."""

from domain.integration import scopes_of, status_of
from domain.vocabulary import IntegrationStatus, Scope
from loaders.integration import integrations
from loaders.paging import Page, Window
from resolvers.context import Context, Info
from resolvers.relation import computed, contextual, in_turn
from store.reading import Row


@in_turn
async def connection(
    info: Info, first: int | None = None, after: str | None = None, last: int | None = None, before: str | None = None
) -> Page:
    """A page of the firm's integrations, newest first."""
    return await integrations(info.context.reads, Window(first, after, last, before))


@contextual("is_enabled", "expires_at")
def status(root: Row, context: Context) -> IntegrationStatus:
    """Whether it may sign in now."""
    return status_of(root, context.now)


@computed("scopes", "is_restricted")
def scopes(root: Row) -> list[Scope]:
    """Its scopes, in the order of the vocabulary."""
    held = scopes_of(root)
    return [scope for scope in Scope if scope in held]


@computed("jwk")
def algorithms(root: Row) -> str:
    """With what an assertion may be signed by a key."""
    kind: str = root.jwk.get("crv") or root.jwk["kty"]
    return _SIGNS_WITH[kind]


_SIGNS_WITH = {"RSA": "RS256, PS256", "P-256": "ES256", "P-384": "ES384", "Ed25519": "Ed25519, EdDSA"}
