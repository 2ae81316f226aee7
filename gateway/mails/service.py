"""Joins what sends mails, as the settings say."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path

import structlog

from gateway.mails.carriers import Carrier, Folder, Smtp
from gateway.mails.letters import Letters
from gateway.mails.postman import Postman
from gateway.settings import Settings
from store.engine import Store
from store.vault import Vault

# The mail at hand may take so long when the process is told to stop.
_GOING_SECONDS = 12.0


def folder_of(settings: Settings) -> Path:
    """Where mails land in development."""
    return settings.data_dir / "mails"


def carrier_of(settings: Settings) -> Carrier | None:
    """How mails leave; None in production without an SMTP server: they wait."""
    if settings.smtp_url is not None:
        return Smtp(settings.smtp_url)
    return None if settings.in_production else Folder(folder_of(settings))


def postman_of(settings: Settings, store: Store, vault: Vault, clock: Callable[[], datetime]) -> Postman | None:
    """Whoever sends this installation's mails; None while they cannot be sent."""
    carrier = carrier_of(settings)
    if carrier is None:
        return None
    return Postman(store, vault, letters_of(settings), carrier, clock)


def letters_of(settings: Settings) -> Letters:
    """What writes mails, with links to the settings' addresses."""
    return Letters(settings.portal_url, settings.mail_from, settings.public_url)


@asynccontextmanager
async def posting(settings: Settings, store: Store, vault: Vault, clock: Callable[[], datetime]) -> AsyncIterator[None]:
    """Sends mails for the length of the block, at once after a commit of this process and otherwise soon."""
    postman = postman_of(settings, store, vault, clock)
    if postman is None:
        structlog.get_logger().warning("mails wait: set GATEWAY_SMTP_URL to send them")
        yield
        return
    store.committed.append(postman.ring)
    running = asyncio.create_task(postman.run())
    try:
        yield
    finally:
        store.committed.remove(postman.ring)
        postman.stop()
        await asyncio.wait([running], timeout=_GOING_SECONDS)
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
