"""How a published key set (JWKS, RFC 7517) is read: usable public keys in, everything else left out."""

import orjson
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import JWKRegistry, Key, KeySet

_MOST_KEYS = 100
_RSA_2048 = 342  # characters of a 2048-bit modulus in base64url; shorter moduli can be broken


def read_key_set(document: bytes) -> KeySet:
    """Read the keys that can verify signatures; raises `ValueError` when the document is no key set."""
    body = orjson.loads(document)
    listed = body.get("keys") if isinstance(body, dict) else None
    if not isinstance(listed, list):
        raise ValueError("not a key set")
    return KeySet([key for item in listed[:_MOST_KEYS] if (key := _read_key(item)) is not None])


def pick(keys: KeySet, kid: str, algorithm: str) -> Key | None:
    """Give the signature key of that id, unless it was published for another algorithm."""
    try:
        return keys.get_by_kid(kid, {"alg": algorithm, "use": "sig"})
    except InvalidKeyIdError:
        return None


def _read_key(item: object) -> Key | None:
    if not isinstance(item, dict) or not isinstance(item.get("kid"), str):
        return None
    # "oct" would be a shared secret, "d" a private key that everybody has read by now
    if item.get("kty") not in ("RSA", "EC", "OKP") or "d" in item:
        return None
    if item["kty"] == "RSA" and len(str(item.get("n", ""))) < _RSA_2048:
        return None
    try:
        return JWKRegistry.import_key(item)
    except (JoseError, ValueError, TypeError, KeyError):
        return None
