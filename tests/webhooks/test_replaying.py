"""A webhook tells once more: from a cursor, a delivery or a moment on, under the ids of before."""

from datetime import timedelta
from typing import Any

from domain.ids import IdKind, encode
from store.engine import Store
from store.ids import new_id
from store.pruning import prune
from tests.webhooks.asking import change, codes
from tests.webhooks.conftest import Post
from tests.webhooks.receiver import Received, Receiver


async def told(post: Post, receiver: Receiver) -> list[Received]:
    """Three events of one client that were delivered, one after another."""
    bakery = await post.firm.client()
    for level in ("INFO", "WARNING", "CRITICAL"):
        await post.moves(bakery, level)
    await post.deliver()
    found = list(receiver.received)
    receiver.received.clear()
    return found


async def replay(post: Post, **start: Any) -> dict[str, Any]:
    return await change(post.boss, "replayWebhook", webhookId=post.hook["id"], start=start)


async def test_what_came_after_a_place_is_told_again_in_order_and_under_the_same_ids(
    post: Post, receiver: Receiver
) -> None:
    first = await told(post, receiver)
    ids = [got.id for got in first]
    places = [
        ({"after": first[0].body["cursor"]}, ids[1:]),
        ({"deliveryId": ids[1]}, ids[1:]),
        ({"since": "2026-05-13T09:00:00Z"}, ids),
        # What was written by then may have been committed after it.
        ({"since": "2026-05-13T09:00:05Z"}, ids),
        ({"since": "2026-05-13T09:05:00Z"}, []),
    ]
    for start, wanted in places:
        assert codes(await replay(post, **start)) == []
        await post.deliver()
        assert [got.id for got in receiver.received] == wanted
        receiver.received.clear()
    log = await post.log()
    assert sorted(line["id"] for line in log) == sorted(ids)
    assert {line["status"] for line in log} == {"DELIVERED"}


async def test_a_place_that_is_none_is_refused(post: Post) -> None:
    places = [
        ({"after": "nonsense"}, "INVALID"),
        ({"deliveryId": encode(IdKind.DELIVERY, new_id())}, "NOT_FOUND"),
        ({"deliveryId": "nonsense"}, "NOT_FOUND"),
    ]
    for start, code in places:
        assert codes(await replay(post, **start)) == [code]


async def test_what_is_no_longer_kept_cannot_be_told_again(post: Post, receiver: Receiver, store: Store) -> None:
    first = (await told(post, receiver))[0]
    await prune(store, post.clock.now + timedelta(days=1), most=0)
    assert codes(await replay(post, deliveryId=first.id)) == ["INVALID"]
    assert codes(await replay(post, since="2026-05-13T00:00:00Z")) == ["INVALID"]


async def test_a_dry_run_goes_nowhere(post: Post, receiver: Receiver) -> None:
    await told(post, receiver)
    dry = await change(
        post.boss,
        "replayWebhook",
        webhookId=post.hook["id"],
        start={"since": "2026-05-13T00:00:00Z"},
        validateOnly=True,
    )
    assert codes(dry) == []
    await post.deliver()
    assert receiver.received == []
