"""Commits of this process, of which replicas hear as of those of another replica."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from prometheus_client import CollectorRegistry

from gateway.events.counts import EventCounts
from gateway.events.doorbell import RedisDoorbell
from tests.replicas.estate import Estate


@asynccontextmanager
async def rung(estate: Estate) -> AsyncIterator[None]:
    """What is committed here rings the replicas."""
    doorbell = RedisDoorbell(estate.valkey.url, lambda: None, EventCounts(CollectorRegistry()))
    await doorbell.start()
    estate.store.committed.append(doorbell.ring)
    try:
        yield
    finally:
        await doorbell.aclose()
