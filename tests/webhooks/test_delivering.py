"""What is delivered, how it is signed, and what becomes of it."""

import base64
import hashlib
import hmac
import re
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import select

from docs.generate import README
from gateway.webhooks.signature import headers_of
from gateway.webhooks.telling import Teller
from store.deliveries import prune_deliveries
from store.engine import Store
from store.pruning import prune
from store.tables import audit_entry, mail, webhook
from tests.webhooks.asking import change, codes
from tests.webhooks.conftest import Post
from tests.webhooks.receiver import Received, Receiver


def is_signed(got: Received, secret: str, *, place: int = 0) -> bool:
    """Whether a request is signed as Standard Webhooks says."""
    signed = f"{got.id}.{got.headers['webhook-timestamp']}.".encode() + got.raw
    key = base64.b64decode(secret.removeprefix("whsec_"))
    wanted = base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()
    return hmac.compare_digest(got.headers["webhook-signature"].split(" ")[place], f"v1,{wanted}")


async def test_an_event_arrives_signed_as_its_subscription_tells_it(post: Post, receiver: Receiver) -> None:
    bakery = await post.firm.client("Bageri Nord")
    await post.moves(bakery, "WARNING")
    await post.deliver()
    (got,) = receiver.received
    assert is_signed(got, post.hook["secret"])
    payload = got.body["data"]["clientAttentionChanged"]
    assert payload == {
        "eventId": payload["eventId"],
        "cursor": got.body["cursor"],
        "cause": "FACTS",
        "level": {"after": "WARNING"},
        "client": {"name": "Bageri Nord", "attention": {"level": "WARNING"}},
    }
    assert got.body | {"data": 0} == {
        "type": "clientAttentionChanged",
        "timestamp": "2026-05-13T09:00:00Z",
        "cursor": payload["cursor"],
        "data": 0,
    }
    assert (got.path, got.headers["content-type"]) == ("/hooks?for=us", "application/json")
    assert got.headers["host"] == f"127.0.0.1:{receiver.port}"
    (line,) = await post.log()
    assert line | {"durationMs": 0, "cursor": 0} == {
        "id": got.id,
        "kind": "EVENT",
        "status": "DELIVERED",
        "attempts": 1,
        "lastStatus": 204,
        "failure": None,
        "excerpt": None,
        "durationMs": 0,
        "event": "attention.changed",
        "cursor": 0,
        "queuedAt": "2026-05-13T09:00:00Z",
        "nextAttemptAt": None,
        "settledAt": "2026-05-13T09:00:00Z",
        "client": {"name": "Bageri Nord"},
    }


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
async def test_during_an_overlap_both_secrets_sign_and_then_only_the_new_one(post: Post, receiver: Receiver) -> None:
    bakery = await post.firm.client()
    rotated = await change(post.boss, "rotateWebhookSecret", webhookId=post.hook["id"], overlapHours=1)
    assert rotated["webhook"]["previousSecretEndsAt"] == "2026-05-13T10:00:00Z"
    await post.moves(bakery, "WARNING")
    await post.deliver()
    post.clock.forward(hours=1)
    await post.moves(bakery, "CRITICAL")
    await post.deliver()
    both, new = receiver.received
    assert len(both.headers["webhook-signature"].split(" ")) == 2
    assert is_signed(both, rotated["secret"])
    assert is_signed(both, post.hook["secret"], place=1)
    assert len(new.headers["webhook-signature"].split(" ")) == 1
    assert is_signed(new, rotated["secret"])


async def test_while_a_delivery_of_a_client_fails_its_later_ones_wait_and_other_clients_go_on(
    post: Post, receiver: Receiver
) -> None:
    bakery, cycles = await post.firm.client("Bageri Nord"), await post.firm.client("Cykler Syd")
    receiver.answer = lambda got: 500 if got.payload["client"]["name"] == "Bageri Nord" else 204
    for level in ("INFO", "WARNING", "CRITICAL"):
        await post.moves(bakery, level)
        await post.moves(cycles, level)
    await post.deliver()
    told = [(got.payload["client"]["name"], got.payload["level"]["after"]) for got in receiver.received]
    assert [level for name, level in told if name == "Cykler Syd"] == ["INFO", "WARNING", "CRITICAL"]
    assert [level for name, level in told if name == "Bageri Nord"] == ["INFO"]
    receiver.answer = lambda _: 204
    post.clock.forward(seconds=6)
    await post.deliver()
    told = [got.payload["level"]["after"] for got in receiver.received if got.payload["client"]["name"] != "Cykler Syd"]
    assert told == ["INFO", "INFO", "WARNING", "CRITICAL"]
    first, again = [got.id for got in receiver.received if got.payload["client"]["name"] != "Cykler Syd"][:2]
    assert first == again


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
async def test_a_failure_is_tried_again_later_and_later_and_given_up_after_a_day(
    post: Post, receiver: Receiver
) -> None:
    receiver.answer = lambda _: 503
    await post.moves(await post.firm.client(), "WARNING")
    pauses, began = [], post.clock.now
    while True:
        await post.deliver()
        (line,) = await post.log()
        if line["status"] != "QUEUED":
            break
        due = datetime.fromisoformat(line["nextAttemptAt"])
        pauses.append((due - post.clock.now).total_seconds())
        post.clock.now = due
    assert (line["status"], line["failure"], line["lastStatus"]) == ("GIVEN_UP", "The receiver answered 503.", 503)
    assert post.clock.now - began == timedelta(hours=24)
    assert 5 <= pauses[0] <= 6
    assert max(pauses) <= 4.8 * 3600
    assert line["attempts"] == len(receiver.received) == len(pauses) + 1
    assert {got.id for got in receiver.received} == {line["id"]}
    assert (await post.shown())["isFailing"]


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
@pytest.mark.parametrize("value", ["7200", "Wed, 13 May 2026 11:00:00 GMT"])
async def test_a_receivers_retry_after_is_waited_for(post: Post, receiver: Receiver, value: str) -> None:
    receiver.answer = lambda _: f"HTTP/1.1 429 Slow\r\nRetry-After: {value}\r\nContent-Length: 0\r\n\r\n"
    await post.moves(await post.firm.client(), "WARNING")
    await post.deliver()
    (line,) = await post.log()
    assert line["nextAttemptAt"] == "2026-05-13T11:00:00Z"


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    "value",
    [
        "Mon, 01 Jan 99999999999999999999 00:00:00 GMT",
        "Mon, 01 Jan 2030 00:00:00 +99999999999999999999",
        "Fri, 31 Dec 9999 23:59:59 -2359",
        "Mon, 01 Jan 0001 00:00:00 +2359",
        "9999999",
        "99999999",
    ],
)
async def test_a_retry_after_of_no_moment_near_changes_nothing_of_what_the_status_says(
    post: Post, receiver: Receiver, value: str
) -> None:
    statuses = iter((503, 204))
    receiver.answer = lambda _: f"HTTP/1.1 {next(statuses)} So\r\nRetry-After: {value}\r\nContent-Length: 0\r\n\r\n"
    await post.moves(await post.firm.client(), "WARNING")
    await post.deliver()
    (line,) = await post.log()
    assert (line["status"], line["failure"]) == ("QUEUED", "The receiver answered 503.")
    assert (await post.shown())["isFailing"]
    post.clock.now = datetime.fromisoformat(line["nextAttemptAt"])
    await post.deliver()
    assert [(line["status"], line["lastStatus"]) for line in await post.log()] == [("DELIVERED", 204)]


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
async def test_redirects_are_not_followed_and_long_answers_are_cut_to_a_harmless_line(
    post: Post, receiver: Receiver
) -> None:
    text = "no\u202e thanks\r\n" + "x" * 100_000
    length = len(text.encode())
    receiver.answer = lambda _: (
        f"HTTP/1.1 302 Found\r\nLocation: {receiver.url}\r\nContent-Type: text/plain; charset=utf-8\r\n"
        f"Content-Length: {length}\r\n\r\n{text}"
    )
    await post.moves(await post.firm.client(), "WARNING")
    await post.deliver()
    (line,) = await post.log()
    assert (line["status"], line["lastStatus"]) == ("QUEUED", 302)
    assert line["excerpt"] == "no thanks " + "x" * 190
    assert len(receiver.received) == 1


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


async def test_the_signature_is_that_of_the_published_example() -> None:
    secret, body = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", b'{"test": 2432232314}'
    at = datetime.fromtimestamp(1614265330, UTC)
    headers = headers_of("msg_p5jXN8AQM9LWM0D4loKWxJek", body, [secret], at)
    assert headers["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
async def test_the_check_of_the_documentation_knows_what_is_genuine(post: Post, receiver: Receiver) -> None:
    (code,) = re.findall(r"```python\n(.*?)```", (README.parent / "docs" / "webhooks.md").read_text(), re.DOTALL)
    known: dict[str, Any] = {}
    exec(code, known)
    known["time"] = SimpleNamespace(time=lambda: datetime.timestamp(post.clock.now))
    await post.moves(await post.firm.client(), "WARNING")
    await post.deliver()
    got, secret = receiver.received[0], post.hook["secret"]
    assert known["is_genuine"](secret, got.headers, got.raw)
    assert not known["is_genuine"](secret, got.headers, got.raw + b" ")
    assert not known["is_genuine"]("whsec_" + "QUJD" * 8, got.headers, got.raw)
    post.clock.forward(minutes=6)
    assert not known["is_genuine"](secret, got.headers, got.raw)


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
async def test_what_goes_wrong_on_our_side_is_tried_again_and_not_held_against_the_receiver(
    post: Post, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def stumble(*_: Any) -> bytes:
        raise RuntimeError("something internal")

    await post.moves(await post.firm.client(), "WARNING")
    with monkeypatch.context() as patch:
        patch.setattr(Teller, "body", stumble)
        await post.deliver()
    (line,) = await post.log()
    assert (line["status"], line["attempts"], receiver.received) == ("QUEUED", 1, [])
    assert "internal" not in line["failure"]
    assert not (await post.shown())["isFailing"]
    post.clock.forward(seconds=6)
    await post.deliver()
    assert [line["status"] for line in await post.log()] == ["DELIVERED"]
