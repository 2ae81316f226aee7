"""Assertions by which clients sign in (`private_key_jwt`, RFC 7523): taken apart with limits, and judged."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson
from joserfc.errors import JoseError
from joserfc.jwk import JWKRegistry
from joserfc.jws import CompactSignature, extract_compact, validate_compact

from gateway.oauth.refusal import invalid_client
from gateway.tokens.envelope import REFUSED, AllowList

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
class Assertion:
    """One, of which nothing is true until it was judged; `header` and `claims` are JSON objects."""

    client_id: str
    header: Mapping[str, Any]
    claims: Mapping[str, Any]
    signed: CompactSignature


def read_assertion(text: str) -> Assertion:
    """Takes an assertion apart; raises TokenRefused."""
    try:
        if len(text) > MOST_LETTERS:
            raise ValueError("too long")
        signed = extract_compact(text.encode("ascii"))
        header, claims = signed.headers(), orjson.loads(signed.payload)
    except (JoseError, ValueError, KeyError, TypeError):
        raise invalid_client() from None
    client_id = claims.get("sub") if isinstance(claims, dict) else None
    if not isinstance(client_id, str) or not 0 < len(client_id) <= 255 or not client_id.isprintable():
        raise invalid_client()
    return Assertion(client_id, header, claims, signed)


def judge(assertion: Assertion, keys: Iterable[Mapping[str, Any]], audiences: Iterable[str], now: datetime) -> datetime:
    """Until when the assertion could be used again; raises TokenRefused unless one of the keys signed it, for us, now.

    `keys` are the client's public keys (JWK). That it is used once is still to be seen to.
    """
    ends_at = _end(assertion.claims, now)
    _check_claims(assertion, frozenset(audiences))
    if not _is_signed(assertion, keys):
        raise invalid_client()
    return ends_at


def _is_signed(assertion: Assertion, keys: Iterable[Mapping[str, Any]]) -> bool:
    header = assertion.header
    kind = header.get("typ", "JWT")
    if not isinstance(kind, str) or kind.lower() not in _TYPES or REFUSED & header.keys():
        return False
    named = [key for key in keys if header.get("kid") in (None, key["kid"])]
    return any(_verifies(assertion, key) for key in named)


def _verifies(assertion: Assertion, key: Mapping[str, Any]) -> bool:
    """The key decides about the algorithm, never the header: so no public key can be taken for a shared secret."""
    allowed = _ALGORITHMS[key.get("crv") or key["kty"]]
    if assertion.header.get("alg") not in allowed:
        return False
    registry = AllowList(algorithms=allowed, strict_check_header=False)
    try:
        return bool(validate_compact(assertion.signed, JWKRegistry.import_key(dict(key)), registry=registry))
    except (JoseError, ValueError, TypeError):
        return False


def _check_claims(assertion: Assertion, ours: frozenset[str]) -> None:
    claims = assertion.claims
    audiences = claims.get("aud")
    named = [audiences] if isinstance(audiences, str) else audiences
    is_for_us = isinstance(named, list) and named and all(isinstance(each, str) and each in ours for each in named)
    token_id = claims.get("jti")
    has_name = isinstance(token_id, str) and 0 < len(token_id) <= 255
    if not is_for_us or not has_name or claims.get("iss") != assertion.client_id:
        raise invalid_client()


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
