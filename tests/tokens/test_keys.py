"""Keys rotate, vanish and become unreachable, and the right tokens keep working."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from joserfc.jwk import RSAKey
from structlog.testing import capture_logs

from gateway.tokens import InvalidToken, KeysUnavailable, RemoteKeys, Verifier

from .conftest import Clock, Issuer


async def test_keys_are_fetched_once_for_many_tokens(verifier: Verifier, issuer: Issuer) -> None:
    for number in range(20):
        await verifier.verify(issuer.token(jti=str(number)))
    assert issuer.fetches == 1


async def test_simultaneous_requests_wait_for_one_fetch(verifier: Verifier, issuer: Issuer) -> None:
    issuer.released.clear()
    waiting = [asyncio.create_task(verifier.verify(issuer.token(jti=str(number)))) for number in range(50)]
    assert await asyncio.to_thread(issuer.arrived.wait, 5)
    issuer.released.set()
    assert len(await asyncio.gather(*waiting)) == 50
    assert issuer.fetches == 1


async def test_a_caller_that_leaves_does_not_spoil_the_fetch_for_others(verifier: Verifier, issuer: Issuer) -> None:
    issuer.released.clear()
    leaving, staying = (asyncio.create_task(verifier.verify(issuer.token(jti=name))) for name in "ab")
    assert await asyncio.to_thread(issuer.arrived.wait, 5)
    leaving.cancel()
    issuer.released.set()
    assert (await staying).subject == "ada"
    assert issuer.fetches == 1


async def test_a_new_key_is_accepted_at_once(verifier: Verifier, issuer: Issuer) -> None:
    await verifier.verify(issuer.token())
    issuer.published = [issuer.public("spare")]
    assert await verifier.verify(issuer.token(kid="spare"))
    assert issuer.fetches == 2


async def test_unknown_keys_cannot_flood_the_issuer(verifier: Verifier, issuer: Issuer, clock: Clock) -> None:
    await verifier.verify(issuer.token())
    for number in range(50):
        with pytest.raises(InvalidToken):
            await verifier.verify(issuer.token(header={"kid": f"guess-{number}"}))
    assert issuer.fetches == 1 + 5
    clock.advance(5)
    issuer.published.append(issuer.public("spare"))
    assert await verifier.verify(issuer.token(kid="spare"))
    assert issuer.fetches == 1 + 5 + 1


async def test_tokens_refused_anyway_cause_no_fetch(verifier: Verifier, issuer: Issuer) -> None:
    for claims in ({"exp": 1}, {"aud": "other"}, {"iss": "https://other.example"}, {"cnf": {}}):
        with pytest.raises(InvalidToken):
            await verifier.verify(issuer.token(header={"kid": "guess"}, **claims))
    assert issuer.fetches == 0


async def test_a_removed_key_is_refused_within_a_minute(verifier: Verifier, issuer: Issuer, clock: Clock) -> None:
    token = issuer.token()
    await verifier.verify(token)
    issuer.published = [issuer.public("ec")]
    clock.advance(59)
    for once in (token, issuer.token(jti="never seen")):
        with pytest.raises(InvalidToken):
            await verifier.verify(once)
    assert await verifier.verify(issuer.token(kid="ec", algorithm="ES256"))


async def test_a_key_id_given_to_another_key_loses_its_tokens(verifier: Verifier, issuer: Issuer, clock: Clock) -> None:
    token = issuer.token()
    await verifier.verify(token)
    issuer.published = [{**issuer.public("spare"), "kid": "rsa"}]
    clock.advance(59)
    with pytest.raises(InvalidToken):
        await verifier.verify(token)


async def test_a_key_published_with_more_words_keeps_its_tokens(
    verifier: Verifier, issuer: Issuer, clock: Clock
) -> None:
    token = issuer.token()
    await verifier.verify(token)
    issuer.published = [{**issuer.public("rsa"), "alg": "RS256"}]
    clock.advance(59)
    assert await verifier.verify(token)


async def test_keys_in_use_are_refreshed_without_waiting(
    verifier: Verifier, keys: RemoteKeys, issuer: Issuer, clock: Clock
) -> None:
    token = issuer.token()
    await verifier.verify(token)
    issuer.published = []
    issuer.arrived.clear()
    issuer.released.clear()
    clock.advance(31)
    assert await verifier.verify(token)
    assert await asyncio.to_thread(issuer.arrived.wait, 5)
    assert await verifier.verify(token)
    issuer.released.set()
    assert await keys.find("another", "RS256") is None
    assert issuer.fetches == 2
    with pytest.raises(InvalidToken):
        await verifier.verify(token)


@pytest.mark.parametrize("status", [500, 503, 404, 301])
async def test_an_hour_without_the_issuer_is_no_outage(
    verifier: Verifier, issuer: Issuer, clock: Clock, status: int
) -> None:
    await verifier.verify(issuer.token())
    issuer.status = status
    for _ in range(60):
        clock.advance(60)
        assert await verifier.verify(issuer.token())


async def test_an_issuer_that_is_gone_is_no_outage(verifier: Verifier, issuer: Issuer, clock: Clock) -> None:
    await verifier.verify(issuer.token())
    issuer.stop()
    clock.advance(3600)
    with capture_logs() as logs:
        assert await verifier.verify(issuer.token())
    assert [(log["event"], log["url"]) for log in logs] == [("issuer keys not fetched", issuer.jwks_url)]


GARBAGE = [b"", b"{", b"[]", b"{}", b'{"keys": {}}', b'{"keys": null}', b"<html>", b'{"keys": []}' + b" " * 300 * 1024]


@pytest.mark.parametrize("body", GARBAGE, ids=lambda body: repr(body[:12]))
async def test_garbage_in_place_of_keys_leaves_the_known_ones(
    verifier: Verifier, issuer: Issuer, clock: Clock, body: bytes
) -> None:
    await verifier.verify(issuer.token())
    issuer.body = body
    clock.advance(120)
    assert await verifier.verify(issuer.token())
    assert issuer.fetches == 2


async def test_before_the_first_keys_a_retry_is_asked_for(verifier: Verifier, issuer: Issuer) -> None:
    issuer.status = 503
    with pytest.raises(KeysUnavailable):
        await verifier.verify(issuer.token())
    issuer.status = 200
    assert await verifier.verify(issuer.token())


async def test_a_slow_issuer_is_waited_for_only_so_long(make_keys: Callable[..., RemoteKeys], issuer: Issuer) -> None:
    issuer.released.clear()
    with pytest.raises(KeysUnavailable):
        await make_keys(issuer.jwks_url, timeout=0.05).find("rsa", "RS256")


async def test_a_running_fetch_ends_when_the_gateway_stops(
    make_keys: Callable[..., RemoteKeys], issuer: Issuer
) -> None:
    issuer.released.clear()
    keys = make_keys(issuer.jwks_url)
    asking = asyncio.create_task(keys.find("rsa", "RS256"))
    assert await asyncio.to_thread(issuer.arrived.wait, 5)
    await keys.aclose()
    with pytest.raises(asyncio.CancelledError):
        await asking


def _without(key: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in key.items() if name not in names}


async def test_keys_that_cannot_be_used_are_passed_over(keys: RemoteKeys, issuer: Issuer) -> None:
    good = issuer.public("rsa")
    private = issuer.keys["spare"].as_dict(private=True)
    weak = generate_private_key(65537, 1024).public_key()
    issuer.published = [
        None,
        "key",
        {},
        {"kty": "PQ", "kid": "future"},
        _without(good, "kid"),
        {**good, "kid": 7},
        {**good, "kid": "enc", "use": "enc"},
        {**good, "kid": "broken", "n": 5},
        {**good, "kid": "short", **RSAKey(weak, weak).as_dict()},
        {**issuer.public("ec"), "kid": "off-curve", "x": issuer.public("ec")["y"]},
        {**private, "kid": "private"},
        {**good, "kid": "bound", "alg": "RS512"},
        good,
    ]
    for kid in ("future", "enc", "broken", "short", "off-curve", "private", "bound"):
        assert await keys.find(kid, "RS256") is None
    found = await keys.find("rsa", "RS256")
    assert isinstance(found, RSAKey)
    assert not found.is_private
