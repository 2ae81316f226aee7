"""`/oauth/token`: who proves to be an integration gets a token, and nobody else, however they try."""

import asyncio
import base64
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx2
import orjson
import pytest
from joserfc.jwk import ECKey, OctKey, OKPKey
from joserfc.jws import JWSRegistry

from domain.vocabulary import Role
from store.engine import Store
from tests.integrations.asking import ask_token, ask_with, assertion, basic, change, signed_in
from tests.portal import Caller, Portal
from tests.portal.portal import open_portal
from tests.servers.databases import Database
from tests.tokens.conftest import compact, encoded
from tests.world import Firm, World

ME = "{ viewer { kind scopes integration { name } } partner { name clients { totalCount } } }"


@dataclass(frozen=True)
class Desk:
    """A firm, its admin, and an integration with its secret."""

    firm: Firm
    boss: Caller
    id: str
    secret: str


@pytest.fixture
async def desk(world: World, portal: Portal) -> Desk:
    firm = await world.partner()
    boss = portal.of(await firm.colleague(role=Role.ADMIN))
    made = await change(boss, "createIntegration", name="Robot", scopes=["PARTNER_READ", "CLIENTS_READ"])
    return Desk(firm, boss, made["integration"]["id"], made["secret"])


async def test_a_secret_gets_a_token_with_which_the_integration_asks(desk: Desk, portal: Portal) -> None:
    response = await ask_token(portal, basic(desk.id, desk.secret))
    assert response.headers["cache-control"] == "no-store"
    body = response.json()
    assert {**body, "access_token": ""} == {
        "access_token": "",
        "token_type": "Bearer",
        "expires_in": 600,
        "scope": "clients:read partner:read",
    }
    answer = await portal.bearer(body["access_token"])(ME)
    assert answer.data == {
        "viewer": {"kind": "INTEGRATION", "scopes": ["CLIENTS_READ", "PARTNER_READ"], "integration": {"name": "Robot"}},
        "partner": {"name": desk.firm.name, "clients": {"totalCount": 0}},
    }


async def test_scopes_can_be_narrowed_and_never_widened(desk: Desk, portal: Portal) -> None:
    narrow = await signed_in(portal, desk.id, desk.secret, scope="clients:read")
    assert (await narrow("{ viewer { scopes } }")).data["viewer"]["scopes"] == ["CLIENTS_READ"]
    for scope in ("people:read", "clients:read people:read", "nonsense", "clients:read  partner:read"):
        refused = await ask_token(portal, basic(desk.id, desk.secret), scope=scope)
        assert (refused.status_code, refused.json()["error"]) == (400, "invalid_scope"), scope


async def test_a_key_signs_in_without_a_secret_and_each_assertion_once(desk: Desk, portal: Portal) -> None:
    for key in (OKPKey.generate_key("Ed25519", auto_kid=True), ECKey.generate_key("P-256", auto_kid=True)):
        jwk = orjson.dumps(key.as_dict(private=False)).decode()
        await change(desk.boss, "registerIntegrationKey", integrationId=desk.id, jwk=jwk)
        signed = assertion(key, desk.id)
        taken, replayed = await ask_with(portal, signed), await ask_with(portal, signed)
        assert (taken.status_code, replayed.status_code) == (200, 401)
        assert (await portal.bearer(taken.json()["access_token"])(ME)).errors == []
        at_once = assertion(key, desk.id, aud="http://gateway.example/oauth/token")
        many = await asyncio.gather(*(ask_with(portal, at_once) for _ in range(5)))
        assert sorted(each.status_code for each in many) == [200, 401, 401, 401, 401]


async def test_a_rotated_secret_and_its_tokens_live_as_long_as_the_overlap(
    desk: Desk, portal: Portal, store: Store, database: Database, tmp_path: Path
) -> None:
    old = await signed_in(portal, desk.id, desk.secret)
    new = (await change(desk.boss, "rotateIntegrationSecret", integrationId=desk.id, overlapHours=1))["secret"]
    assert (await old(ME)).status == 200
    assert (await ask_token(portal, basic(desk.id, desk.secret))).status_code == 200
    later = open_portal(store, database.url, tmp_path, desk.firm.now + timedelta(hours=1))
    assert (await ask_token(later, basic(desk.id, desk.secret))).status_code == 401
    assert (await Caller(later.http, old.headers)(ME)).status == 401
    newer = await signed_in(portal, desk.id, new)
    await change(desk.boss, "rotateIntegrationSecret", integrationId=desk.id, overlapHours=0)
    assert [(await each(ME)).status for each in (old, newer)] == [401, 401]
    assert (await ask_token(portal, basic(desk.id, new))).status_code == 401
    await later.http.aclose()


async def test_what_is_switched_off_changed_or_over_holds_from_the_next_request_on(
    desk: Desk, portal: Portal, store: Store, database: Database, tmp_path: Path
) -> None:
    own = {"integrationId": desk.id}
    caller = await signed_in(portal, desk.id, desk.secret)
    await change(desk.boss, "updateIntegration", **own, scopes=["PEOPLE_READ"])
    assert (await caller("{ viewer { scopes } }")).data["viewer"]["scopes"] == []
    await change(desk.boss, "disableIntegration", **own)
    assert (await caller(ME)).status == 401
    assert (await ask_token(portal, basic(desk.id, desk.secret))).status_code == 401
    await change(desk.boss, "enableIntegration", **own)
    # What was ended stays so: only what is got from now on counts.
    assert (await caller(ME)).status == 401
    again = await signed_in(portal, desk.id, desk.secret)
    assert (await again("{ viewer { scopes } }")).data["viewer"]["scopes"] == ["PEOPLE_READ"]
    end = desk.firm.now + timedelta(minutes=1)
    await change(desk.boss, "updateIntegration", **own, expiresAt=end.isoformat())
    later = open_portal(store, database.url, tmp_path, end)
    assert (await ask_token(later, basic(desk.id, desk.secret))).status_code == 401
    assert (await Caller(later.http, again.headers)("{ viewer { kind } }")).status == 401
    await later.http.aclose()


async def test_a_removed_key_ends_with_its_tokens(desk: Desk, portal: Portal) -> None:
    key = OKPKey.generate_key("Ed25519", auto_kid=True)
    own = {"integrationId": desk.id}
    await change(desk.boss, "registerIntegrationKey", **own, jwk=orjson.dumps(key.as_dict(private=False)).decode())
    token = (await ask_with(portal, assertion(key, desk.id))).json()["access_token"]
    await change(desk.boss, "removeIntegrationKey", **own, kid=key.kid)
    assert (await portal.bearer(token)(ME)).status == 401
    assert (await ask_with(portal, assertion(key, desk.id))).status_code == 401
    assert (await ask_token(portal, basic(desk.id, desk.secret))).status_code == 200


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
        'Bearer error="invalid_token", resource_metadata="http://gateway.example/.well-known/oauth-protected-resource"'
    )


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
async def test_the_metadata_leads_to_the_endpoint_and_its_keys(portal: Portal) -> None:
    resource = (await portal.http.get("/.well-known/oauth-protected-resource")).json()
    assert resource["resource"] == "http://gateway.example"
    assert resource["authorization_servers"][0] == "http://gateway.example"
    server: dict[str, Any] = (await portal.http.get("/.well-known/oauth-authorization-server")).json()
    assert server["issuer"] == "http://gateway.example"
    assert server["token_endpoint"] == "http://gateway.example/oauth/token"
    assert server["token_endpoint_auth_methods_supported"] == ["client_secret_basic", "private_key_jwt"]
    assert (await portal.http.get(server["jwks_uri"])).status_code == 200


@pytest.fixture
async def second(store: Store, database: Database, tmp_path: Path, now: Any) -> AsyncIterator[Portal]:
    """Another process on the same database."""
    opened = open_portal(store, database.url, tmp_path, now)
    yield opened
    await opened.http.aclose()


async def test_processes_share_their_keys_and_rotate_them(desk: Desk, portal: Portal, second: Portal) -> None:
    here, there = await asyncio.gather(
        ask_token(portal, basic(desk.id, desk.secret)), ask_token(second, basic(desk.id, desk.secret))
    )
    tokens = [each.json()["access_token"] for each in (here, there)]
    for gateway in (portal, second):
        assert [(await gateway.bearer(token)(ME)).status for token in tokens] == [200, 200]
    assert (await portal.http.get("/.well-known/jwks.json")).json() == (
        await second.http.get("/.well-known/jwks.json")
    ).json()
