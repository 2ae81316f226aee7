"""A gateway that may deliver on this machine, a receiver, and a courier whose clock stands still until it is moved."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from prometheus_client import CollectorRegistry

from domain.vocabulary import Role, Scope
from gateway.webhooks.counts import WebhookCounts
from gateway.webhooks.courier import Courier
from gateway.webhooks.sending import Sender
from gateway.webhooks.service import courier_of
from gateway.wiring import contexts_of
from store.deliveries import webhooks_at_work
from store.engine import Store
from store.vault import Vault
from tests.portal import Caller, Portal
from tests.portal.portal import open_portal
from tests.servers.databases import Database
from tests.streams.conftest import air
from tests.streams.listening import Attention
from tests.webhooks.asking import ATTENTION, change
from tests.webhooks.receiver import Receiver
from tests.world import Client, Firm, Integration, World

__all__ = ["air"]


@dataclass
class Clock:
    """Stands still until it is moved."""

    now: datetime

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **time: float) -> None:
        """Time passes."""
        self.now += timedelta(**time)


@dataclass
class Post:
    """A firm with a machine and its webhook, and a courier that goes its rounds when the test says so."""

    firm: Firm
    boss: Caller
    machine: Integration
    hook: dict[str, Any]
    courier: Courier
    clock: Clock
    attention: Attention

    async def deliver(self, rounds: int = 20) -> None:
        """Goes rounds until there is nothing left to do at this moment."""
        for _ in range(rounds):
            begun = await self.courier.round()
            await self.courier.settled()
            if not begun and not await self._lags():
                return
        raise AssertionError("there is always more to deliver")

    async def _lags(self) -> bool:
        return any(hook.lags for hook in await webhooks_at_work(self.courier.deliverer.teller.store, self.clock()))

    async def moves(self, client: Client, level: str) -> None:
        """A client's attention moves."""
        await self.attention.moves(client, level)

    async def log(self) -> list[dict[str, Any]]:
        """The deliveries of the webhook, the first queued first."""
        return list(reversed((await self.shown())["deliveries"]))

    async def shown(self) -> dict[str, Any]:
        """The webhook as its admins see it."""
        answer = await self.boss(
            """query($id: ID!) { node(id: $id) { ... on Webhook { status stoppedBecause isFailing failingSince
              queue { count since isLagging }
              deliveries(first: 100) { id kind status attemptCount lastStatus failure excerpt durationMs event cursor
                queuedAt nextAttemptAt settledAt client { name } } } } }""",
            id=self.hook["id"],
        )
        assert answer.errors == [], answer.body
        found: dict[str, Any] = answer.data["node"]
        return found


@pytest.fixture
def portal(store: Store, database: Database, tmp_path: Path, now: datetime) -> Portal:
    """The gateway, which may deliver on this machine."""
    return open_portal(store, database.url, tmp_path, now, GATEWAY_WEBHOOK_NETWORKS="127.0.0.0/8")


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    """A receiver that takes everything."""
    made = Receiver()
    await made.start()
    yield made
    await made.close()


def courier_for(portal: Portal, store: Store, clock: Clock, sender: Sender | None = None) -> Courier:
    """A courier of its own over the same store."""
    engine, make = portal.app.state.operations.engine, contexts_of(portal.settings, store)
    return courier_of(portal.settings, store, engine, make, clock, WebhookCounts(CollectorRegistry()), sender)


@pytest.fixture
async def post(
    world: World, portal: Portal, store: Store, vault: Vault, now: datetime, receiver: Receiver
) -> AsyncIterator[Post]:
    """A webhook that follows the attention of all clients."""
    firm, clock = await world.partner(), Clock(now)
    boss = portal.of(await firm.colleague("Anna Berg", role=Role.ADMIN, email="anna@firm.example"))
    machine = await firm.integration([Scope.CLIENTS_READ, Scope.BOOKKEEPING_READ])
    made = await change(boss, "createWebhook", integrationId=machine.public_id, url=receiver.url, document=ATTENTION)
    assert made["userErrors"] == []
    hook = made["webhook"] | {"secret": made["secret"]}
    courier = courier_for(portal, store, clock)
    yield Post(firm, boss, machine, hook, courier, clock, Attention(store, vault, now))
    await courier.aclose()
