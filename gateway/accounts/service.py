"""Joins what asks for accounts, as the settings say."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import datetime

from domain.ports import CompanyAccounts
from gateway.accounts.asking import Asker
from gateway.accounts.platform import PlatformAccounts
from gateway.settings import Settings
from store.demo.own_company import DemoAccounts
from store.engine import Store
from store.vault import Vault


def accounts_of(settings: Settings) -> CompanyAccounts | None:
    """Where accounts are opened: at the configured address, else in development by a stand-in, else nowhere."""
    if settings.accounts_url is not None:
        return PlatformAccounts(settings.accounts_url, settings.accounts_token)
    return None if settings.in_production else DemoAccounts()


def opens_accounts(settings: Settings) -> bool:
    """Whether accounts can be asked for at all."""
    return settings.accounts_url is not None or not settings.in_production


@asynccontextmanager
async def opening(settings: Settings, store: Store, vault: Vault, clock: Callable[[], datetime]) -> AsyncIterator[None]:
    """Asks for accounts for the length of the block, at once after a commit of this process and otherwise soon."""
    accounts = accounts_of(settings)
    if accounts is None:
        yield
        return
    asker = Asker(store, vault, accounts, clock)
    store.committed.append(asker.ring)
    running = asyncio.create_task(asker.run())
    try:
        yield
    finally:
        store.committed.remove(asker.ring)
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running
        await accounts.aclose()
