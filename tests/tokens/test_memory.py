"""Verified tokens are remembered, but never longer or in greater number than they may be."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from gateway.settings import DEFAULT_ALGORITHMS
from gateway.tokens import InvalidToken, RemoteKeys, TrustedIssuer, Verifier
from gateway.tokens import verify as verify_module

from .conftest import AUDIENCE, Clock, Issuer


@pytest.fixture
def unpacked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The tokens that had to be judged anew."""
    seen: list[str] = []
    unpack = verify_module.unpack
    monkeypatch.setattr(verify_module, "unpack", lambda token: (seen.append(token), unpack(token))[1])
    return seen


async def test_a_token_is_judged_once(verifier: Verifier, issuer: Issuer, unpacked: list[str]) -> None:
    token = issuer.token()
    assert await verifier.verify(token) == await verifier.verify(token)
    assert unpacked == [token]


async def test_a_remembered_token_still_expires(verifier: Verifier, issuer: Issuer, clock: Clock) -> None:
    token = issuer.token(exp=int(clock.now().timestamp()) + 10)
    await verifier.verify(token)
    clock.advance(39.9)
    assert await verifier.verify(token)
    clock.advance(0.1)
    with pytest.raises(InvalidToken) as caught:
        await verifier.verify(token)
    assert caught.value.reason == "exp: expired"


async def test_a_refused_token_is_not_remembered(verifier: Verifier, issuer: Issuer, clock: Clock) -> None:
    token = issuer.token(nbf=int(clock.now().timestamp()) + 60)
    with pytest.raises(InvalidToken):
        await verifier.verify(token)
    clock.advance(30)
    assert await verifier.verify(token)


async def test_the_least_recently_used_tokens_are_forgotten(
    keys: RemoteKeys, issuer: Issuer, clock: Clock, unpacked: list[str]
) -> None:
    trusted = TrustedIssuer(issuer.name, AUDIENCE, frozenset(DEFAULT_ALGORITHMS), keys)
    verifier = Verifier([trusted], remembered=2, now=clock.now)
    first, second, third = (issuer.token(jti=name) for name in "abc")
    for token in (first, second, first, third, first, second):
        await verifier.verify(token)
    assert unpacked == [first, second, third, second]


async def test_the_leeway_is_a_setting(keys: RemoteKeys, issuer: Issuer, clock: Clock) -> None:
    trusted = TrustedIssuer(issuer.name, AUDIENCE, frozenset(DEFAULT_ALGORITHMS), keys)
    strict = Verifier([trusted], leeway=timedelta(0), now=clock.now)
    with pytest.raises(InvalidToken):
        await strict.verify(issuer.token(exp=int(clock.now().timestamp())))


async def test_an_issuers_own_list_of_algorithms_decides(keys: RemoteKeys, issuer: Issuer, clock: Clock) -> None:
    verifier = Verifier([TrustedIssuer(issuer.name, AUDIENCE, frozenset({"ES256"}), keys)], now=clock.now)
    assert await verifier.verify(issuer.token(kid="ec", algorithm="ES256"))
    with pytest.raises(InvalidToken):
        await verifier.verify(issuer.token())


async def test_one_issuers_key_cannot_sign_for_another(
    make_keys: Callable[..., RemoteKeys], keys: RemoteKeys, issuer: Issuer, clock: Clock
) -> None:
    algorithms = frozenset(DEFAULT_ALGORITHMS)
    other = make_keys("http://127.0.0.1:9/jwks")
    verifier = Verifier(
        [
            TrustedIssuer(issuer.name, AUDIENCE, algorithms, keys),
            TrustedIssuer("https://other.example", AUDIENCE, algorithms, other),
        ],
        now=clock.now,
    )
    with pytest.raises(InvalidToken):
        await verifier.verify(issuer.token(iss="https://other.example"))


async def test_an_issuer_cannot_be_trusted_twice(keys: RemoteKeys) -> None:
    trusted = TrustedIssuer("https://one.example", AUDIENCE, frozenset({"RS256"}), keys)
    with pytest.raises(ValueError, match="twice"):
        Verifier([trusted, trusted])


async def test_the_log_tells_the_reason_and_nothing_of_the_token(verifier: Verifier, issuer: Issuer) -> None:
    token = issuer.token(aud="secret-audience", sub="secret-subject")
    with capture_logs() as logs, pytest.raises(InvalidToken):
        await verifier.verify(token)
    assert logs == [{"event": "token refused", "reason": "aud: another audience", "log_level": "debug"}]
