"""How these tests manage webhooks."""

from typing import Any

from tests.portal import Caller

ERRORS = "userErrors { code message path }"
SHOWN = "webhook { id url document variables status stoppedBecause secretSince previousSecretEndsAt version }"
_MORE = {
    "createWebhook": f"{SHOWN} secret",
    "rotateWebhookSecret": f"{SHOWN} secret",
    "deleteWebhook": "deletedWebhookId integration { webhooks { id } }",
    "testWebhook": f"{SHOWN} delivery {{ id kind status }}",
}
ATTENTION = """subscription { clientAttentionChanged {
  eventId cursor cause level { after } client { name attention { level } } } }"""


async def change(caller: Caller, mutation: str, /, **input: Any) -> dict[str, Any]:
    """The payload of one of the mutations of webhooks."""
    kind = f"{mutation[0].upper()}{mutation[1:]}Input"
    shown = _MORE.get(mutation, SHOWN)
    document = f"mutation($input: {kind}!) {{ done: {mutation}(input: $input) {{ {shown} {ERRORS} }} }}"
    answer = await caller(document, input=input)
    assert answer.errors == [], answer.body
    payload: dict[str, Any] = answer.data["done"]
    return payload


def codes(payload: dict[str, Any]) -> list[str]:
    """The codes of a payload's user errors."""
    return [error["code"] for error in payload["userErrors"]]
