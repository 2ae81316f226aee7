"""All work that is not the answer to a request; the server's processes do it, or `gateway worker`, or both."""

from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime

from domain.audit import Origin
from domain.vocabulary import OriginKind
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
from store.origin import coming_from
from store.vault import Vault

_WORKER = Origin(OriginKind.WORKER)


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
    async with AsyncExitStack() as running:
        # The tasks that are started here take this along.
        with coming_from(lambda: _WORKER):
            await running.enter_async_context(posting(settings, store, vault, clock))
            await running.enter_async_context(opening(settings, store, vault, clock))
            await running.enter_async_context(couriering(courier, store, hub))
            await running.enter_async_context(ticking(Rounds(store, vault), clock, settings.clock_seconds))
            await running.enter_async_context(pruning(settings, store, clock))
        yield
