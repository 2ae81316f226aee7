"""What is delivered while a webhook is paused, and what becomes of it afterwards."""

from datetime import timedelta

import pytest

from store.deliveries import prune_deliveries
from store.engine import Store
from store.pruning import prune
from tests.webhooks.asking import change
from tests.webhooks.conftest import Post
from tests.webhooks.receiver import Receiver


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
async def test_a_test_goes_out_once_also_while_the_webhook_is_paused(post: Post, receiver: Receiver) -> None:
    await change(post.boss, "pauseWebhook", webhookId=post.hook["id"])
    await post.moves(await post.firm.client(), "WARNING")
    asked = [await change(post.boss, "testWebhook", webhookId=post.hook["id"], idempotencyKey="t") for _ in range(2)]
    assert asked[0] == asked[1]
    receiver.answer = lambda _: 404
    await post.deliver()
    (got,) = receiver.received
    assert got.body == {"type": "webhook.test", "timestamp": "2026-05-13T09:00:00Z", "data": {}}
    (line,) = await post.log()
    assert (line["id"], line["kind"], line["status"]) == (asked[0]["delivery"]["id"], "TEST", "GIVEN_UP")
    assert not (await post.shown())["isFailing"]


async def test_what_happens_while_it_is_paused_is_told_when_it_is_resumed(post: Post, receiver: Receiver) -> None:
    bakery = await post.firm.client()
    await change(post.boss, "pauseWebhook", webhookId=post.hook["id"])
    await post.moves(bakery, "WARNING")
    await post.deliver()
    assert receiver.received == []
    await change(post.boss, "resumeWebhook", webhookId=post.hook["id"])
    await post.deliver()
    assert [got.payload["level"]["after"] for got in receiver.received] == ["WARNING"]


async def test_events_that_are_gone_from_the_log_are_told_of(post: Post, receiver: Receiver, store: Store) -> None:
    bakery = await post.firm.client()
    await change(post.boss, "pauseWebhook", webhookId=post.hook["id"])
    await post.moves(bakery, "INFO")
    await change(post.boss, "resumeWebhook", webhookId=post.hook["id"])
    await prune(store, post.clock.now + timedelta(days=1), most=0)
    await post.deliver()
    await post.moves(bakery, "WARNING")
    await post.deliver()
    assert [got.body["type"] for got in receiver.received] == ["webhook.resync_required", "clientAttentionChanged"]


async def test_the_log_is_kept_as_long_as_events_and_what_waits_longer(
    post: Post, receiver: Receiver, store: Store
) -> None:
    bakery, cycles = await post.firm.client("Bageri Nord"), await post.firm.client("Cykler Syd")
    receiver.answer = lambda got: 500 if got.payload["client"]["name"] == "Bageri Nord" else 204
    await post.moves(bakery, "WARNING")
    await post.moves(cycles, "WARNING")
    await post.deliver()
    assert await prune_deliveries(store, post.clock.now + timedelta(seconds=1)) == 1
    assert [line["client"]["name"] for line in await post.log()] == ["Bageri Nord"]
