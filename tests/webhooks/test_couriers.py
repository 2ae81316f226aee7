"""Several couriers at once, and one that is killed in the middle of a delivery."""

import asyncio
import signal
from collections import Counter
from pathlib import Path

import pytest

from domain.vocabulary import Role, Scope
from gateway.webhooks.courier import LEASE, MOST_EACH, MOST_OF_FIRM
from gateway.webhooks.sending import Sender
from gateway.wiring import utc_now
from store.engine import Store
from tests.cli.conftest import Gateway
from tests.portal import Portal
from tests.portal.portal import SECRET_KEY
from tests.servers.databases import Database
from tests.webhooks.asking import ATTENTION, change
from tests.webhooks.conftest import Post, courier_for
from tests.webhooks.receiver import Receiver
from tests.world import World


async def test_two_at_once_tell_each_event_once_and_each_client_in_order(
    post: Post, receiver: Receiver, portal: Portal, store: Store
) -> None:
    clients = [await post.firm.client() for _ in range(6)]
    for level in ("INFO", "WARNING", "CRITICAL"):
        for client in clients:
            await post.moves(client, level)
    others = [post.courier, courier_for(portal, store, post.clock), courier_for(portal, store, post.clock)]
    for _ in range(12):
        await asyncio.gather(*(each.round() for each in others))
        await asyncio.gather(*(each.settled() for each in others))
    assert Counter(Counter(got.id for got in receiver.received).values()) == {1: 18}
    order: dict[str, list[str]] = {}
    for got in receiver.received:
        order.setdefault(got.payload["client"]["name"], []).append(got.payload["level"]["after"])
    assert list(order.values()) == [["INFO", "WARNING", "CRITICAL"]] * 6


async def test_a_receiver_that_hangs_holds_up_no_other_webhook(
    post: Post, receiver: Receiver, portal: Portal, store: Store
) -> None:
    courier = courier_for(portal, store, post.clock, Sender(portal.settings.webhook_networks, seconds=600))
    other = Receiver()
    await other.start()
    receiver.free.clear()
    made = await change(
        post.boss, "createWebhook", integrationId=post.machine.public_id, url=other.url, document=ATTENTION
    )
    assert made["userErrors"] == []
    for client in [await post.firm.client() for _ in range(10)]:
        await post.moves(client, "WARNING")
    while len(other.received) < 10 or len(receiver.received) < MOST_EACH:
        await courier.round()
        await asyncio.sleep(0.01)
    assert len(receiver.received) == MOST_EACH
    receiver.free.set()
    await courier.settled()
    await other.close()


@pytest.mark.parametrize(("most", "of_the_first"), [(32, MOST_OF_FIRM), (2, 1)])
async def test_receivers_of_one_firm_that_hang_hold_up_no_other_firm(
    post: Post,
    receiver: Receiver,
    portal: Portal,
    store: Store,
    world: World,
    monkeypatch: pytest.MonkeyPatch,
    most: int,
    of_the_first: int,
) -> None:
    monkeypatch.setattr("gateway.webhooks.courier.MOST_ALL", most)
    courier = courier_for(portal, store, post.clock, Sender(portal.settings.webhook_networks, seconds=600))
    receiver.free.clear()
    given = {"integrationId": post.machine.public_id, "url": receiver.url, "document": ATTENTION}
    hooks = [post.hook, *[(await change(post.boss, "createWebhook", **given))["webhook"] for _ in range(3)]]
    for hook in hooks * 3:
        assert (await change(post.boss, "testWebhook", webhookId=hook["id"]))["userErrors"] == []
    other, firm = Receiver(), await world.partner()
    await other.start()
    boss = portal.of(await firm.colleague("Bo Lind", role=Role.ADMIN))
    machine = await firm.integration([Scope.CLIENTS_READ, Scope.BOOKKEEPING_READ])
    made = await change(boss, "createWebhook", **given | {"integrationId": machine.public_id, "url": other.url})
    assert (await change(boss, "testWebhook", webhookId=made["webhook"]["id"]))["userErrors"] == []
    for _ in range(3):
        await courier.round()
    await other.until(1)
    await receiver.until(of_the_first)
    assert len(receiver.received) <= MOST_OF_FIRM
    receiver.free.set()
    await courier.settled()
    await other.close()


@pytest.mark.parametrize("databases", ["postgres"], indirect=True)
async def test_what_a_killed_worker_had_under_way_is_told_again_under_the_same_id(
    post: Post, database: Database, tmp_path: Path, receiver: Receiver
) -> None:
    bakery = await post.firm.client()
    for level in ("INFO", "WARNING"):
        await post.moves(bakery, level)
    receiver.free.clear()
    environ = {"GATEWAY_DATABASE_URL": database.url, "GATEWAY_SECRET_KEYS": SECRET_KEY}
    gateway = Gateway(tmp_path, environ | {"GATEWAY_WEBHOOK_NETWORKS": "127.0.0.0/8"})
    worker = gateway.start("worker")
    (cut,) = await receiver.until(1)
    worker.send_signal(signal.SIGKILL)
    await asyncio.to_thread(worker.communicate)
    receiver.free.set()
    # The worker went by the real time.
    post.clock.now = utc_now() + LEASE
    await post.deliver()
    assert [got.id for got in receiver.received][:2] == [cut.id, cut.id]
    assert [got.payload["level"]["after"] for got in receiver.received] == ["INFO", "INFO", "WARNING"]
    assert [line["status"] for line in await post.log()] == ["DELIVERED"] * 2
