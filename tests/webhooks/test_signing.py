"""What arrives, and how it is signed."""

import base64
import hashlib
import hmac
import re
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from docs.generate import README
from gateway.webhooks.signature import headers_of
from tests.webhooks.asking import change
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
        "timestamp": got.body["timestamp"],
        "cursor": payload["cursor"],
        "data": 0,
    }
    assert got.body["timestamp"].startswith("2026-05-13T09:00:")
    assert (got.path, got.headers["content-type"]) == ("/hooks?for=us", "application/json")
    assert got.headers["host"] == f"127.0.0.1:{receiver.port}"
    (line,) = await post.log()
    assert line | {"durationMs": 0, "cursor": 0} == {
        "id": got.id,
        "kind": "EVENT",
        "status": "DELIVERED",
        "attemptCount": 1,
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
