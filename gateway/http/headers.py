"""The headers of a request that mean something here, read in one pass."""

import re
from collections.abc import Mapping
from operator import itemgetter

from starlette.types import Scope

from gateway.http.refusals import HttpError
from gateway.tokens import InvalidToken

GRAPHQL = "application/graphql-response+json"
JSON = "application/json"
EVENTS = "text/event-stream"
# What browsers of allowed origins may send beside the plain ones.
OURS = (
    "Authorization",
    "Content-Type",
    "Gateway-Partner",
    "Gateway-Strict",
    "Gateway-Check",
    "Last-Event-ID",
    "traceparent",
)
_READ = frozenset(name.lower().encode() for name in ("Accept", "Content-Encoding", "Upgrade", *OURS))

Headers = Mapping[bytes, str]


def headers_of(scope: Scope) -> Headers:
    """Their values by name in lower case; of one that is sent again, all values with commas between."""
    found: dict[bytes, str] = {}
    for name, value in scope["headers"]:
        if name in _READ:
            text = value.decode("latin-1")
            found[name] = f"{found[name]}, {text}" if name in found else text
    return found


def bearer(headers: Headers) -> str | None:
    """The token, if one is given; raises InvalidToken for anything but one bearer token."""
    given = headers.get(b"authorization")
    if given is None:
        return None
    scheme, _, token = given.partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise InvalidToken("authorization: not one bearer token")
    return token.strip()


def is_on(headers: Headers, name: str) -> bool:
    """Whether a header says `true`; raises HttpError (400) when it says neither that nor `false`."""
    given = headers.get(name.lower().encode())
    if given is None or given == "false":
        return False
    if given != "true":
        raise HttpError(400, f"The header `{name}` must be true or false.")
    return True


def is_json(headers: Headers) -> bool:
    """Whether a body is declared as JSON."""
    return headers.get(b"content-type", "").split(";")[0].strip().lower() == JSON


def is_plain(headers: Headers) -> bool:
    """Whether a body comes without compression."""
    return headers.get(b"content-encoding", "identity").lower() == "identity"


def negotiate(headers: Headers) -> str:
    """The media type of the answer; raises HttpError (406) when none of ours is accepted."""
    accept = headers.get(b"accept")
    if not accept or accept in {"*/*", JSON}:
        return JSON
    for wanted in _by_preference(accept):
        if wanted in {GRAPHQL, JSON, EVENTS}:
            return wanted
        if wanted in {"*/*", "application/*"}:
            return JSON
    raise HttpError(406, f"Accept {GRAPHQL}, {JSON} or {EVENTS}.")


def accepts(headers: Headers, media_type: str) -> bool:
    """Whether an answer may be of a media type, named as such."""
    return media_type in _by_preference(headers.get(b"accept", ""))


def _by_preference(accept: str) -> list[str]:
    weighed = []
    for part in accept.split(","):
        name, *parameters = (piece.strip().lower() for piece in part.split(";"))
        weight = next((_weight(each[2:]) for each in parameters if each.startswith("q=")), 1.0)
        weighed.append((-weight, name))
    return [name for weight, name in sorted(weighed, key=itemgetter(0)) if weight]


def _weight(text: str) -> float:
    return float(text) if re.fullmatch(r"[01](\.\d{0,3})?", text) else 0.0
