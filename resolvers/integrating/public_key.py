"""Public keys (JWK, RFC 7517) as people hand them in: read, checked, and named."""

import base64
import hashlib
import re
from typing import Any

import orjson
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, SECP384R1, EllipticCurve, EllipticCurvePublicNumbers

MOST_LETTERS = 4_000
_KID = re.compile(r"[!-~]{1,200}", re.ASCII)
_CURVES: dict[str, tuple[EllipticCurve, int]] = {"P-256": (SECP256R1(), 32), "P-384": (SECP384R1(), 48)}
# The members that make the key, in the order of RFC 7638.
_MEMBERS = {"RSA": ("e", "kty", "n"), "EC": ("crv", "kty", "x", "y"), "OKP": ("crv", "kty", "x")}
_SECRET = frozenset("d p q dp dq qi oth k".split())


class UnfitKey(ValueError):
    """Not a public key that can be used here; says why, in words for whoever sent it."""


def read_public_key(text: str) -> dict[str, str]:
    """The key with its `kid` and nothing that it does not need; raises UnfitKey."""
    given = _object(text)
    if _SECRET & given.keys():
        raise UnfitKey("this is a private key: keep it, replace it (it has been sent now), and send the public half.")
    kind = given.get("kty")
    if kind not in _MEMBERS:
        raise UnfitKey("`kty` must be RSA, EC or OKP.")
    if given.get("use", "sig") != "sig":
        raise UnfitKey("`use` must be sig, or be left out.")
    key = {name: _text(given, name) for name in _MEMBERS[kind]}
    _CHECKS[kind](key)
    return key | {"kid": _kid(given, key), "use": "sig"}


def _object(text: str) -> dict[str, Any]:
    try:
        given = orjson.loads(text) if len(text) <= MOST_LETTERS else None
    except orjson.JSONDecodeError:
        given = None
    if not isinstance(given, dict):
        raise UnfitKey(f"send one JSON object of at most {MOST_LETTERS} letters, such as a key of a JWKS.")
    return given


def _text(given: dict[str, Any], name: str) -> str:
    value = given.get(name)
    if not isinstance(value, str):
        raise UnfitKey(f"`{name}` is missing, or no text.")
    return value


def _kid(given: dict[str, Any], key: dict[str, str]) -> str:
    if "kid" not in given:
        return base64.urlsafe_b64encode(hashlib.sha256(orjson.dumps(key)).digest()).decode().rstrip("=")
    kid = _text(given, "kid")
    if not _KID.fullmatch(kid):
        raise UnfitKey("`kid` takes 1 to 200 letters, digits and signs without spaces.")
    return kid


def _check_rsa(key: dict[str, str]) -> None:
    modulus = int.from_bytes(_bytes(key, "n"))
    if not 2048 <= modulus.bit_length() <= 4096 or modulus % 2 == 0:
        raise UnfitKey("`n` must have 2048 to 4096 bits.")
    if key["e"] != "AQAB":
        raise UnfitKey("`e` must be AQAB (65537).")


def _check_curve(key: dict[str, str]) -> None:
    if key["crv"] not in _CURVES:
        raise UnfitKey("`crv` must be P-256 or P-384.")
    curve, size = _CURVES[key["crv"]]
    x, y = _bytes(key, "x"), _bytes(key, "y")
    try:
        if len(x) != size or len(y) != size:
            raise ValueError
        EllipticCurvePublicNumbers(int.from_bytes(x), int.from_bytes(y), curve).public_key()
    except ValueError:
        raise UnfitKey("`x` and `y` are no point of the curve.") from None


def _check_edwards(key: dict[str, str]) -> None:
    if key["crv"] != "Ed25519" or len(_bytes(key, "x")) != 32:
        raise UnfitKey("of OKP keys only Ed25519 is taken.")


def _bytes(key: dict[str, str], name: str) -> bytes:
    text = key[name]
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except ValueError:
        raw = b""
    if not raw or base64.urlsafe_b64encode(raw).decode().rstrip("=") != text:
        raise UnfitKey(f"`{name}` must be base64url without padding.")
    return raw


_CHECKS = {"RSA": _check_rsa, "EC": _check_curve, "OKP": _check_edwards}
