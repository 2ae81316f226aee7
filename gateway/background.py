"""All work that is not the answer to a request; the server's processes do it, or `gateway worker`, or both."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime

from gateway.accounts.service import opening
from gateway.clock import ticking
from gateway.events import Hub
from gateway.events.pruning import pruning
from gateway.mails.service import posting
from gateway.settings import Settings
from gateway.webhooks.courier import Courier
from gateway.webhooks.service import couriering
from resolvers.clock import Rounds
from store.engine import Store
from store.vault import Vault


@asynccontextmanager
async def working(
    settings: Settings,
    store: Store,
    vault: Vault,
    clock: Callable[[], datetime],
    courier: Courier,
    hub: Hub | None = None,
) -> AsyncIterator[None]:
    """Mails, webhooks, what time changes, own companies, old events: for the length of the block.

    A hub tells the courier at once of what other processes commit.

    Any number of processes may work at once: each takes what is due for itself, or finds it done.
    """
    async with (
        posting(settings, store, vault, clock),
        opening(settings, store, vault, clock),
        couriering(courier, store, hub),
        ticking(Rounds(store, vault), clock, settings.clock_seconds),
        pruning(settings, store, clock),
    ):
        yield
