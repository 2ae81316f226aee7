"""When a webhook is stopped, who is told, and how it goes on."""

import pytest
from sqlalchemy import select

from store.engine import Store
from store.tables import audit_entry, mail, webhook
from tests.webhooks.asking import change, codes
from tests.webhooks.conftest import Post
from tests.webhooks.receiver import Receiver


async def test_one_that_is_gone_is_stopped_and_its_admins_are_told(
    post: Post, receiver: Receiver, admin_store: Store
) -> None:
    receiver.answer = lambda _: 410
    await post.moves(await post.firm.client(), "WARNING")
    await post.deliver()
    shown = await post.shown()
    assert (shown["status"], shown["stoppedBecause"], shown["queue"]["count"]) == ("STOPPED", "GONE", 1)
    await post.deliver()
    assert len(receiver.received) == 1
    async with admin_store.engine.connect() as connection:
        mails = (await connection.execute(select(mail.c.kind, mail.c.to_email, mail.c.params))).all()
        entries = (await connection.execute(select(audit_entry.c.action, audit_entry.c.actor_kind))).all()
    assert [(each.kind, each.to_email, each.params["why"]) for each in mails] == [
        ("webhook_stopped", "anna@firm.example", "GONE")
    ]
    assert ("webhook.stopped", "CLOCK") in entries
    receiver.answer = lambda _: 204
    assert (await change(post.boss, "resumeWebhook", webhookId=post.hook["id"]))["userErrors"] == []
    await post.deliver()
    assert [line["status"] for line in await post.log()] == ["DELIVERED"]


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
async def test_three_days_of_nothing_but_failures_stop_it_and_one_success_begins_anew(
    post: Post, receiver: Receiver
) -> None:
    bakery = await post.firm.client()
    receiver.answer = lambda _: 500
    for day in range(3):
        await post.moves(bakery, "WARNING")
        await post.deliver()
        if day == 1:
            receiver.answer = lambda _: 204
            post.clock.forward(hours=23)
            await post.deliver()
            receiver.answer = lambda _: 500
        post.clock.forward(days=1)
    assert (await post.shown())["status"] == "ACTIVE"
    for _ in range(4):
        await post.moves(bakery, "WARNING")
        await post.deliver()
        post.clock.forward(days=1)
    shown = await post.shown()
    assert (shown["status"], shown["stoppedBecause"]) == ("STOPPED", "FAILING")


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
async def test_a_document_that_fits_the_schema_no_longer_stops_the_webhook(
    post: Post, receiver: Receiver, store: Store
) -> None:
    async with post.firm.work() as work:
        await work.update(webhook, {"document": "subscription { was { id } }"}, integration_id=post.machine.id)
    await post.moves(await post.firm.client(), "WARNING")
    await post.deliver()
    shown = await post.shown()
    assert (shown["status"], shown["stoppedBecause"]) == ("STOPPED", "UNREADABLE")
    resumed = await change(post.boss, "resumeWebhook", webhookId=post.hook["id"])
    assert codes(resumed) == ["INVALID_DOCUMENT"]
