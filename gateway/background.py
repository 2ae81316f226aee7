"""All work that is not the answer to a request; the server's processes do it, or `gateway worker`, or both."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime

import structlog

from domain.audit import Origin
from domain.vocabulary import OriginKind
from gateway.accounts.service import opening
from gateway.clock import ticking
from gateway.events import Hub
from gateway.events.pruning import pruning
from gateway.health import trouble_with
from gateway.mails.service import posting
from gateway.settings import Settings
from gateway.webhooks.courier import Courier
from gateway.webhooks.service import couriering
from resolvers.clock import Rounds
from resolvers.facts.retrying import Retrial
from store.engine import Store
from store.origin import coming_from
from store.vault import Vault

_WORKER = Origin(OriginKind.WORKER)
_LOOK_SECONDS = 1.0
# A process that has just begun is busy with itself.
_ANSWER_SECONDS = 10.0
_CURES = {
    "database": "the database cannot be used; check GATEWAY_DATABASE_URL, or ask `gateway doctor`",
    "migrations": "the database has no (or an old) schema; run `gateway migrate`",
}
_log = structlog.get_logger(__name__)


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

    It begins as soon as the database can be used. A hub tells the courier at once of what other processes commit.

    Any number of processes may work at once: each takes what is due for itself, or finds it done.
    """
    task = asyncio.create_task(_work(settings, store, vault, clock, courier, hub))
    try:
        yield
    finally:
        task.cancel()
        await asyncio.wait([task])


async def _work(
    settings: Settings, store: Store, vault: Vault, clock: Callable[[], datetime], courier: Courier, hub: Hub | None
) -> None:
    await _until_usable(store)
    async with AsyncExitStack() as running:
        # The tasks that are started here take this along.
        with coming_from(lambda: _WORKER):
            await running.enter_async_context(posting(settings, store, vault, clock))
            await running.enter_async_context(opening(settings, store, vault, clock))
            await running.enter_async_context(couriering(courier, store, hub))
            kept = Retrial(store, vault, clock, settings.firms_tell_consent)
            await running.enter_async_context(ticking(Rounds(store, vault), kept, clock, settings.clock_seconds))
            await running.enter_async_context(pruning(settings, store, clock))
        await asyncio.Event().wait()


async def _until_usable(store: Store) -> None:
    """Returns once the database is there and migrated; each reason to wait is told once, with its cure."""
    told: str | None = None
    while (trouble := await trouble_with(store, _ANSWER_SECONDS)) is not None:
        if trouble != told:
            _log.warning(f"background work waits: {_CURES[trouble]}; it goes on by itself")
        told = trouble
        await asyncio.sleep(_LOOK_SECONDS)
    if told is not None:
        _log.info("background work goes on")
