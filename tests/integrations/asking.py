"""How these tests manage integrations, and how they sign in as one."""

import base64
import uuid
from datetime import UTC, datetime
from typing import Any

import httpx2
from joserfc.jwk import Key

from tests.portal import Caller, Portal
from tests.tokens.conftest import compact

ERRORS = "userErrors { code message path row }"
SHOWN = """integration { id name clientId status scopes isRestricted clients { name } expiresAt createdBy { name }
  lastUsedAt secretSince previousSecretEndsAt keys { kid algorithms } version }"""
SECRET = ("createIntegration", "rotateIntegrationSecret")


async def change(caller: Caller, mutation: str, /, **input: Any) -> dict[str, Any]:
    """The payload of one of the mutations of integrations."""
    kind = f"{mutation[0].upper()}{mutation[1:]}Input"
    secret = "secret" if mutation in SECRET else ""
    document = f"mutation($input: {kind}!) {{ done: {mutation}(input: $input) {{ {SHOWN} {secret} {ERRORS} }} }}"
    answer = await caller(document, input=input)
    assert answer.errors == [], answer.body
    payload: dict[str, Any] = answer.data["done"]
    return payload


def codes(payload: dict[str, Any]) -> list[str]:
    """The codes of a payload's user errors."""
    return [error["code"] for error in payload["userErrors"]]


def basic(client_id: str, secret: str) -> dict[str, str]:
    """The header of `client_secret_basic`."""
    return {"Authorization": f"Basic {base64.b64encode(f'{client_id}:{secret}'.encode()).decode()}"}


async def ask_token(portal: Portal, headers: dict[str, str], **fields: str) -> httpx2.Response:
    """A request to the token endpoint."""
    return await portal.http.post("/oauth/token", data={"grant_type": "client_credentials", **fields}, headers=headers)


async def signed_in(portal: Portal, client_id: str, secret: str, **fields: str) -> Caller:
    """The integration, with a token that it has just been given."""
    response = await ask_token(portal, basic(client_id, secret), **fields)
    assert response.status_code == 200, response.text
    return portal.bearer(response.json()["access_token"])


def assertion(key: Key, client_id: str, **changed: Any) -> str:
    """An assertion (RFC 7523) as a client signs it; `header` and claims can be changed, None leaves one out."""
    now = datetime.now(UTC).timestamp()
    claims = {"iss": client_id, "sub": client_id, "aud": "http://gateway.example", "jti": str(uuid.uuid4())}
    claims |= {"iat": int(now), "exp": int(now) + 60}
    algorithm = {"OKP": "Ed25519", "EC": "ES256", "RSA": "RS256"}[key.key_type]
    header = {"alg": algorithm, "kid": key.kid, "typ": "JWT"} | changed.pop("header", {})
    kept = {name: value for name, value in (claims | changed).items() if value is not None}
    written = {name: value for name, value in header.items() if value is not None}
    return compact(written, kept, key, algorithm)


async def ask_with(portal: Portal, signed: str, **fields: str) -> httpx2.Response:
    """A request to the token endpoint with an assertion."""
    kind = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
    return await ask_token(portal, {}, client_assertion_type=kind, client_assertion=signed, **fields)
