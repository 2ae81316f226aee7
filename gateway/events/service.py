"""Events while the process serves: the hub, and the doorbell between processes."""

from collections.abc import AsyncIterator, Callable, Collection
from contextlib import AsyncExitStack, asynccontextmanager

from gateway.events.counts import EventCounts
from gateway.events.hub import Hub
from gateway.settings import Settings
from store.engine import Store


@asynccontextmanager
async def following(settings: Settings, store: Store, hub: Hub, counts: EventCounts) -> AsyncIterator[None]:
    """Runs the hub for the length of the block; commits of this process ring it, and the other processes' hubs."""
    async with AsyncExitStack() as running:
        if settings.redis_url is not None:
            # Its library takes some megabytes.
            from gateway.events.doorbell import RedisDoorbell

            doorbell = RedisDoorbell(settings.redis_url, hub.ring, counts)
            running.push_async_callback(doorbell.aclose)
            await doorbell.start()
            _tell(running, store, doorbell.ring)
        running.push_async_callback(hub.aclose)
        await hub.start()
        _tell(running, store, hub.ring)
        yield


def _tell(running: AsyncExitStack, store: Store, ring: Callable[[Collection[str]], None]) -> None:
    store.committed.append(ring)
    running.callback(store.committed.remove, ring)
