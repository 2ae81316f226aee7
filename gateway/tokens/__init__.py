"""Who calls: access tokens in, verified claims out; also the local issuer of development installations."""

from gateway.tokens.claims import Claims
from gateway.tokens.jwks import KeySource, RemoteKeys
from gateway.tokens.local import LocalIssuer
from gateway.tokens.refusal import InvalidToken, KeysUnavailable
from gateway.tokens.trust import build_verifier, local_issuer
from gateway.tokens.verify import TrustedIssuer, Verifier

__all__ = [
    "Claims",
    "InvalidToken",
    "KeySource",
    "KeysUnavailable",
    "LocalIssuer",
    "RemoteKeys",
    "TrustedIssuer",
    "Verifier",
    "build_verifier",
    "local_issuer",
]
