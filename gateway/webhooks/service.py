"""Joins what delivers webhooks, as the settings say."""

import asyncio
from collections.abc import AsyncIterator, Callable, Collection
from contextlib import asynccontextmanager, suppress
from datetime import datetime

from execution.engine import Engine
from execution.subscriptions import Subscriptions
from gateway.events import Hub
from gateway.settings import Settings
from gateway.streams.cursors import Cursors
from gateway.webhooks.counts import WebhookCounts
from gateway.webhooks.courier import Courier
from gateway.webhooks.delivering import Deliverer
from gateway.webhooks.documents import Documents
from gateway.webhooks.gathering import Gatherer
from gateway.webhooks.sending import Sender
from gateway.webhooks.telling import Teller
from resolvers.context import Context
from store.engine import Store
from store.outbox import EVENTS
from store.vault import Vault

# What may be due without an event that a hub reads.
_QUEUES = frozenset({"webhook", "webhook_delivery"})


def documents_of(settings: Settings, engine: Engine) -> Documents:
    """What judges the documents of webhooks."""
    cursors = Cursors(Vault(settings.secret_keys))
    return Documents(engine, Subscriptions(engine), cursors, settings.webhook_networks)


def courier_of(
    settings: Settings,
    store: Store,
    engine: Engine,
    make: Callable[..., Context],
    clock: Callable[[], datetime],
    counts: WebhookCounts,
    sender: Sender | None = None,
) -> Courier:
    """Whoever delivers this installation's webhooks."""
    vault, documents = Vault(settings.secret_keys), documents_of(settings, engine)
    teller = Teller(store, documents, documents.subscriptions, make, clock, settings.request_timeout_seconds)
    sends = sender or Sender(settings.webhook_networks)
    return Courier(Gatherer(vault, teller), Deliverer(vault, teller, sends, counts, clock))


@asynccontextmanager
async def couriering(courier: Courier, store: Store, hub: Hub | None = None) -> AsyncIterator[None]:
    """Delivers for the length of the block: at once what its hub reads or it commits, soon everything else."""
    listener = hub.listen(courier.ring) if hub is not None else None
    queues = _QUEUES if hub is not None else _QUEUES | EVENTS

    def committed(touched: Collection[str]) -> None:
        if not queues.isdisjoint(touched):
            courier.ring()

    store.committed.append(committed)
    running = asyncio.create_task(courier.run())
    try:
        yield
    finally:
        store.committed.remove(committed)
        if listener is not None:
            listener.close()
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running
        await courier.aclose()
