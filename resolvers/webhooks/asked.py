"""What is asked of a webhook: its address, its document and variables, as they are given and as they are judged."""

from typing import Any

import orjson

from domain.access import Viewer
from domain.errors import Refused, UserErrorCode
from resolvers.context import Context
from resolvers.inviting.checks import Checks

MOST_DOCUMENT, MOST_VARIABLES = 16_384, 4_000


def check_url(checks: Checks, context: Context, url: str) -> str:
    """The address; notes why nothing is delivered to it."""
    found = url.strip()
    reason = context.webhooks.unfit_url(found)
    if reason is not None:
        checks.wrong(UserErrorCode.INVALID_URL, f"`url` cannot be delivered to: {reason}", "url")
    return found


def check_document(checks: Checks, document: str) -> str:
    """The document as it was written; notes one that is empty or too long."""
    if not document.strip():
        checks.wrong(UserErrorCode.REQUIRED, "`document` is empty; write a subscription.", "document")
    if len(document) > MOST_DOCUMENT:
        message = f"`document` takes at most {MOST_DOCUMENT} characters; it has {len(document)}."
        checks.wrong(UserErrorCode.TOO_LONG, message, "document")
    return document


def check_variables(checks: Checks, text: str | None) -> dict[str, Any]:
    """The variables; notes what is no JSON object."""
    if text is None:
        return {}
    try:
        found = orjson.loads(text) if len(text) <= MOST_VARIABLES else None
    except orjson.JSONDecodeError:
        found = None
    if not isinstance(found, dict):
        message = f"`variables` is one JSON object of at most {MOST_VARIABLES} characters, such as {{}}."
        checks.wrong(UserErrorCode.INVALID, message, "variables")
        return {}
    return found


def judge(context: Context, viewer: Viewer, document: str, variables: dict[str, Any]) -> None:
    """Raises `Refused` for a document that cannot be delivered to an integration with these rights."""
    found = context.webhooks.unfit_document(viewer, document, variables)
    if found:
        raise Refused(*found)
