"""Where verification keys come from: the keys an issuer publishes, fetched when needed and kept when it is away."""

import asyncio
import contextlib
import time
from collections.abc import Callable
from typing import Protocol

import httpx2
import structlog
from joserfc.jwk import Key, KeySet

from gateway.tokens.key_set import pick, read_key_set
from gateway.tokens.refusal import KeysUnavailable

_log = structlog.get_logger(__name__)

# keys older than 30 s are fetched anew aside, older than 50 s before they are used: a removed key dies within 60 s
_REFRESH_AFTER, _WAIT_AFTER = 30.0, 50.0
_TIMEOUT = 3.0
_MOST_BYTES = 256 * 1024


class KeySource(Protocol):
    """The verification keys of one issuer."""

    async def find(self, kid: str, algorithm: str) -> Key | None:
        """Give the key of that id as of now, or None; raises `KeysUnavailable` when no keys were ever had."""
        ...

    async def aclose(self) -> None:
        """Release what the source holds."""
        ...


class Allowance:
    """A rate limit: `burst` at once, then one every `period` seconds."""

    def __init__(self, burst: int, period: float) -> None:
        self._slack, self._period, self._paid_until = (burst - 1) * period, period, float("-inf")

    def take(self, now: float) -> bool:
        """Take one if there is one left at `now` (seconds of any steady clock)."""
        paid_until = max(self._paid_until, now)
        if paid_until - now > self._slack:
            return False
        self._paid_until = paid_until + self._period
        return True


class RemoteKeys:
    """The keys published at a JWKS address.

    One fetch runs at a time and all wait for it. An unknown key id causes a fetch at once, five in a row and then
    one every five seconds. While the address does not answer, the keys fetched last stay in use.
    """

    def __init__(self, url: str, *, clock: Callable[[], float] = time.monotonic, timeout: float = _TIMEOUT) -> None:
        self._url, self._clock, self._timeout = url, clock, timeout
        self._client = _client(timeout)
        self._keys: KeySet | None = None
        self._tried_at = float("-inf")
        self._flight: asyncio.Task[None] | None = None
        self._unknown = Allowance(burst=5, period=5.0)

    async def find(self, kid: str, algorithm: str) -> Key | None:
        """Give the key of that id as of at most a minute ago; raises `KeysUnavailable`."""
        waited = await self._freshen()
        key = self._pick(kid, algorithm)
        if key is None and not waited and (self._in_flight() or self._unknown.take(self._clock())):
            await asyncio.shield(self._fetch())
            key = self._pick(kid, algorithm)
        if self._keys is None:
            raise KeysUnavailable("no keys could be fetched yet")
        return key

    async def aclose(self) -> None:
        """Stop a running fetch and close the connections."""
        if self._flight is not None:
            self._flight.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._flight
        await self._client.aclose()

    def _pick(self, kid: str, algorithm: str) -> Key | None:
        return None if self._keys is None else pick(self._keys, kid, algorithm)

    def _in_flight(self) -> bool:
        return self._flight is not None and not self._flight.done()

    async def _freshen(self) -> bool:
        age = self._clock() - self._tried_at
        if age >= _WAIT_AFTER:
            await asyncio.shield(self._fetch())
            return True
        if age >= _REFRESH_AFTER:
            self._fetch()
        return False

    def _fetch(self) -> asyncio.Task[None]:
        if self._flight is None or self._flight.done():
            self._tried_at = self._clock()
            self._flight = asyncio.create_task(self._refresh())
        return self._flight

    async def _refresh(self) -> None:
        try:
            async with asyncio.timeout(self._timeout):
                self._keys = read_key_set(await _download(self._client, self._url))
        except Exception as error:  # whatever goes wrong over there, the keys at hand stay in use
            _log.warning("issuer keys not fetched", url=self._url, reason=type(error).__name__)


async def published_keys(url: str) -> KeySet:
    """The usable keys at an address as of now; raises whatever keeps them from being had."""
    async with asyncio.timeout(_TIMEOUT), _client(_TIMEOUT) as client:
        return read_key_set(await _download(client, url))


def _client(timeout: float) -> httpx2.AsyncClient:
    return httpx2.AsyncClient(timeout=timeout, headers={"accept-encoding": "identity"})


async def _download(client: httpx2.AsyncClient, url: str) -> bytes:
    document = bytearray()
    async with client.stream("GET", url) as response:
        if response.status_code != httpx2.codes.OK:
            raise ValueError("unexpected status")
        async for chunk in response.aiter_bytes():
            document += chunk
            if len(document) > _MOST_BYTES:
                raise ValueError("too large")
    return bytes(document)
