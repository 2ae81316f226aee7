"""`/oauth/token`: nobody else gets a token, however they try."""

import asyncio
import base64
from datetime import UTC, datetime, timedelta, tzinfo

import httpx2
import orjson
import pytest
from joserfc.jwk import OctKey, OKPKey
from joserfc.jws import JWSRegistry

from tests.integrations.asking import ask_token, ask_with, assertion, basic, change
from tests.integrations.desk import Desk
from tests.portal import Portal
from tests.tokens.conftest import compact, encoded
from tests.world import World

ME = "{ viewer { kind scopes integration { name } } partner { name clients { totalCount } } }"


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
async def test_every_bad_proof_gets_the_same_answer(desk: Desk, portal: Portal) -> None:
    key, other = OKPKey.generate_key("Ed25519", auto_kid=True), OKPKey.generate_key("Ed25519", auto_kid=True)
    public = orjson.dumps(key.as_dict(private=False)).decode()
    await change(desk.boss, "registerIntegrationKey", integrationId=desk.id, jwk=public)
    good = assertion(key, desk.id)
    forged = [
        assertion(other, desk.id),
        assertion(other, desk.id, header={"kid": key.kid}),
        assertion(key, desk.id, header={"kid": "another"}),
        assertion(key, "integration_00000000000000000000000000"),
        assertion(key, desk.id, iss="somebody"),
        assertion(key, desk.id, iss=None),
        assertion(key, desk.id, aud="https://elsewhere.example"),
        assertion(key, desk.id, aud=["http://gateway.example", "https://elsewhere.example"]),
        assertion(key, desk.id, aud=[]),
        assertion(key, desk.id, aud=None),
        assertion(key, desk.id, exp=None),
        assertion(key, desk.id, exp=1),
        assertion(key, desk.id, exp=4102444800),
        assertion(key, desk.id, exp="soon"),
        assertion(key, desk.id, exp=1e400),
        assertion(key, desk.id, iat=4102444800),
        assertion(key, desk.id, nbf=4102444800),
        assertion(key, desk.id, jti=None),
        assertion(key, desk.id, jti=""),
        assertion(key, desk.id, jti=5),
        assertion(key, desk.id, pad="x" * 9_000),
        assertion(key, desk.id, header={"typ": "at+jwt"}),
        assertion(key, desk.id, header={"crit": ["exp"]}),
        assertion(key, desk.id, header={"jwk": other.as_dict(private=False)}),
        assertion(key, desk.id, header={"jku": "https://elsewhere.example"}),
        assertion(key, desk.id, header={"alg": "HS256"}),
        assertion(key, desk.id, header={"alg": None}),
        _by_hmac(desk.id, public.encode(), key.kid),
        _unsigned(good),
        good[:-4] + "AAAA",
        ".".join(good.split(".")[:2]),
        "a.b.c",
        "é",
        *_nested(desk.id),
    ]
    for signed in forged:
        _refused(await ask_with(_fresh(portal), signed), signed)
    wrong = [
        ("nobody", "x"),
        (desk.id, "x"),
        (desk.id, ""),
        (desk.id, desk.secret + "x"),
        (desk.id.upper(), desk.secret),
    ]
    for client_id, secret in wrong:
        _refused(await ask_token(_fresh(portal), basic(client_id, secret)), client_id)
    for header in ("Basic", "Basic !!!", f"Bearer {desk.secret}", "Basic " + "A" * 9_000):
        _refused(await ask_token(_fresh(portal), {"Authorization": header}), header)
    _refused(await ask_token(portal, {}), "nothing")
    assert (await ask_with(_fresh(portal), good)).status_code == 200


def _by_hmac(client_id: str, secret: bytes, kid: str | None) -> str:
    """Signed with the public key as if it were a shared secret."""
    signed = assertion(OKPKey.generate_key("Ed25519"), client_id)
    payload = orjson.loads(_decoded(signed.split(".")[1]))
    return compact({"alg": "HS256", "kid": kid, "typ": "JWT"}, payload, OctKey.import_key(secret), "HS256")


def _decoded(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


def _nested(client_id: str) -> list[str]:
    """Claims, and a header, nested more and more deeply: from what can be read to what cannot."""
    claims, header = encoded({"sub": client_id}), encoded({"alg": "Ed25519", "kid": "x", "typ": "JWT"})
    text = f'{{"sub":"{client_id}","alg":"Ed25519","a":%s}}'
    deep = [_encoded(text % ("[" * depth + "]" * depth)) for depth in (100, *range(800, 1_000, 20), 2_700)]
    return [f"{header}.{each}.AAAA" for each in deep] + [f"{each}.{claims}.AAAA" for each in deep]


def _encoded(text: str) -> str:
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _unsigned(signed: str) -> str:
    assert "none" in JWSRegistry.algorithms
    return f"{encoded({'alg': 'none', 'typ': 'JWT'})}.{signed.split('.')[1]}."


def _refused(response: httpx2.Response, what: str) -> None:
    assert response.status_code == 401, (what, response.text)
    assert response.headers["www-authenticate"] == 'Basic realm="gateway"'
    assert response.json() == {
        "error": "invalid_client",
        "error_description": "The client is unknown, may not sign in, or did not prove who it is.",
    }


_ADDRESS = iter(range(1, 10_000))


def _fresh(portal: Portal) -> Portal:
    """The same gateway, asked from an address of its own."""
    number = next(_ADDRESS)
    transport = httpx2.ASGITransport(app=portal.app, client=(f"10.0.{number // 250}.{number % 250 + 1}", 5))
    http = httpx2.AsyncClient(transport=transport, base_url="http://gateway.example")
    return Portal(portal.app, http, portal.issuer, portal.settings)


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
async def test_a_request_of_the_wrong_shape_is_told_what_is_wrong(desk: Desk, portal: Portal) -> None:
    form = {"Content-Type": "application/x-www-form-urlencoded"} | basic(desk.id, desk.secret)
    grant = "grant_type=client_credentials"
    cases: list[tuple[dict[str, str], str, str, int, str]] = [
        (form, "", "", 400, "invalid_request"),
        (form, "", "scope=clients:read", 400, "invalid_request"),
        (form, "", "grant_type=password", 400, "unsupported_grant_type"),
        (form, "", f"{grant}&{grant}", 400, "invalid_request"),
        (form, "", f"{grant}&scope=clients:read&scope=partner:read", 400, "invalid_request"),
        (form, "", f"{grant}&scope=%00", 400, "invalid_request"),
        (form, "", f"{grant}&scope=%ff", 400, "invalid_request"),
        (form, "", "é", 400, "invalid_request"),
        (form, "", grant + "&a=b" * 30, 400, "invalid_request"),
        (form, "", f"{grant}&pad={'x' * 17_000}", 413, "invalid_request"),
        (form, "", f"{grant}&client_id=another", 400, "invalid_request"),
        (form, "", f"{grant}&client_secret={desk.secret}", 400, "invalid_request"),
        (form, "", f"{grant}&client_assertion=a.b.c", 400, "invalid_request"),
        (form, f"?{grant}", "", 400, "invalid_request"),
        (form | {"Content-Type": "application/json"}, "", "{}", 415, "invalid_request"),
        (form | {"Content-Type": "multipart/form-data; boundary=x"}, "", "--x--", 415, "invalid_request"),
        (form | {"Content-Encoding": "gzip"}, "", grant, 415, "invalid_request"),
        ({"Content-Type": form["Content-Type"]}, "", f"{grant}&client_assertion=a.b.c", 400, "invalid_request"),
    ]
    for headers, query, content, status, code in cases:
        response = await portal.http.post(f"/oauth/token{query}", content=content.encode(), headers=headers)
        assert (response.status_code, response.json()["error"]) == (status, code), content[:60]
        assert desk.secret not in response.text
    twice = [*form.items(), ("Authorization", form["Authorization"])]
    assert (await portal.http.post("/oauth/token", content=grant, headers=twice)).status_code == 400
    assert (await portal.http.get("/oauth/token")).status_code == 405
    fine = await portal.http.post("/oauth/token", content=f"{grant}&client_id={desk.id}&scope=", headers=form)
    assert fine.status_code == 200


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
async def test_who_guesses_is_stopped_and_others_are_not(
    desk: Desk, portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gateway.counting.window_of", lambda *_: 0)
    guesser = _fresh(portal)
    statuses = []
    for _ in range(6):
        tries = await asyncio.gather(*(ask_token(guesser, basic(desk.id, f"{number}")) for number in range(5)))
        statuses += [each.status_code for each in tries]
    assert (statuses.count(401), statuses.count(429)) == (20, 10)
    stopped = await ask_token(guesser, basic(desk.id, desk.secret))
    assert (stopped.status_code, stopped.json()["error"]) == (429, "temporarily_unavailable")
    assert 1 <= int(stopped.headers["retry-after"]) <= 60
    assert (await ask_token(_fresh(portal), basic(desk.id, desk.secret))).status_code == 200
    unreadable = [await ask_with(other, _nested(desk.id)[-1]) for other in [_fresh(portal)] for _ in range(21)]
    assert [each.status_code for each in unreadable] == [401] * 20 + [429]


class Ahead(datetime):
    """The clock of a replica that is 90 seconds ahead."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:
        return datetime.now(tz) + timedelta(seconds=90)


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
async def test_an_assertion_is_good_once_also_beside_a_replica_whose_clock_is_ahead(
    desk: Desk, portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = OKPKey.generate_key("Ed25519", auto_kid=True)
    public = orjson.dumps(key.as_dict(private=False)).decode()
    await change(desk.boss, "registerIntegrationKey", integrationId=desk.id, jwk=public)
    short = assertion(key, desk.id, exp=int(datetime.now(UTC).timestamp()) + 30)
    assert (await ask_with(portal, short)).status_code == 200
    with monkeypatch.context() as patched:
        patched.setattr("gateway.oauth.endpoint.datetime", Ahead)
        assert (await ask_with(portal, assertion(key, desk.id))).status_code == 200
    assert (await ask_with(portal, short)).status_code == 401


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
async def test_a_failure_that_nobody_thought_of_is_told_in_the_form_of_oauth_with_a_reference(
    desk: Desk, portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(*_: object) -> None:
        raise RuntimeError("an internal word")

    monkeypatch.setattr("gateway.oauth.endpoint.client_of", fail)
    answer = await ask_token(portal, basic(desk.id, desk.secret))
    assert (answer.status_code, answer.json()["error"]) == (500, "server_error")
    assert "internal word" not in answer.text
    assert "quote the reference" in answer.text


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
async def test_our_tokens_are_for_integrations_and_only_as_we_signed_them(
    desk: Desk, portal: Portal, world: World
) -> None:
    token = (await ask_token(portal, basic(desk.id, desk.secret))).json()["access_token"]
    keys = (await portal.http.get("/.well-known/jwks.json")).json()["keys"]
    assert [set(key) for key in keys] == [{"kty", "crv", "x", "kid", "use", "alg"}]
    header, payload, _ = token.split(".")
    claims, kid = orjson.loads(_decoded(payload)), orjson.loads(_decoded(header))["kid"]
    thief = OKPKey.generate_key("Ed25519")
    secret = OctKey.import_key(orjson.dumps(keys[0]))
    start = {"typ": "at+jwt", "kid": kid}
    forged = [
        compact(start | {"alg": "Ed25519"}, claims, thief, "Ed25519"),
        compact(start | {"alg": "HS256"}, claims, secret, "HS256"),
        f"{encoded(start | {'alg': 'none'})}.{payload}.",
        # An issuer that is trusted with its own tokens says ours are its own.
        portal.issuer.mint(desk.id, client_id=desk.id, scopes=["clients:read"]),
    ]
    for each in forged:
        assert (await portal.bearer(each)(ME)).status == 401
    refused = await portal.bearer("x")(ME)
    assert refused.headers["www-authenticate"] == (
        'Bearer error="invalid_token", '
        'resource_metadata="http://gateway.example/.well-known/oauth-protected-resource/graphql"'
    )
