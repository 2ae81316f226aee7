"""Answers on the wire: which status and headers a response gets."""

from typing import Any

import orjson
from starlette.types import Send

from domain.errors import ErrorCode, RequestError
from gateway.http.headers import EVENTS, JSON
from gateway.sse.events import whole

STATUS = {
    ErrorCode.UNAUTHENTICATED: 401,
    ErrorCode.NOT_A_MEMBER: 403,
    ErrorCode.RATE_LIMITED: 429,
    ErrorCode.UNAVAILABLE: 503,
    ErrorCode.TIMEOUT: 504,
    ErrorCode.INTERNAL: 500,
}
_TRY_AGAIN = (ErrorCode.UNAVAILABLE, ErrorCode.TIMEOUT, ErrorCode.RATE_LIMITED)
_ALWAYS = [
    (b"cache-control", b"no-store"),
    (b"vary", b"Accept, Authorization, Origin, Gateway-Partner, Gateway-Strict, Gateway-Check"),
    (b"x-content-type-options", b"nosniff"),
]
_WITH_STATUS = {
    401: [(b"www-authenticate", b'Bearer error="invalid_token"')],
    503: [(b"retry-after", b"1")],
}


def told(error: RequestError) -> dict[str, Any]:
    """A request error as a response without data."""
    return {"errors": [{"message": error.message, "extensions": {"code": error.code.value, **error.extensions}}]}


def status_of(response: dict[str, Any], media_type: str) -> int:
    """What is no well-formed operation is 4xx, but 200 for plain JSON clients."""
    if "data" not in response:
        return 200 if media_type == JSON else 400
    if any(value is not None for value in (response["data"] or {}).values()):
        return 200
    codes = {error["extensions"]["code"] for error in response.get("errors", ())}
    # Nothing came of it, and not by the fault of the request: who waits in between may try again.
    return next((STATUS[code] for code in _TRY_AGAIN if code in codes), 200)


def wait_of(response: dict[str, Any]) -> dict[str, str]:
    """When to come again, where a field was refused for now."""
    waits = [error.get("extensions", {}).get("retryAfter", 0) for error in response.get("errors", ())]
    return {"Retry-After": str(max(waits))} if any(waits) else {}


async def send_answer(
    send: Send, response: dict[str, Any], status: int, media_type: str, headers: dict[str, str] | None = None
) -> None:
    """Sends a response as JSON, or as the only event of a stream."""
    body = whole(response) if media_type == EVENTS else orjson.dumps(response)
    await send_head(send, status, media_type, {"Content-Length": str(len(body)), **(headers or {})})
    await send({"type": "http.response.body", "body": body})


async def send_head(send: Send, status: int, media_type: str, headers: dict[str, str]) -> None:
    """Sends status and headers."""
    own = {name.lower().encode(): value.encode() for name, value in headers.items()}
    sent = [
        (b"content-type", f"{media_type}; charset=utf-8".encode()),
        *_ALWAYS,
        *((name, value) for name, value in _WITH_STATUS.get(status, ()) if name not in own),
        *own.items(),
    ]
    await send({"type": "http.response.start", "status": status, "headers": sent})
