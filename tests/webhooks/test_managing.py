"""Webhooks as admins manage them: what is refused and why, what is shown, and what every change leaves behind."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from domain.vocabulary import Role, Scope
from store.deliveries import webhooks_at_work
from store.engine import Store
from store.tables import METADATA, audit_entry, outbox_event, webhook_delivery
from tests.access.rows import every_row
from tests.portal import Caller, Portal
from tests.portal.portal import open_portal
from tests.servers.databases import Database
from tests.webhooks.asking import ATTENTION, change, codes
from tests.webhooks.conftest import Post
from tests.world import Firm, Integration, World

URL = "https://hooks.example.com/in"


async def stage(world: World, portal: Portal, *scopes: Scope) -> tuple[Firm, Caller, Integration]:
    firm = await world.partner()
    boss = portal.of(await firm.colleague("Anna Berg", role=Role.ADMIN))
    return firm, boss, await firm.integration(scopes or [Scope.CLIENTS_READ, Scope.BOOKKEEPING_READ])


async def test_a_new_webhook_has_what_it_was_given_and_its_secret_is_nowhere(
    world: World, portal: Portal, admin_store: Store
) -> None:
    _, boss, machine = await stage(world, portal)
    given = {"integrationId": machine.public_id, "url": f" {URL} ", "document": ATTENTION, "variables": ' {"b":1} '}
    dry = await change(boss, "createWebhook", **given, validateOnly=True)
    assert (dry["webhook"], dry["secret"], dry["userErrors"]) == (None, None, [])
    made, again = [await change(boss, "createWebhook", **given, idempotencyKey="1") for _ in range(2)]
    assert made == again
    assert made["webhook"] | {"id": 0} == {
        "id": 0,
        "url": URL,
        "document": ATTENTION,
        "variables": '{"b":1}',
        "status": "ACTIVE",
        "stoppedBecause": None,
        "secretSince": "2026-05-13T09:00:00Z",
        "previousSecretEndsAt": None,
        "version": 1,
    }
    assert made["secret"].startswith("whsec_")
    async with admin_store.engine.connect() as connection:
        stored = [str(row) for table in METADATA.sorted_tables for row in await connection.execute(select(table))]
    assert not [row for row in stored if made["secret"][6:] in row]


_DEAR = "first: 100) { nodes { assignments { client { invoices(first: 100) { id client { id } } } } } }"
_DENIED = "subscription { clientAttentionChanged { client { tags users: subscription { plan } } } }"
_FILTERED = "subscription($f: AttentionFilter!) { clientAttentionChanged(filter: $f) { eventId } }"
_SEVERAL = f"{ATTENTION.replace('{', 'A {', 1)} query B {{ __typename }}"
BAD: list[tuple[dict[str, Any], str, str, str]] = [
    ({"url": "http://hooks.example.com/"}, "INVALID_URL", "url", "https"),
    ({"url": "https://10.0.0.1/"}, "INVALID_URL", "url", "public internet"),
    ({"url": "https://a:b@hooks.example.com/"}, "INVALID_URL", "url", "user name"),
    ({"document": " "}, "REQUIRED", "document", "empty"),
    ({"document": "x" * 17_000}, "TOO_LONG", "document", "16384"),
    ({"document": "subscription { nope }"}, "INVALID_DOCUMENT", "document", "line 1, column 16"),
    ({"document": "subscription { "}, "INVALID_DOCUMENT", "document", "line 1, column"),
    ({"document": "{ partner { id } }"}, "NOT_A_SUBSCRIPTION", "document", "subscription"),
    ({"document": _SEVERAL}, "NOT_A_SUBSCRIPTION", "document", "one subscription"),
    (
        {"document": f"subscription {{ accessChanged {{ viewer {{ partner {{ clients({_DEAR} }} }} }} }}"},
        "TOO_DEAR",
        "document",
        "cost",
    ),
    (
        {"document": "subscription { clientAttentionChanged(snapshot: true) { eventId } }"},
        "INVALID_DOCUMENT",
        "document",
        "snapshot",
    ),
    ({"document": _DENIED}, "ACCESS_DENIED", "document", "Client.subscription (SCOPE)"),
    ({"document": "subscription { colleagueChanged { eventId } }"}, "ACCESS_DENIED", "document", "colleagueChanged"),
    ({"variables": "[]"}, "INVALID", "variables", "JSON object"),
    ({"document": _FILTERED}, "INVALID", "variables", "$f"),
    ({"secret": "whsec_abc"}, "INVALID", "secret", "Base64"),
    ({"secret": "geheim"}, "INVALID", "secret", "Base64"),
    ({"idempotencyKey": ""}, "INVALID", "idempotencyKey", "100"),
]


async def test_what_cannot_be_a_webhook_is_refused_with_the_place_and_the_cure(
    world: World, store: Store, database: Database, tmp_path: Path, now: datetime, admin_store: Store
) -> None:
    strict = open_portal(store, database.url, tmp_path, now)
    _, boss, machine = await stage(world, strict)
    before = await every_row(admin_store)
    for wrong, code, where, words in BAD:
        given = {"integrationId": machine.public_id, "url": URL, "document": ATTENTION} | wrong
        (error,) = (await change(boss, "createWebhook", **given))["userErrors"]
        assert (error["code"], error["path"]) == (code, ["input", where]), (wrong, error)
        assert words in error["message"], error
    await strict.http.aclose()
    assert await every_row(admin_store) == before


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
async def test_an_integration_that_is_off_or_has_enough_gets_no_webhook(world: World, portal: Portal) -> None:
    firm, boss, machine = await stage(world, portal)
    given = {"url": URL, "document": ATTENTION}
    asleep = await firm.integration([Scope.BOOKKEEPING_READ], is_enabled=False)
    over = await firm.integration([Scope.BOOKKEEPING_READ], expires_at=firm.now)
    for each in (asleep, over):
        assert codes(await change(boss, "createWebhook", integrationId=each.public_id, **given)) == ["WRONG_STATE"]
    for _ in range(10):
        assert codes(await change(boss, "createWebhook", integrationId=machine.public_id, **given)) == []
    assert codes(await change(boss, "createWebhook", integrationId=machine.public_id, **given)) == ["TOO_MANY"]


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
async def test_a_change_is_for_who_saw_the_newest_version_and_is_judged_as_a_new_webhook(post: Post) -> None:
    hook = {"webhookId": post.hook["id"]}
    same = await change(post.boss, "updateWebhook", **hook, document=ATTENTION, ifVersion=1)
    assert same["webhook"]["version"] == 1
    changed = await change(post.boss, "updateWebhook", **hook, url=URL, variables='{"a": 1}', ifVersion=1)
    assert (changed["webhook"]["url"], changed["webhook"]["version"]) == (URL, 2)
    assert codes(await change(post.boss, "updateWebhook", **hook, url=URL, ifVersion=1)) == ["CONFLICT"]
    assert codes(await change(post.boss, "updateWebhook", **hook, document="{ viewer { role } }")) == [
        "NOT_A_SUBSCRIPTION"
    ]
    dry = await change(post.boss, "updateWebhook", **hook, url=f"{URL}/2", validateOnly=True)
    assert (dry["userErrors"], dry["webhook"]["url"]) == ([], URL)


async def test_every_change_leaves_an_entry_and_an_event_and_no_secret(post: Post, admin_store: Store) -> None:
    hook = {"webhookId": post.hook["id"]}
    own = "whsec_" + "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNk"
    done: list[tuple[str, dict[str, Any]]] = [
        ("updateWebhook", {"url": URL}),
        ("rotateWebhookSecret", {"secret": own, "overlapHours": 0}),
        ("pauseWebhook", {}),
        ("resumeWebhook", {}),
        ("testWebhook", {}),
        ("replayWebhook", {"start": {"since": "2026-05-13T00:00:00Z"}}),
        ("deleteWebhook", {}),
    ]
    for mutation, more in done:
        payload = await change(post.boss, mutation, **hook, **more)
        assert payload["userErrors"] == [], mutation
        if mutation == "rotateWebhookSecret":
            assert (payload["secret"], payload["webhook"]["previousSecretEndsAt"]) == (own, None)
    assert payload["deletedWebhookId"] == hook["webhookId"]
    async with admin_store.engine.connect() as connection:
        entries = [row.action for row in await connection.execute(select(audit_entry).order_by(audit_entry.c.position))]
        events = [row.kind for row in await connection.execute(select(outbox_event).order_by(outbox_event.c.position))]
        stored = [str(row) for table in METADATA.sorted_tables for row in await connection.execute(select(table))]
    told = [
        f"webhook.{what}" for what in "created updated secret_rotated paused resumed tested replayed deleted".split()
    ]
    assert [action for action in entries if action.startswith("webhook")] == told
    assert [kind for kind in events if kind.startswith("webhook")] == told
    assert not [row for row in stored if own[6:] in row]
    assert codes(await change(post.boss, "pauseWebhook", **hook)) == ["NOT_FOUND"]


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
async def test_of_one_webhook_three_tests_may_wait(post: Post) -> None:
    hook = {"webhookId": post.hook["id"]}
    for key in ("1", "2", "3", "3"):
        assert codes(await change(post.boss, "testWebhook", **hook, idempotencyKey=key)) == []
    (error,) = (await change(post.boss, "testWebhook", **hook, idempotencyKey="4"))["userErrors"]
    assert (error["code"], error["path"]) == ("LIMIT_REACHED", ["input", "webhookId"])
    assert "when one of them is settled" in error["message"]
    await post.deliver()
    assert codes(await change(post.boss, "testWebhook", **hook, idempotencyKey="5")) == []


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
async def test_who_waits_lags_after_five_minutes(post: Post) -> None:
    firm, now = post.firm, post.firm.now
    bakery = await firm.client()
    await post.moves(bakery, "WARNING")
    await post.courier.gatherer.gather(await _row(post))
    assert (await post.shown())["queue"] == {"count": 1, "since": "2026-05-13T09:00:00Z", "isLagging": False}
    async with firm.work() as work:
        await work.update(webhook_delivery, {"queued_at": now - timedelta(minutes=6)})
    assert (await post.shown())["queue"]["isLagging"]


async def _row(post: Post) -> Any:
    (found,) = await webhooks_at_work(post.courier.deliverer.teller.store, post.clock())
    return found
