"""Connections need no particular database."""

import asyncio
import socket
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import datetime

import pytest
import uvloop

from domain.vocabulary import Role
from gateway.live import outlet
from store.engine import Store
from store.vault import Vault
from tests.http.sockets import Port, served
from tests.live.fakes import Ticking, ticking
from tests.live.reference_clients import Address
from tests.portal import Portal
from tests.servers.databases import SqliteFiles
from tests.streams.listening import Attention
from tests.world import Colleague, World


@pytest.fixture
def databases(sqlite_files: SqliteFiles) -> SqliteFiles:
    """SQLite alone."""
    return sqlite_files


def pytest_asyncio_loop_factories() -> dict[str, Callable[[], asyncio.AbstractEventLoop]]:
    """The loop that serves: how it buffers is part of what is tested here."""
    return {"uvloop": uvloop.new_event_loop}


@pytest.fixture
async def port(portal: Portal) -> AsyncIterator[Port]:
    """The gateway, listening."""
    async with served(portal.app) as opened:
        yield opened


@pytest.fixture
async def ada(world: World) -> Colleague:
    """An owner."""
    return await (await world.partner("Nord")).colleague(role=Role.ADMIN)


@pytest.fixture
def token(portal: Portal, ada: Colleague) -> str:
    """Ada's token."""
    return portal.token_of(ada)


@pytest.fixture
async def live(portal: Portal, store: Store, ada: Colleague) -> AsyncIterator[Ticking]:
    """The gateway, listening, with results that tests send."""
    async with ticking(portal, store, ada) as opened:
        yield opened


@pytest.fixture
async def ringing(portal: Portal, store: Store) -> AsyncIterator[None]:
    """The hub follows, and commits of the test ring it."""
    hub = portal.app.state.hub
    store.committed.append(hub.ring)
    await hub.start()
    yield
    store.committed.remove(hub.ring)
    await hub.aclose()


@pytest.fixture
def attention(store: Store, vault: Vault, now: datetime) -> Attention:
    """Announces changes of attention."""
    return Attention(store, vault, now)


@pytest.fixture
async def address(portal: Portal, store: Store, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Address]:
    """Where gateways listen, one after the other, each of which goes soon."""
    monkeypatch.setattr(outlet, "DRAINING_SECONDS", (0.05, 0.2))
    settings = replace(portal.settings, token_leeway_seconds=0, clock_seconds=0, background=False)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield Address(settings, store, portal.issuer, listening)
