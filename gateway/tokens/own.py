"""The gateway as an issuer of its integrations' tokens: its keys, shared by all processes, and what it signs."""

import asyncio
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import orjson
import structlog
from joserfc import jwt
from joserfc.jwk import Key, KeySet, KeySetSerialization, OKPKey

from domain.integration import OWN_ISSUER
from gateway.tokens.jwks import Allowance
from gateway.tokens.local import ALGORITHM
from gateway.tokens.refusal import KeysUnavailable
from gateway.tokens.verify import TrustedIssuer
from store.engine import Store
from store.faults import StoreFault
from store.signing import SigningKey, add_signing_key, signing_keys
from store.vault import Vault

_log = structlog.get_logger(__name__)

LIFETIME = timedelta(minutes=10)
# Whoever keeps our published keys has the next one by the time when it signs.
_PUBLISHED_BEFORE = timedelta(minutes=15)
_KEPT_AFTER = LIFETIME + timedelta(minutes=5)
_ROTATED_AFTER = timedelta(days=90)
_FRESH_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class _Pair:
    """A key of the store, read."""

    told: SigningKey
    private: OKPKey
    public: OKPKey

    @classmethod
    def of(cls, told: SigningKey) -> "_Pair":
        private = OKPKey.import_key(orjson.loads(told.private))
        return cls(told, private, OKPKey.import_key(private.as_dict(private=False)))


@dataclass(frozen=True, slots=True)
class Signer:
    """A key that signs tokens of an issuer, as of a moment; nothing in it waits."""

    issuer: str
    key: OKPKey
    now: datetime

    def token(self, client_id: str, scope: str, generation: int) -> str:
        """An access token (RFC 9068) of ten minutes; `scope` has spaces between."""
        claims = {
            "iss": self.issuer,
            "aud": self.issuer,
            "sub": client_id,
            "client_id": client_id,
            "iat": int(self.now.timestamp()),
            "exp": int((self.now + LIFETIME).timestamp()),
            "jti": str(uuid.uuid4()),
            "scope": scope,
            "generation": generation,
        }
        header = {"alg": ALGORITHM, "typ": "at+jwt", "kid": self.key.kid}
        return jwt.encode(header, claims, self.key, algorithms=[ALGORITHM])


class OwnIssuer:
    """Signs access tokens (RFC 9068) of integrations and is the source of the keys that verify them.

    `name` is the public address: issuer and audience in one. Keys are read anew when they are 30 seconds old.
    """

    def __init__(
        self,
        store: Store,
        vault: Vault,
        name: str,
        *,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        steady: Callable[[], float] = time.monotonic,
    ) -> None:
        self.name = name
        self._store, self._vault, self._now, self._steady = store, vault, now, steady
        self._known: list[_Pair] = []
        self._read_at = float("-inf")
        self._reading = asyncio.Lock()
        self._unknown = Allowance(burst=5, period=5.0)

    @property
    def trusted(self) -> TrustedIssuer:
        """Its tokens are accepted here, and speak for nobody but integrations."""
        return TrustedIssuer(self.name, self.name, frozenset({ALGORITHM}), self, OWN_ISSUER, only_machines=True)

    async def signer(self) -> Signer:
        """What signs tokens now; raises StoreFault."""
        return Signer(self.name, await self._signing(), self._now())

    async def published(self) -> KeySetSerialization:
        """The public keys as a key set (JWKS); raises StoreFault."""
        await self._signing()
        return KeySet([pair.public for pair in self._living()]).as_dict()

    async def find(self, kid: str, algorithm: str) -> Key | None:
        """The public key of that id as of at most half a minute ago; raises KeysUnavailable."""
        await self._freshen()
        key = self._pick(kid, algorithm)
        if key is None and self._unknown.take(self._steady()):
            await self._freshen(at_once=True)
            key = self._pick(kid, algorithm)
        if self._read_at == float("-inf"):
            raise KeysUnavailable("no keys could be read yet")
        return key

    async def rotate(self, *, at_once: bool = False) -> None:
        """Makes the next key, which signs soon; at once when the present ones must not be trusted any more."""
        await self._read()
        await self._follow(at_once=at_once)

    async def _follow(self, *, at_once: bool = False) -> None:
        """Adds a key after those that were read last, unless another process was faster."""
        now = self._now()
        signs_from = now if at_once or not self._living() else now + _PUBLISHED_BEFORE
        ends_at = now if at_once else signs_from + _KEPT_AFTER
        key = OKPKey.generate_key("Ed25519", parameters={"use": "sig", "alg": ALGORITHM}, auto_kid=True)
        private = orjson.dumps(key.as_dict(private=True)).decode()
        known = [pair.told.number for pair in self._known]
        await add_signing_key(
            self._store, self._vault, private, after=known, signs_from=signs_from, others_end_at=ends_at, now=now
        )
        await self._read()

    async def aclose(self) -> None:
        """Holds nothing, releases nothing."""

    async def _signing(self) -> OKPKey:
        await self._freshen(strict=True)
        if self._is_due():
            await self._read()
        if self._is_due():
            await self._follow()
        ready = [pair for pair in self._living() if pair.told.signs_from <= self._now()]
        return (ready or self._living())[-1].private

    def _is_due(self) -> bool:
        living = self._living()
        return not living or living[-1].told.signs_from < self._now() - _ROTATED_AFTER

    def _living(self) -> list[_Pair]:
        now = self._now()
        return [pair for pair in self._known if pair.told.ends_at is None or pair.told.ends_at > now]

    def _pick(self, kid: str, algorithm: str) -> Key | None:
        found = (pair.public for pair in self._living() if pair.public.kid == kid and algorithm == ALGORITHM)
        return next(found, None)

    async def _freshen(self, *, at_once: bool = False, strict: bool = False) -> None:
        """Reads the keys when it is time to; while the store is away, those at hand stay in use, unless `strict`."""
        asked_at = self._steady()
        if not at_once and asked_at - self._read_at < _FRESH_SECONDS:
            return
        try:
            async with self._reading:
                # Whoever waited for another's reading has what it read.
                if self._read_at <= asked_at:
                    await self._read()
        except StoreFault as fault:
            if strict and not self._known:
                raise
            _log.warning("own keys not read", reason=type(fault).__name__)

    async def _read(self) -> None:
        known = {pair.told: pair for pair in self._known}
        found = await signing_keys(self._store, self._vault)
        self._known = [known.get(told) or _Pair.of(told) for told in found]
        self._read_at = self._steady()
