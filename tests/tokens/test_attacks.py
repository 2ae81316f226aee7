"""Tokens made by strangers are refused, all alike and fast."""

import json
import time
from typing import Any

import pytest
from joserfc.jwk import OctKey

from gateway.tokens import InvalidToken, Verifier

from .conftest import Issuer, compact, encoded


async def refused(verifier: Verifier, token: str) -> str:
    """Expect a refusal that looks like every other, and give its inner reason."""
    with pytest.raises(InvalidToken) as caught:
        await verifier.verify(token)
    assert type(caught.value) is InvalidToken
    assert str(caught.value) == "The access token is not valid here. Obtain a new one and try again."
    assert token == "" or token not in caught.value.reason
    return caught.value.reason


@pytest.mark.parametrize(
    ("kid", "algorithm"), [("rsa", "RS256"), ("rsa", "PS256"), ("ec", "ES256"), ("ed", "EdDSA"), ("ed", "Ed25519")]
)
async def test_a_right_token_of_every_usual_algorithm_is_accepted(
    verifier: Verifier, issuer: Issuer, kid: str, algorithm: str
) -> None:
    assert (await verifier.verify(issuer.token(kid=kid, algorithm=algorithm))).subject == "ada"


@pytest.mark.parametrize("name", ["none", "None", "NONE", "nOnE"])
async def test_an_unsigned_token_is_refused(verifier: Verifier, issuer: Issuer, name: str) -> None:
    token = f"{encoded(issuer.header(alg=name))}.{encoded(issuer.payload())}."
    assert await refused(verifier, token) == "alg: not allowed for this issuer"


@pytest.mark.parametrize("algorithm", ["HS256", "HS384", "HS512"])
async def test_the_public_key_is_no_shared_secret(verifier: Verifier, issuer: Issuer, algorithm: str) -> None:
    for secret in (issuer.keys["rsa"].as_pem(private=False), json.dumps(issuer.public("rsa")).encode()):
        token = compact(issuer.header(alg=algorithm), issuer.payload(), OctKey(secret, secret), algorithm)
        assert await refused(verifier, token) == "alg: not allowed for this issuer"


async def test_a_published_shared_secret_is_not_a_key(verifier: Verifier, issuer: Issuer) -> None:
    secret = OctKey.generate_key(256)
    issuer.published.append({**secret.as_dict(), "kid": "oct"})
    issuer.keys["oct"] = secret
    assert await refused(verifier, issuer.token(kid="oct", algorithm="HS256")) == "alg: not allowed for this issuer"
    disguised = compact(issuer.header(kid="oct"), issuer.payload(), issuer.keys["rsa"], "RS256")
    assert await refused(verifier, disguised) == "kid: unknown key"


async def test_an_algorithm_of_another_key_type_is_refused(verifier: Verifier, issuer: Issuer) -> None:
    token = compact(issuer.header(alg="ES256", kid="rsa"), issuer.payload(), issuer.keys["ec"], "ES256")
    assert await refused(verifier, token)


async def test_a_token_signed_by_another_key_is_refused(verifier: Verifier, issuer: Issuer) -> None:
    token = compact(issuer.header(kid="rsa"), issuer.payload(), issuer.keys["spare"], "RS256")
    assert await refused(verifier, token) == "signature: does not match"


@pytest.mark.parametrize("part", [0, 1, 2])
async def test_a_token_changed_in_any_part_is_refused(verifier: Verifier, issuer: Issuer, part: int) -> None:
    parts = issuer.token().split(".")
    parts[part] = ("f" if parts[part][0] != "f" else "e") + parts[part][1:]
    await refused(verifier, ".".join(parts))


@pytest.mark.parametrize(
    "change",
    [
        {"kid": ...},
        {"kid": ""},
        {"kid": 7},
        {"kid": None},
        {"kid": ["rsa"]},
        {"alg": ...},
        {"alg": 1},
        {"alg": ["RS256"]},
        {"typ": ...},
        {"typ": "JWT"},
        {"typ": "jwt"},
        {"typ": "id+jwt"},
        {"typ": "logout+jwt"},
        {"typ": None},
        {"typ": ["at+jwt"]},
        {"crit": ["exp"]},
        {"crit": []},
        {"crit": ["b64"], "b64": True},
        {"b64": False},
        {"b64": True},
        {"jwk": {}},
        {"jku": "https://evil.example/jwks"},
        {"x5u": "https://evil.example/cert"},
        {"x5c": []},
        {"cty": 5},
    ],
    ids=str,
)
async def test_a_header_that_is_not_right_is_refused(verifier: Verifier, issuer: Issuer, change: Any) -> None:
    token = compact(issuer.header(**change), issuer.payload(), issuer.keys["rsa"], "RS256")
    await refused(verifier, token)


async def test_a_key_that_the_token_brings_along_is_not_believed(verifier: Verifier, issuer: Issuer) -> None:
    header = issuer.header(jwk=issuer.public("ec"), kid="ec", alg="ES256")
    token = compact(header, issuer.payload(), issuer.keys["ec"], "ES256")
    assert await refused(verifier, token) == "jwk: refused in the header"
    assert issuer.fetches == 0


@pytest.mark.parametrize("typ", ["at+jwt", "application/at+jwt", "AT+JWT"])
async def test_both_spellings_of_the_access_token_type_are_accepted(
    verifier: Verifier, issuer: Issuer, typ: str
) -> None:
    assert await verifier.verify(issuer.token(header={"typ": typ}))


async def test_unknown_header_parameters_are_ignored(verifier: Verifier, issuer: Issuer) -> None:
    assert await verifier.verify(issuer.token(header={"nonce": "x", "x5t": "abc"}))


@pytest.mark.parametrize("header", [[], ["alg"], "alg", 1, None, b"{", b"\xff", b"[" * 300], ids=repr)
async def test_a_header_that_is_no_object_is_refused(verifier: Verifier, issuer: Issuer, header: Any) -> None:
    await refused(verifier, compact(header, issuer.payload(), issuer.keys["rsa"], "RS256"))


PAYLOADS = [[], ["iss"], "iss", 1, None, b"", b"{", b"\xff\xfe", b"[" * 3000, b'{"iss": NaN}', b'{"iss": "\\ud800"}']


@pytest.mark.parametrize("payload", PAYLOADS, ids=lambda each: repr(each)[:20])
async def test_a_payload_that_is_no_object_is_refused(verifier: Verifier, issuer: Issuer, payload: Any) -> None:
    await refused(verifier, compact(issuer.header(), payload, issuer.keys["rsa"], "RS256"))


async def test_numbers_that_are_none_are_refused(verifier: Verifier, issuer: Issuer) -> None:
    good = json.dumps(issuer.payload(exp="EXP"))
    for number in ("NaN", "Infinity", "1e400", "-1", "9" * 400, "true", '"4070908800"', "null", "[1]", "{}"):
        payload = good.replace('"EXP"', number).encode()
        await refused(verifier, compact(issuer.header(), payload, issuer.keys["rsa"], "RS256"))


async def test_only_three_parts_make_a_token(verifier: Verifier, issuer: Issuer) -> None:
    token = issuer.token()
    head, payload, signature = token.split(".")
    shapes = ["", ".", "..", "...", head, f"{head}.{payload}", f"{token}.", f"{token}.x", f".{token}", f"{token}.."]
    shapes += [f"{head}..{signature}", f".{payload}.{signature}", f"{head}.{payload}.", f"{head}.{payload}.{head}"]
    for shape in shapes:
        await refused(verifier, shape)


async def test_the_json_serialization_is_refused(verifier: Verifier, issuer: Issuer) -> None:
    head, payload, signature = issuer.token().split(".")
    flat = {"protected": head, "payload": payload, "signature": signature}
    general = {"payload": payload, "signatures": [{"protected": head, "signature": signature}]}
    for form in (flat, general):
        await refused(verifier, json.dumps(form))


async def test_stray_characters_are_refused(verifier: Verifier, issuer: Issuer) -> None:
    token = issuer.token()
    for changed in (f" {token}", f"{token} ", f"{token}\n", f"{token}=", f"{token}é", f"\0{token}", f"\ud800{token}"):
        await refused(verifier, changed)


async def test_nine_kibibytes_are_refused_unread(verifier: Verifier, issuer: Issuer) -> None:
    large = issuer.token(extra="x" * 9 * 1024)
    assert await refused(verifier, large) == "longer than the limit"
    assert await refused(verifier, "a.b." + "c" * 100_000) == "longer than the limit"
    assert await verifier.verify(issuer.token(extra="x" * 5000))


async def test_attacks_are_refused_within_five_milliseconds(verifier: Verifier, issuer: Issuer) -> None:
    await verifier.verify(issuer.token())
    attacks = {
        "none": f"{encoded(issuer.header(alg='none'))}.{encoded(issuer.payload())}.",
        "wrong key": compact(issuer.header(), issuer.payload(), issuer.keys["spare"], "RS256"),
        "expired": issuer.token(exp=1),
        "long": "x" * 9 * 1024,
        "deep": compact(issuer.header(), b"[" * 4000, issuer.keys["rsa"], "RS256"),
    }
    for name, token in attacks.items():
        took = []
        for _ in range(5):
            started = time.perf_counter()
            await refused(verifier, token)
            took.append(time.perf_counter() - started)
        assert min(took) < 0.005, name
