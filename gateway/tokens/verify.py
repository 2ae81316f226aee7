"""The one place where a token is judged; verified tokens are remembered until they expire or lose their key."""

from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import structlog
from joserfc.jwk import Key

from gateway.tokens.claims import Claims, read_claims
from gateway.tokens.envelope import Envelope, unpack
from gateway.tokens.jwks import KeySource
from gateway.tokens.refusal import InvalidToken

_log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class TrustedIssuer:
    """Whose tokens are accepted: the `iss` they carry, our name among their `aud`, their algorithms and keys."""

    name: str
    audience: str
    algorithms: frozenset[str]
    keys: KeySource
    # What its bearers are known as here, where that is not its name.
    known_as: str | None = None
    # Its tokens speak for integrations alone.
    only_machines: bool = False
    # Whether its machine tokens with the scope `platform:operate` are those of the platform's operators.
    operators: bool = False


@dataclass(frozen=True, slots=True)
class _Verified:
    claims: Claims
    issuer: TrustedIssuer
    kid: str
    algorithm: str
    key: Key


class Verifier:
    """Turns a bearer token into `Claims`.

    `max_bytes` bounds the tokens looked at, `remembered` the verified tokens kept in memory (about 1 KiB each).
    """

    def __init__(
        self,
        issuers: Iterable[TrustedIssuer],
        *,
        leeway: timedelta = timedelta(seconds=30),
        max_bytes: int = 8192,
        remembered: int = 4096,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        trusted = tuple(issuers)
        self._issuers = {issuer.name: issuer for issuer in trusted}
        if len(self._issuers) < len(trusted):
            raise ValueError("one issuer is trusted twice")
        self._leeway, self._max_bytes, self._remembered, self._now = leeway, max_bytes, remembered, now
        self._known: OrderedDict[bytes, _Verified] = OrderedDict()

    async def verify(self, token: str) -> Claims:
        """Give the claims of a valid token; raises `InvalidToken`, alike for every cause.

        `KeysUnavailable`, a kind of it, means that the issuer's keys were never fetched and a retry may help.
        """
        try:
            return await self._verify(token)
        except InvalidToken as refused:
            _log.debug("token refused", reason=refused.reason)
            raise
        except Exception as error:  # whatever breaks on a stranger's bytes must refuse them, not answer 500
            _log.debug("token refused", reason=type(error).__name__)
            raise InvalidToken(type(error).__name__) from None

    def seconds_left(self, expires_at: datetime) -> float:
        """How long a token that expires then is still accepted: none any more at 0 or less."""
        return self.seconds_until(expires_at) + self._leeway.total_seconds()

    def seconds_until(self, expires_at: datetime) -> float:
        """How long it is until a token itself expires; from then on only the leeway is left."""
        return (expires_at - self._now()).total_seconds()

    async def aclose(self) -> None:
        """Close the connections to the issuers."""
        for issuer in self._issuers.values():
            await issuer.keys.aclose()

    async def _verify(self, token: str) -> Claims:
        if len(token) > self._max_bytes:
            raise InvalidToken("longer than the limit")
        digest = sha256(token.encode("ascii")).digest()
        known = self._known.pop(digest, None)
        if known is None or not await self._still_holds(known):
            known = await self._judge(unpack(token))
        self._known[digest] = known
        if len(self._known) > self._remembered:
            self._known.popitem(last=False)
        return known.claims

    async def _still_holds(self, known: _Verified) -> bool:
        if self._now() >= known.claims.expires_at + self._leeway:
            raise InvalidToken("exp: expired")
        key = await known.issuer.keys.find(known.kid, known.algorithm)
        if key is None:
            raise InvalidToken("kid: unknown key")
        return key == known.key  # published differently, it may still be the same key: judge anew

    async def _judge(self, envelope: Envelope) -> _Verified:
        issuer = self._issuers.get(envelope.issuer)
        if issuer is None:
            raise InvalidToken("iss: not trusted")
        if envelope.algorithm not in issuer.algorithms:
            raise InvalidToken("alg: not allowed for this issuer")
        # claims come before the signature: a token refused anyway must not make us ask its issuer for keys
        claims = read_claims(envelope.payload, audience=issuer.audience, now=self._now(), leeway=self._leeway)
        if issuer.only_machines and not claims.is_machine:
            raise InvalidToken("client_id: not a machine's")
        key = await issuer.keys.find(envelope.kid, envelope.algorithm)
        if key is None:
            raise InvalidToken("kid: unknown key")
        envelope.check_signature(key, issuer.algorithms)
        claims = replace(claims, issuer=issuer.known_as or claims.issuer, may_operate=issuer.operators)
        return _Verified(claims, issuer, envelope.kid, envelope.algorithm, key)
