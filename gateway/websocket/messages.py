"""The messages of graphql-transport-ws: those of clients read, those of the gateway written."""

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Any

import orjson

from gateway.http.strict_json import Unreadable, load
from gateway.websocket.frames import text_frame

_LONGEST_ID = 255


class Kind(StrEnum):
    """What clients may say."""

    INIT = "connection_init"
    PING = "ping"
    PONG = "pong"
    SUBSCRIBE = "subscribe"
    COMPLETE = "complete"


@dataclass(frozen=True, slots=True)
class Message:
    """A message of a client; `id` names an operation where the kind has one."""

    kind: Kind
    id: str
    payload: dict[str, Any]


class NotAMessage(ValueError):
    """Bytes that are no message of the protocol; says what is expected."""


def read_message(raw: bytes) -> Message:
    """The message in a text frame; raises NotAMessage."""
    try:
        given = load(raw, "The message")
    except Unreadable as unreadable:
        raise NotAMessage(str(unreadable)) from None
    if not isinstance(given, dict):
        raise NotAMessage("A message is a JSON object.")
    kind = _kind(given.get("type"))
    return Message(kind, _id(given, kind), _payload(given, kind))


def _kind(value: Any) -> Kind:
    try:
        return Kind(value)
    except ValueError:
        raise NotAMessage(f"`type` must be one of {', '.join(Kind)}.") from None


def _id(given: dict[str, Any], kind: Kind) -> str:
    if kind not in {Kind.SUBSCRIBE, Kind.COMPLETE}:
        return ""
    value = given.get("id")
    if not isinstance(value, str) or not 0 < len(value) <= _LONGEST_ID:
        raise NotAMessage(f"`id` must be a string of 1 to {_LONGEST_ID} characters.")
    return value


def _payload(given: dict[str, Any], kind: Kind) -> dict[str, Any]:
    value = given.get("payload")
    if kind is Kind.COMPLETE or (value is None and kind is not Kind.SUBSCRIBE):
        return {}
    if not isinstance(value, dict):
        raise NotAMessage("`payload` must be an object.")
    return value


def written(kind: str, **members: Any) -> bytes:
    """A message of the gateway, as a frame."""
    return text_frame(orjson.dumps({"type": kind, **members}))


@lru_cache(maxsize=64)
def next_of(operation_id: str) -> bytes:
    """How each `next` of an operation begins: a payload and a closing brace follow."""
    return b'{"id":' + orjson.dumps(operation_id) + b',"type":"next","payload":'


@lru_cache(maxsize=8)
def next_message(begin: bytes, payload: bytes) -> bytes:
    """A `next` as a frame; thousands who are told the same under the same id share its bytes."""
    return text_frame(begin, payload, b"}")


def carries_token(message: Message) -> bool:
    """Whether its payload names a token, as a renewal does."""
    return any(name.lower() == "authorization" for name in message.payload)
