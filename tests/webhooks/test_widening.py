"""Clients that are chosen for an integration later are delivered to its webhooks, as they are told to its streams."""

import pytest

from domain.vocabulary import Scope
from tests.integrations.asking import change as change_integration
from tests.streams.listening import Air
from tests.webhooks.asking import ATTENTION, change
from tests.webhooks.conftest import Post
from tests.webhooks.receiver import Receiver

SCOPES = [Scope.CLIENTS_READ, Scope.BOOKKEEPING_READ]


@pytest.mark.parametrize("to_all", [False, True])
async def test_the_webhook_is_told_what_the_stream_is_told(
    post: Post, receiver: Receiver, air: Air, to_all: bool
) -> None:
    skov, nord, vang, _quiet = [await post.firm.client(name) for name in ("Skov", "Nord", "Vang", "Quiet")]
    for client in (skov, nord, vang):
        await post.moves(client, "CRITICAL")
    machine = await post.firm.integration(SCOPES, clients=[skov])
    made = await change(
        post.boss, "createWebhook", integrationId=machine.public_id, url=receiver.url, document=ATTENTION
    )
    heard = await air.listen(machine, ATTENTION)
    post.hook = made["webhook"]
    chosen = None if to_all else [skov.public_id, vang.public_id]
    await change_integration(post.boss, "updateIntegration", integrationId=machine.public_id, clientIds=chosen)
    names = ["Nord", "Vang"] if to_all else ["Vang"]
    told = await heard.until(len(names))
    await post.deliver()
    delivered = [got for got in receiver.received if got.payload["cause"] == "ACCESS"]
    by_name = sorted(delivered, key=lambda got: str(got.payload["client"]["name"]))
    assert [got.payload["client"] for got in by_name] == [
        {"name": name, "attention": {"level": "CRITICAL"}} for name in names
    ]
    assert {got.payload["eventId"] for got in delivered} == {each["eventId"] for each in told}
    assert sorted(line["client"]["name"] for line in await post.log()) == names
    receiver.received.clear()
    cursor = delivered[0].body["cursor"]
    replayed = await change(post.boss, "replayWebhook", webhookId=post.hook["id"], start={"after": cursor})
    assert replayed["userErrors"] == []
    await post.deliver()
    assert sorted(got.id for got in receiver.received) == sorted(got.id for got in delivered)


async def test_who_is_unchosen_again_before_the_delivery_is_told_nothing(post: Post, receiver: Receiver) -> None:
    skov, nord = await post.firm.client("Skov"), await post.firm.client("Nord")
    await post.moves(nord, "CRITICAL")
    machine = await post.firm.integration(SCOPES, clients=[skov])
    await change(post.boss, "createWebhook", integrationId=machine.public_id, url=receiver.url, document=ATTENTION)
    for chosen in ([skov, nord], [skov]):
        given = [client.public_id for client in chosen]
        await change_integration(post.boss, "updateIntegration", integrationId=machine.public_id, clientIds=given)
    await post.deliver()
    # That it sees less than before is all that there is to tell.
    assert [got.payload["client"] for got in receiver.received if got.payload["cause"] == "ACCESS"] == [None]


async def test_that_fewer_clients_are_chosen_is_delivered_with_the_reason(post: Post, receiver: Receiver) -> None:
    skov, nord = await post.firm.client("Skov"), await post.firm.client("Nord")
    machine = await post.firm.integration(SCOPES, clients=[skov, nord])
    await change(post.boss, "createWebhook", integrationId=machine.public_id, url=receiver.url, document=ATTENTION)
    given = [nord.public_id]
    await change_integration(post.boss, "updateIntegration", integrationId=machine.public_id, clientIds=given)
    await post.deliver()
    (got,) = receiver.received
    assert (got.payload["cause"], got.payload["client"]) == ("ACCESS", None)
    assert got.body["narrowed"].startswith("Fewer clients are chosen for the integration.")
