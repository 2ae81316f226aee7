"""What a receiver refuses is tried again, in its order, and told as it went."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from gateway.webhooks.telling import Teller
from tests.webhooks.conftest import Post
from tests.webhooks.receiver import Receiver


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
    assert line["attemptCount"] == len(receiver.received) == len(pauses) + 1
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
    assert (line["status"], line["attemptCount"], receiver.received) == ("QUEUED", 1, [])
    assert "internal" not in line["failure"]
    assert not (await post.shown())["isFailing"]
    post.clock.forward(seconds=6)
    await post.deliver()
    assert [line["status"] for line in await post.log()] == ["DELIVERED"]
