"""Assertions by which clients sign in (`private_key_jwt`): Authlib's grammar (RFC 7523), and stricter in each place."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from authlib.oauth2 import OAuth2Error
from authlib.oauth2.rfc7523 import JWTBearerClientAssertion
from joserfc.errors import JoseError
from joserfc.jwk import JWKRegistry
from joserfc.jws import extract_compact, validate_compact

from gateway.oauth.clients import BY_ASSERTION, Client
from gateway.oauth.refusal import invalid_client
from gateway.tokens.envelope import REFUSED, AllowList

ASSERTION_TYPE: str = JWTBearerClientAssertion.CLIENT_ASSERTION_TYPE
MOST_LETTERS = 8_192
MOST_LIFETIME, LEEWAY = timedelta(minutes=10), timedelta(seconds=30)
# Never an access token: one must not be used in the other's place.
_TYPES = frozenset({"jwt", "client-authentication+jwt"})
_ALGORITHMS = {
    "RSA": frozenset({"RS256", "PS256"}),
    "P-256": frozenset({"ES256"}),
    "P-384": frozenset({"ES384"}),
    "Ed25519": frozenset({"Ed25519", "EdDSA"}),
}
EVERY_ALGORITHM = sorted(name for names in _ALGORITHMS.values() for name in names)


@dataclass(frozen=True, slots=True)
class Used:
    """An assertion that was good: by which name (hash) it is known, and until when it could be used again."""

    name: bytes
    ends_at: datetime


class Assertions(JWTBearerClientAssertion):  # type: ignore[misc]
    """Judges the assertion of one request; `used` is what it was, and has to be used for the first time."""

    CLIENT_AUTH_METHOD = BY_ASSERTION

    def __init__(self, audiences: Sequence[str]) -> None:
        super().__init__(leeway=int(LEEWAY.total_seconds()))
        self._audiences = list(audiences)
        self.used: Used | None = None

    def subject(self, text: str) -> str:
        """Whose an assertion says to be, not yet believed; raises TokenRefused."""
        try:
            if len(text) > MOST_LETTERS or not text.isascii():
                raise invalid_client()
            client_id = self.extract_assertion(text)[1].get("sub")
        # What is nested too deeply for a reader of JSON is a RecursionError.
        except (OAuth2Error, ValueError, KeyError, TypeError, RecursionError):
            raise invalid_client() from None
        if not isinstance(client_id, str) or not 0 < len(client_id) <= 255 or not client_id.isprintable():
            raise invalid_client()
        return client_id

    def resolve_client_public_key(self, client: Client) -> Sequence[Mapping[str, Any]]:
        """The keys that were registered (JWK)."""
        return client.keys

    def process_assertion_claims(self, assertion: str, resolve_key: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
        """What it says, once one of the keys has signed it; raises TokenRefused, and InvalidClientError."""
        if not _is_signed(assertion, resolve_key):
            raise invalid_client()
        claims: Mapping[str, Any] = self.extract_assertion(assertion)[1]
        ends_at = _end(claims, datetime.now(UTC))
        self.verify_claims(claims)
        name = hashlib.sha256(claims["jti"].encode("utf-8", "surrogatepass")).digest()
        self.used = Used(name, ends_at)
        return claims

    def get_audiences(self) -> list[str]:
        """Who we are."""
        return self._audiences

    def verify_claims(self, claims: Mapping[str, Any]) -> None:
        """Raises InvalidClientError, and TokenRefused where others are named beside us."""
        audiences = claims.get("aud")
        named = [audiences] if isinstance(audiences, str) else audiences
        if not isinstance(named, list) or not named or any(each not in self._audiences for each in named):
            raise invalid_client()
        super().verify_claims(claims)

    def validate_jti(self, claims: Mapping[str, Any], jti: object) -> bool:
        """Whether it has a name at all; that it is used once is seen to when all else is right."""
        return isinstance(jti, str) and 0 < len(jti) <= 255


def _is_signed(assertion: str, keys: Sequence[Mapping[str, Any]]) -> bool:
    signed = extract_compact(assertion.encode())
    header = signed.headers()
    kind = header.get("typ", "JWT")
    if not isinstance(kind, str) or kind.lower() not in _TYPES or REFUSED & header.keys():
        return False
    named = [key for key in keys if header.get("kid") in (None, key["kid"])]
    return any(_verifies(signed, header, key) for key in named)


def _verifies(signed: Any, header: Mapping[str, Any], key: Mapping[str, Any]) -> bool:
    """The key decides about the algorithm, never the header: so no public key can be taken for a shared secret."""
    allowed = _ALGORITHMS[key.get("crv") or key["kty"]]
    if header.get("alg") not in allowed:
        return False
    registry = AllowList(algorithms=allowed, strict_check_header=False)
    try:
        return bool(validate_compact(signed, JWKRegistry.import_key(dict(key)), registry=registry))
    except (JoseError, ValueError, TypeError):
        return False


def _end(claims: Mapping[str, Any], now: datetime) -> datetime:
    """The end of its time, which must be near and to come."""
    ends_at = _moment(claims, "exp")
    if ends_at is None or not now - LEEWAY < ends_at <= now + MOST_LIFETIME + LEEWAY:
        raise invalid_client()
    for name in ("iat", "nbf"):
        begins_at = _moment(claims, name)
        if begins_at is not None and begins_at > now + LEEWAY:
            raise invalid_client()
    return ends_at + LEEWAY


def _moment(claims: Mapping[str, Any], name: str) -> datetime | None:
    value = claims.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 253402297199:
        raise invalid_client()
    return datetime.fromtimestamp(value, UTC)
