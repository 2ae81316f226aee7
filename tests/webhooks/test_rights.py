"""Rights are those of the moment of sending: what was taken away between an event and its delivery is not told."""

from typing import Any

import pytest

from domain.vocabulary import AccessStatus, Scope
from store.tables import client, integration, integration_client
from tests.portal import Portal
from tests.webhooks.asking import ATTENTION, change
from tests.webhooks.conftest import Post
from tests.webhooks.receiver import Receiver
from tests.world import Client


async def queued(post: Post, receiver: Receiver) -> Client:
    """A client of which one event waits to be tried again."""
    bakery = await post.firm.client("Bageri Nord")
    receiver.answer = lambda _: 500
    await post.moves(bakery, "WARNING")
    await post.deliver()
    receiver.answer, post.clock.now = lambda _: 204, post.clock.now.replace(minute=30)
    return bakery


@pytest.mark.parametrize(
    "lost",
    [
        {"is_enabled": False},
        {"expires_at": "now"},
        {"scopes": "clients:read"},
    ],
    ids=lambda lost: next(iter(lost)),
)
async def test_nothing_more_is_told_to_an_integration_that_lost_its_right(
    post: Post, receiver: Receiver, lost: dict[str, Any]
) -> None:
    bakery = await queued(post, receiver)
    async with post.firm.work() as work:
        values = {name: post.clock.now if value == "now" else value for name, value in lost.items()}
        await work.update(integration, values, id=post.machine.id)
    await post.moves(bakery, "CRITICAL")
    await post.deliver()
    assert len(receiver.received) == 1
    assert [line["status"] for line in await post.log()] == ["WITHHELD"]
    async with post.firm.work() as work:
        back = {"is_enabled": True, "expires_at": None, "scopes": "clients:read bookkeeping:read"}
        await work.update(integration, back, id=post.machine.id)
    await post.moves(bakery, "INFO")
    await post.deliver()
    assert receiver.received[-1].payload["level"] == {"after": "INFO"}
    assert len(receiver.received) == 2


async def test_a_client_that_the_firm_has_lost_is_not_told_of(post: Post, receiver: Receiver) -> None:
    bakery = await queued(post, receiver)
    async with post.firm.work() as work:
        await work.update(client, {"access_status": AccessStatus.DISCONNECTED}, id=bakery.id)
    await post.deliver()
    assert [line["status"] for line in await post.log()] == ["WITHHELD"]
    assert len(receiver.received) == 1


async def test_an_integration_is_told_of_the_clients_chosen_for_it_and_of_no_other(
    post: Post, receiver: Receiver
) -> None:
    bakery, cycles = await post.firm.client("Bageri Nord"), await post.firm.client("Cykler Syd")
    machine = await post.firm.integration([Scope.CLIENTS_READ, Scope.BOOKKEEPING_READ], clients=[bakery])
    await change(post.boss, "deleteWebhook", webhookId=post.hook["id"])
    made = await change(
        post.boss, "createWebhook", integrationId=machine.public_id, url=receiver.url, document=ATTENTION
    )
    post.hook = made["webhook"]
    receiver.answer = lambda _: 500
    await post.moves(bakery, "WARNING")
    await post.moves(cycles, "WARNING")
    await post.deliver()
    # Nothing in the log hints at what it must not know.
    assert [line["client"]["name"] for line in await post.log()] == ["Bageri Nord"]
    async with post.firm.work() as work:
        await work.delete(integration_client, integration_id=machine.id)
    receiver.answer = lambda _: 204
    post.clock.forward(minutes=1)
    await post.deliver()
    assert [line["status"] for line in await post.log()] == ["WITHHELD"]
    assert len(receiver.received) == 1


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
async def test_a_field_whose_scope_was_taken_is_null_with_its_error(post: Post, receiver: Receiver) -> None:
    await queued(post, receiver)
    async with post.firm.work() as work:
        await work.update(integration, {"scopes": "bookkeeping:read"}, id=post.machine.id)
    await post.deliver()
    body = receiver.received[-1].body
    assert body["data"]["clientAttentionChanged"]["client"] is None
    assert [error["extensions"]["coordinate"] for error in body["errors"]] == ["ClientAttentionChange.client"]


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
async def test_the_cursor_of_a_delivery_is_good_for_the_integrations_own_subscriptions_alone(
    post: Post, receiver: Receiver, portal: Portal
) -> None:
    bakery = await post.firm.client()
    await post.moves(bakery, "WARNING")
    await post.deliver()
    cursor = receiver.received[0].body["cursor"]
    documents = portal.app.state.operations.webhooks
    stranger = await post.firm.integration(post.machine.scopes)
    assert documents.place(post.machine.viewer, ATTENTION, {}, cursor) is not None
    assert documents.place(stranger.viewer, ATTENTION, {}, cursor) is None
