"""Server-sent events as bytes."""

from functools import lru_cache
from typing import Any

import orjson

COMPLETE = b"event: complete\ndata:\n\n"
HEARTBEAT = b":\n\n"
LAST_CHUNK = b"0\r\n\r\n"


def next_event(payload: bytes, cursor: str = "") -> bytes:
    """A result; with a cursor, a client that comes back goes on after it. JSON has no line breaks of its own."""
    place = f"id: {cursor}\n".encode() if cursor else b""
    return b"".join((place, b"event: next\ndata: ", payload, b"\n\n"))


def whole(response: dict[str, Any]) -> bytes:
    """All events of an operation with one answer."""
    return next_event(orjson.dumps(response)) + COMPLETE


def comment(words: str) -> bytes:
    """What clients pass over, and people read."""
    return f": {words}\n\n".encode()


def retry_after(seconds: float) -> bytes:
    """How long a client that was cut off waits before it comes back."""
    return f"retry: {seconds * 1000:.0f}\n\n".encode()


@lru_cache(maxsize=8)
def next_chunk(payload: bytes, cursor: str) -> bytes:
    """A result of a subscription, as it is sent; all streams of one caller share its bytes."""
    return chunk(next_event(payload, cursor))


def chunk(data: bytes) -> bytes:
    """A piece of a body of unknown length (HTTP/1.1)."""
    return b"%x\r\n%b\r\n" % (len(data), data)
