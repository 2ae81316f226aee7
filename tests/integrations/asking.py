"""How these tests manage integrations, and how they sign in as one."""

import base64
from typing import Any

import httpx2

from tests.portal import Caller, Portal

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
