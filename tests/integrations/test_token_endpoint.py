"""`/oauth/token`: an integration that proves what it is gets a token, with the rights of that moment."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import orjson
import pytest
from joserfc.jwk import ECKey, OKPKey

from store.engine import Store
from tests.integrations.asking import ask_token, ask_with, assertion, basic, change, signed_in
from tests.integrations.desk import Desk
from tests.portal import Caller, Portal
from tests.portal.portal import open_portal
from tests.servers.databases import Database

ME = "{ viewer { kind scopes integration { name } } partner { name clients { totalCount } } }"


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
async def test_a_token_can_be_asked_for_what_the_metadata_names_and_for_nothing_else(
    desk: Desk, portal: Portal
) -> None:
    for path in ("", "/graphql", "/facts"):
        caller = await signed_in(portal, desk.id, desk.secret, resource=f"http://gateway.example{path}")
        assert (await caller(ME)).errors == []
    refused = await ask_token(portal, basic(desk.id, desk.secret), resource="https://elsewhere.example/graphql")
    assert (refused.status_code, refused.json()["error"]) == (400, "invalid_target")


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
async def test_the_metadata_leads_to_the_endpoint_and_its_keys(portal: Portal) -> None:
    where = "/.well-known/oauth-protected-resource"
    resource = (await portal.http.get(where)).json()
    assert resource["resource"] == "http://gateway.example"
    assert resource["authorization_servers"][0] == "http://gateway.example"
    for path in ("/graphql", "/facts"):
        refused = await portal.http.post(path, json={"query": ME}, headers={"Authorization": "Bearer x"})
        named = f'Bearer error="invalid_token", resource_metadata="http://gateway.example{where}{path}"'
        assert (refused.status_code, refused.headers["www-authenticate"]) == (401, named)
        # A client drops a document that is not about the address that it asked (RFC 9728, section 3.3).
        assert (await portal.http.get(where + path)).json() == resource | {"resource": f"http://gateway.example{path}"}
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
