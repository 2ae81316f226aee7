"""What the platform answers over HTTP is understood; what it should not answer settles nothing."""

import json
from typing import Any

import httpx2
import pytest

from domain.ports import AccountDeclined, AccountOpened, AccountWanted
from gateway.accounts.platform import PlatformAccounts, UnexpectedAnswer

WANTED = AccountWanted("ref-1", "Nord ApS", "DK", "13585628", "DKK", "Europe/Copenhagen", "Ada", "ada@nord.example")
TOKEN = "t" * 32


async def answer(status: int, body: Any, seen: list[httpx2.Request] | None = None) -> Any:
    """What is made of an answer."""

    def reply(request: httpx2.Request) -> httpx2.Response:
        (seen if seen is not None else []).append(request)
        return httpx2.Response(status, content=body if isinstance(body, bytes) else json.dumps(body))

    accounts = PlatformAccounts("https://spend.example/accounts", TOKEN, httpx2.MockTransport(reply))
    try:
        return await accounts.open(WANTED)
    finally:
        await accounts.aclose()


async def test_it_is_asked_with_a_key_and_told_who_wants_what() -> None:
    seen: list[httpx2.Request] = []
    assert await answer(201, {"account": " SP-7 "}, seen) == AccountOpened("SP-7")
    (request,) = seen
    assert (request.method, request.headers["idempotency-key"]) == ("POST", "ref-1")
    assert request.headers["authorization"] == f"Bearer {TOKEN}"
    told = json.loads(request.content)
    assert (told["reference"], told["legalName"], told["adminEmail"]) == ("ref-1", "Nord ApS", "ada@nord.example")


@pytest.mark.parametrize(
    ("status", "body", "meant"),
    [
        (200, {"account": "SP-7", "more": 1}, AccountOpened("SP-7")),
        (202, {}, None),
        (409, {"reason": "Known by another name."}, AccountDeclined("Known by another name.")),
        (422, {"reason": "No such company."}, AccountDeclined("No such company.")),
    ],
)
async def test_every_answer_has_its_meaning(status: int, body: Any, meant: Any) -> None:
    assert await answer(status, body) == meant


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (201, {}),
        (201, {"account": ""}),
        (201, {"account": "x" * 41}),
        (201, b"{"),
        (201, ["SP-7"]),
        (422, {"reason": "a\u0000b"}),
        (422, {}),
        (401, {"reason": "Who are you?"}),
        (404, {}),
        (500, {}),
        (302, {}),
        (200, b" " * 70_000),
    ],
)
async def test_what_it_should_not_answer_settles_nothing(status: int, body: Any) -> None:
    with pytest.raises(UnexpectedAnswer):
        await answer(status, body)


@pytest.mark.parametrize(
    ("failure", "raised"), [(httpx2.ConnectError("no"), OSError), (httpx2.ReadTimeout("slow"), TimeoutError)]
)
async def test_a_platform_that_is_away_is_an_outage(failure: Exception, raised: type[Exception]) -> None:
    def fail(_: httpx2.Request) -> httpx2.Response:
        raise failure

    accounts = PlatformAccounts("https://spend.example/accounts", None, httpx2.MockTransport(fail))
    with pytest.raises(raised):
        await accounts.open(WANTED)
    await accounts.aclose()
