"""A token before anybody trusts it: taken apart with limits, and its signature checked with a given key."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import orjson
from joserfc.jwa import JWSAlgModel
from joserfc.jwk import Key
from joserfc.jws import CompactSignature, JWSRegistry, extract_compact, validate_compact

from gateway.tokens.refusal import InvalidToken

# keys or instructions that a token brings along itself: following them would let it vouch for itself
REFUSED = frozenset({"crit", "b64", "jwk", "jku", "x5u", "x5c"})
_TYPES = frozenset({"at+jwt", "application/at+jwt"})


class AllowList(JWSRegistry):
    """Lets the issuer's own list decide alone: joserfc warns on `EdDSA`, the name most issuers still use."""

    def get_alg(self, name: str) -> JWSAlgModel:
        """The algorithm of a name; raises InvalidToken for one that is not on the list."""
        if name not in (self.allowed or ()):
            raise InvalidToken("alg: not allowed for this issuer")
        return self.algorithms[name]


@dataclass(frozen=True, slots=True)
class Envelope:
    """The parts of a token; nothing of it is true until `check_signature` returned."""

    issuer: str
    algorithm: str
    kid: str
    payload: dict[str, Any]
    signed: CompactSignature

    def check_signature(self, key: Key, algorithms: Collection[str]) -> None:
        """Raise `InvalidToken`, or an error of joserfc, unless `key` signed this with one of `algorithms`."""
        # extra header parameters must be ignored (RFC 7515, section 4); the dangerous ones are refused by name
        registry = AllowList(algorithms=algorithms, strict_check_header=False)
        if not validate_compact(self.signed, key, registry=registry):
            raise InvalidToken("signature: does not match")


def unpack(token: str) -> Envelope:
    """Take a compact token of three parts apart; raises `InvalidToken`, or an error of joserfc or orjson."""
    signed = extract_compact(token.encode("ascii"))
    header = signed.headers()
    _check_header(header)
    payload = orjson.loads(signed.payload)
    if not isinstance(payload, dict) or not isinstance(payload.get("iss"), str):
        raise InvalidToken("payload: no object with an issuer")
    return Envelope(payload["iss"], header["alg"], header["kid"], payload, signed)


def _check_header(header: object) -> None:
    if not isinstance(header, dict):
        raise InvalidToken("header: no object")
    for name in ("alg", "kid", "typ"):
        if not isinstance(header.get(name), str) or not header[name]:
            raise InvalidToken(f"{name}: missing or malformed")
    if header["typ"].lower() not in _TYPES:
        raise InvalidToken("typ: not an access token")
    if found := REFUSED & header.keys():
        raise InvalidToken(f"{', '.join(sorted(found))}: refused in the header")
