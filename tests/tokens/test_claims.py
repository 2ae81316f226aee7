"""Every claim is checked for its shape, its time and whom it is meant for."""

from datetime import timedelta
from typing import Any

import pytest

from gateway.tokens import InvalidToken, Verifier

from .conftest import Clock, Issuer


async def refusal(verifier: Verifier, token: str) -> str:
    with pytest.raises(InvalidToken) as caught:
        await verifier.verify(token)
    return caught.value.reason


async def test_a_person_is_read_from_the_claims(verifier: Verifier, issuer: Issuer, clock: Clock) -> None:
    token = issuer.token(
        email="Ada@Firm.Example",
        email_verified=True,
        name="Ada Lovelace",
        client_id="portal",
        scope="openid clients:read  clients:read",
        jti="token-1",
    )
    claims = await verifier.verify(token)
    assert (claims.issuer, claims.subject, claims.email) == (issuer.name, "ada", "ada@firm.example")
    assert (claims.name, claims.client_id, claims.is_machine) == ("Ada Lovelace", "portal", False)
    assert claims.scopes == {"openid", "clients:read"}
    assert claims.expires_at == clock.now() + timedelta(hours=1)
    assert claims.expires_at.utcoffset() == timedelta(0)
    assert claims.token_id == "token-1"


async def test_what_is_not_claimed_is_empty(verifier: Verifier, issuer: Issuer) -> None:
    claims = await verifier.verify(issuer.token(email=None, name=None))
    assert (claims.email, claims.name, claims.client_id, claims.token_id) == (None, None, None, None)
    assert claims.scopes == frozenset()
    assert not claims.is_machine


async def test_a_client_that_is_its_own_subject_is_a_machine(verifier: Verifier, issuer: Issuer) -> None:
    claims = await verifier.verify(issuer.token(sub="robot", client_id="robot", email="a@b.c", email_verified=True))
    assert claims.is_machine
    assert claims.email is None


async def test_a_persons_token_is_no_machine_token(verifier: Verifier, issuer: Issuer) -> None:
    assert not (await verifier.verify(issuer.token(sub="ada", client_id="robot"))).is_machine
    assert not (await verifier.verify(issuer.token(sub="ada"))).is_machine


@pytest.mark.parametrize("verified", [False, None, ...])
async def test_an_address_nobody_vouches_for_is_not_taken(verifier: Verifier, issuer: Issuer, verified: Any) -> None:
    assert (await verifier.verify(issuer.token(email="ada@firm.example", email_verified=verified))).email is None


async def test_lower_case_never_turns_one_address_into_another(verifier: Verifier, issuer: Issuer) -> None:
    kelvin = "\N{KELVIN SIGN}ate@firm.example"
    assert (await verifier.verify(issuer.token(email=kelvin, email_verified=True))).email == kelvin


@pytest.mark.parametrize("audience", ["partner-gateway", ["other", "partner-gateway"]], ids=str)
async def test_our_audience_may_stand_alone_or_among_others(verifier: Verifier, issuer: Issuer, audience: Any) -> None:
    assert await verifier.verify(issuer.token(aud=audience))


TEXTS: list[Any] = [1, 1.5, True, [], {}, ["ada"], "", "a" * 256, "a\nb", "a\0b"]
TIMES: list[Any] = ["1", True, False, None, [], {}, -1, 10**30, 253402300799, ""]
WRONG: list[tuple[str, Any]] = [
    *[(name, value) for name in ("sub", "client_id", "email", "name", "jti") for value in TEXTS],
    *[(name, value) for name in ("exp", "iat", "nbf") for value in TIMES],
    *[("iss", value) for value in [..., None, 1, True, [], {}, "", "https://other.example", "https://é.example"]],
    *[("aud", value) for value in [..., None, 1, True, [], {}, "", "other", ["other"], ["partner-gateway", 1], [[]]]],
    *[("email_verified", value) for value in ["true", 1, 0, [], {}]],
    *[("scope", value) for value in [1, True, None, ["a"], {}, 'a"b', "a\\b", "é", "a\nb"]],
    *[("cnf", value) for value in [{"jkt": "x"}, {}, None, "x"]],
    *[(name, ...) for name in ("sub", "exp", "iat")],
    ("sub", None),
]


@pytest.mark.parametrize(("name", "value"), WRONG, ids=lambda each: repr(each)[:24])
async def test_a_claim_of_the_wrong_shape_is_refused(verifier: Verifier, issuer: Issuer, name: str, value: Any) -> None:
    assert (await refusal(verifier, issuer.token(**{name: value}))).startswith((f"{name}:", "payload:"))


async def test_a_token_ends_with_its_expiry_and_the_leeway(verifier: Verifier, issuer: Issuer, clock: Clock) -> None:
    now = int(clock.now().timestamp())
    assert await verifier.verify(issuer.token(exp=now - 29))
    assert await refusal(verifier, issuer.token(exp=now - 30)) == "exp: expired"


async def test_a_token_from_the_future_is_refused(verifier: Verifier, issuer: Issuer, clock: Clock) -> None:
    now = int(clock.now().timestamp())
    assert await verifier.verify(issuer.token(iat=now + 30, nbf=now + 30))
    assert await refusal(verifier, issuer.token(iat=now + 31)) == "iat: in the future"
    assert await refusal(verifier, issuer.token(nbf=now + 31)) == "nbf: not yet valid"


async def test_times_may_have_decimals(verifier: Verifier, issuer: Issuer, clock: Clock) -> None:
    now = clock.now().timestamp()
    claims = await verifier.verify(issuer.token(exp=now + 10.5, iat=now - 0.25))
    assert claims.expires_at == clock.now() + timedelta(seconds=10.5)
