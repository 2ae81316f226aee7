"""All work that is not the answer to a request; the server's processes do it, or `gateway worker`, or both."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime

from gateway.accounts.service import opening
from gateway.clock import ticking
from gateway.events.pruning import pruning
from gateway.mails.service import posting
from gateway.settings import Settings
from resolvers.clock import Rounds
from store.engine import Store
from store.vault import Vault


@asynccontextmanager
async def working(settings: Settings, store: Store, vault: Vault, clock: Callable[[], datetime]) -> AsyncIterator[None]:
    """Mails, what time changes, own companies, old events: for the length of the block.

    Any number of processes may work at once: each takes what is due for itself, or finds it done.
    """
    async with (
        posting(settings, store, vault, clock),
        opening(settings, store, vault, clock),
        ticking(Rounds(store, vault), clock, settings.clock_seconds),
        pruning(settings, store, clock),
    ):
        yield
