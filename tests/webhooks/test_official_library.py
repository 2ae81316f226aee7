"""What a receiver sees with npm's `standardwebhooks`, the library of those who wrote Standard Webhooks."""

import json
from datetime import datetime

import pytest

from tests.live.reference_clients import running
from tests.webhooks.asking import change
from tests.webhooks.conftest import Post
from tests.webhooks.receiver import Received, Receiver


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
async def test_it_takes_what_is_genuine_by_either_secret_of_a_rotation_and_nothing_else(
    post: Post, receiver: Receiver
) -> None:
    async def delivered() -> Received:
        await post.moves(await post.firm.client(name="Bageri Øst"), "WARNING")
        await post.deliver()
        return receiver.received[-1]

    old, got = post.hook["secret"], await delivered()
    new = (await change(post.boss, "rotateWebhookSecret", webhookId=post.hook["id"], overlapHours=1))["secret"]
    both, now = await delivered(), datetime.timestamp(post.clock.now)

    def case(each: Received, secret: str, more: str = "", **changed: object) -> dict[str, object]:
        return {"now": now, "secret": secret, "headers": each.headers, "body": each.raw.decode() + more} | changed

    genuine = [case(got, old), case(both, old), case(both, new)]
    stolen = got.headers | {"webhook-id": both.id}
    forged = [case(got, new), case(got, old, " "), case(got, old, headers=stolen), case(got, old, now=now + 301)]
    async with running("standard_webhooks", json.dumps(genuine + forged)) as library:
        said = await library.ended()
    assert [each.get("genuine") for each in said] == [got.body, both.body, both.body, *[None] * len(forged)]
