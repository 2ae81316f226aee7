"""That a signal is set aside, and counts again, is delivered."""

from datetime import timedelta

from resolvers.attention import refresh_attention
from resolvers.clock import Rounds
from store.engine import Store
from store.tables import client
from store.vault import Vault
from tests.attention.test_rules_and_snoozes import SNOOZE, done
from tests.webhooks.conftest import Post
from tests.webhooks.receiver import Receiver


async def test_a_snooze_and_its_end_are_delivered_once_each(
    post: Post, receiver: Receiver, store: Store, vault: Vault
) -> None:
    bakery = await post.firm.client("Bageri Nord")
    async with post.firm.work() as work:
        await work.update(client, {"billing_blocked_since": post.firm.now}, id=bakery.id)
        await refresh_attention(work, [bakery.id])
    until = post.firm.now + timedelta(minutes=30)
    for kind in ("BILLING_BLOCKED", "UNASSIGNED"):
        aside = {"clientId": bakery.public_id, "kind": kind, "until": until.isoformat(), "reason": "Promised"}
        assert (await done(post.boss, SNOOZE, **aside))["userErrors"] == []
    await post.deliver()
    await Rounds(store, vault).go(until)
    await post.deliver()
    told = [(got.payload["cause"], got.payload["level"]["after"]) for got in receiver.received]
    assert told == [("PEOPLE", "CRITICAL"), ("PEOPLE", "WARNING"), ("PEOPLE", "NONE"), ("TIME", "CRITICAL")]
