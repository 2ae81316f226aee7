"""Who is behind a socket: what the handshake shows, what `connection_init` says, and tokens that follow later."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from domain.access import Identity
from gateway.http.headers import Headers, bearer
from gateway.operations import Operations
from gateway.signing_in import SignedIn
from gateway.tokens import InvalidToken
from gateway.websocket.messages import NotAMessage

_TOKEN, _PARTNER = b"authorization", b"gateway-partner"


class Disagreement(Exception):
    """Two tokens or firms that are not the same; says which."""


@dataclass(frozen=True, slots=True)
class Credentials:
    """A token, and the firm to act for (its public id)."""

    token: str | None
    partner: str | None


def said_in(payload: Mapping[str, Any]) -> Headers:
    """The headers that a payload carries, by name in lower case; raises NotAMessage."""
    said = {name.lower().encode("utf-8", "replace"): value for name, value in payload.items()}
    found = {name: said[name] for name in (_TOKEN, _PARTNER) if said.get(name) is not None}
    if not all(isinstance(value, str) for value in found.values()):
        raise NotAMessage("`Authorization` and `Gateway-Partner` must be strings.")
    return found


async def introduced(operations: Operations, shown: Headers, said: Headers) -> tuple[Credentials, SignedIn]:
    """Who opened a socket; raises Disagreement, InvalidToken (also without any), RequestError and StoreFault."""
    tokens = list(dict.fromkeys(token for token in (bearer(said), bearer(shown)) if token))
    firms = list(dict.fromkeys(each[_PARTNER] for each in (said, shown) if _PARTNER in each))
    if not tokens:
        raise InvalidToken("authorization: missing")
    if len(firms) > 1:
        raise Disagreement("`Gateway-Partner` of handshake and connection_init disagree.")
    if len(tokens) > 1:
        first, second = [await operations.verifier.verify(token) for token in tokens]
        if (first.issuer, first.subject) != (second.issuer, second.subject):
            raise Disagreement("Tokens of handshake and connection_init disagree.")
    credentials = Credentials(tokens[0], firms[0] if firms else None)
    return credentials, await operations.sign_in(credentials.token, credentials.partner)


async def renewed(
    operations: Operations, before: Credentials, signed_in: SignedIn, said: Headers
) -> tuple[Credentials, SignedIn]:
    """The same caller with a new token; raises Disagreement for another one, else like `introduced`."""
    credentials = Credentials(bearer(said), said.get(_PARTNER, before.partner))
    if credentials.partner != before.partner:
        raise Disagreement("A renewal cannot change the firm.")
    again = await operations.sign_in(credentials.token, credentials.partner)
    if (_who(again.viewer.identity), again.scopes) != (_who(signed_in.viewer.identity), signed_in.scopes):
        raise Disagreement("The new token is of another subject, or has other scopes.")
    return credentials, again


def _who(identity: Identity | None) -> tuple[str | None, ...]:
    return (identity.issuer, identity.subject, identity.client_id) if identity else ()
