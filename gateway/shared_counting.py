"""Counters that all processes share, in Redis, which is never waited for long."""

import asyncio
import time
from collections.abc import Callable
from typing import Any

import structlog
from limits.aio.storage import RedisStorage
from redis.asyncio import ConnectionPool
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff

from gateway.counting import LocalCounters, window_of

_log = structlog.get_logger(__name__)

_PATIENCE_SECONDS = 0.02
_PAUSE_SECONDS = 5.0


class SharedCounters:
    """In Redis, for all processes; for five seconds after a failure of Redis, in this process alone."""

    def __init__(self, url: str, now: Callable[[], float] = time.time) -> None:
        self._now = now
        self._own = LocalCounters(now)
        self._pool = ConnectionPool.from_url(url, retry=Retry(NoBackoff(), 0), socket_connect_timeout=1.0)
        options: dict[str, Any] = {"implementation": "redispy", "connection_pool": self._pool}
        self._storage = RedisStorage(f"async+{url}", key_prefix="gateway-counters", **options)
        self._away_until = float("-inf")

    async def add(self, name: str, amount: int, seconds: int = 60) -> int:
        """Adds to a number and answers what it is then."""
        if time.monotonic() < self._away_until:
            return await self._own.add(name, amount, seconds)
        key = f"{name}/{window_of(self._now(), seconds)}"
        try:
            async with asyncio.timeout(_PATIENCE_SECONDS):
                return await self._storage.incr(key, seconds + 1, amount=amount)
        except Exception as error:  # whatever is wrong with Redis, requests go on
            self._away_until = time.monotonic() + _PAUSE_SECONDS
            _log.warning("redis does not count", reason=type(error).__name__)
            return await self._own.add(name, amount, seconds)

    async def aclose(self) -> None:
        """Closes the connections."""
        await self._pool.aclose()
