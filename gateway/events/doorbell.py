"""The doorbell between processes: Redis carries the rings; what it loses, the hubs find by themselves."""

import asyncio
from collections.abc import Awaitable, Callable, Collection
from uuid import uuid4

from redis.asyncio import BlockingConnectionPool, Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff

from gateway.events.counts import EventCounts
from gateway.events.outage import Outage
from store.outbox import EVENTS

_CHANNEL = "gateway:events"
_ANSWER_SECONDS = 1.0
# After so long a silence Redis is asked whether it is still there; after as long again it is not.
_QUIET_SECONDS = 5.0


class RedisDoorbell:
    """Rings the hubs of other processes and hears theirs; nobody ever waits for it."""

    def __init__(self, url: str, heard: Callable[[], None], counts: EventCounts) -> None:
        self._heard = heard
        self._counts = counts
        self._name = uuid4().hex.encode()
        self._rung = asyncio.Event()
        self._running: list[asyncio.Task[None]] = []
        self._pool: BlockingConnectionPool = BlockingConnectionPool.from_url(
            url,
            max_connections=4,
            timeout=_ANSWER_SECONDS,
            socket_timeout=_ANSWER_SECONDS,
            socket_connect_timeout=_ANSWER_SECONDS,
            retry=Retry(NoBackoff(), 0),
            protocol=2,
        )

    async def start(self) -> None:
        """Listens from now on, also when Redis is away at first."""
        works = ((self._carry_rings, "Redis, to ring"), (self._listen, "Redis, to listen"))
        self._running = [asyncio.create_task(self._keep(*work)) for work in works]

    async def aclose(self) -> None:
        """Stops ringing and listening."""
        for task in self._running:
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)
        await self._pool.disconnect()

    def ring(self, touched: Collection[str] = EVENTS) -> None:
        """Rings the others, soon, when there are new events; rings of the same moment are one."""
        if not EVENTS.isdisjoint(touched):
            self._rung.set()

    async def _keep(self, work: Callable[[Redis, Outage], Awaitable[None]], what: str) -> None:
        outage = Outage(what)
        while True:
            try:
                await work(Redis(connection_pool=self._pool), outage)
            except Exception as error:
                self._counts.doorbell_failures.inc()
                await asyncio.sleep(outage.failed(error))

    async def _carry_rings(self, redis: Redis, outage: Outage) -> None:
        while await self._rung.wait():
            self._rung.clear()
            try:
                await redis.publish(_CHANNEL, self._name)
            except BaseException:
                self._rung.set()
                raise
            outage.over()

    async def _listen(self, redis: Redis, outage: Outage) -> None:
        async with redis.pubsub() as subscription:
            await subscription.subscribe(_CHANNEL)
            is_asked = False
            while True:
                message = await subscription.get_message(timeout=_QUIET_SECONDS)
                if message is None and is_asked:
                    raise TimeoutError
                is_asked = message is None
                if message is None:
                    await subscription.ping()
                    continue
                outage.over()
                # Before a new subscription rings may have been lost.
                if message["type"] == "subscribe" or message["data"] not in (self._name, b""):
                    self._heard()
