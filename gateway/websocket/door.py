"""The opening handshake: which requests become sockets, and from where they may come."""

import re
from base64 import b64decode, b64encode
from binascii import Error
from hashlib import sha1
from urllib.parse import urlsplit

from starlette.types import Scope

from domain.vocabulary import OriginKind
from gateway.http.headers import Headers
from gateway.http.origin import origin_of
from gateway.http.refusals import HttpError
from gateway.http.taking import take_of
from gateway.websocket.close_codes import CloseCode
from gateway.websocket.conversation import Conversation
from gateway.websocket.service import Service

SUBPROTOCOL = "graphql-transport-ws"
_VERSION = "13"
# RFC 6455, section 1.3.
_SALT = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
_CLOSE = {"Connection": "close"}


def asks_for_socket(headers: Headers) -> bool:
    """Whether a request asks to become a socket."""
    return headers.get(b"upgrade", "").lower() == "websocket"


def open_socket(service: Service, scope: Scope, headers: Headers) -> None:
    """Turns a request into a socket; raises HttpError for what is no such request, or comes from somewhere else."""
    accepted, is_ours = welcome(scope, service.origins)
    conversation = Conversation(service, accepted, headers, origin_of(scope, OriginKind.WEBSOCKET))
    take_of(scope)(conversation)
    if not is_ours:
        conversation.close(CloseCode.SUBPROTOCOL)


def welcome(scope: Scope, allowed_origins: frozenset[str]) -> tuple[bytes, bool]:
    """The answer that opens a socket, and whether its client speaks our subprotocol; raises HttpError (400, 403, 426).

    `allowed_origins` are those of other hosts; browsers say where a page comes from, and let any page open sockets.
    """
    headers = _headers(scope)
    if not _is_from_us(headers, allowed_origins):
        raise HttpError(403, "Sockets are not opened for this origin.", _CLOSE)
    if headers.get("sec-websocket-version") != _VERSION:
        raise HttpError(
            426, f"Send `Sec-WebSocket-Version: {_VERSION}`.", {"Sec-WebSocket-Version": _VERSION, **_CLOSE}
        )
    key = headers.get("sec-websocket-key", "")
    if scope["method"] != "GET" or scope["http_version"] != "1.1" or not _is_key(key):
        raise HttpError(400, "Not a WebSocket handshake.", _CLOSE)
    offered = re.split(r"[\s,]+", headers.get("sec-websocket-protocol", ""))
    return _accepted(key, SUBPROTOCOL in offered), SUBPROTOCOL in offered


def _headers(scope: Scope) -> dict[str, str]:
    """All of them by name; of one that is sent again, all values with commas between."""
    found: dict[str, str] = {}
    for raw, value in scope["headers"]:
        name, text = raw.decode("latin-1"), value.decode("latin-1")
        found[name] = f"{found[name]}, {text}" if name in found else text
    return found


def _is_from_us(headers: dict[str, str], allowed: frozenset[str]) -> bool:
    origin = headers.get("origin")
    if origin is None or origin in allowed or "*" in allowed:
        return True
    try:
        return urlsplit(origin).netloc.lower() == headers.get("host", "").lower()
    except ValueError:
        return False


def _is_key(key: str) -> bool:
    try:
        return len(b64decode(key, validate=True)) == 16
    except (Error, ValueError):
        return False


def _accepted(key: str, is_ours: bool) -> bytes:
    proof = b64encode(sha1((key + _SALT).encode(), usedforsecurity=False).digest()).decode()
    lines = [
        "HTTP/1.1 101 Switching Protocols",
        "Upgrade: websocket",
        "Connection: Upgrade",
        f"Sec-WebSocket-Accept: {proof}",
        *([f"Sec-WebSocket-Protocol: {SUBPROTOCOL}"] if is_ours else []),
    ]
    return "\r\n".join([*lines, "", ""]).encode()
