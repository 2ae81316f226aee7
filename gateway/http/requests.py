"""The shapes of requests: by POST or GET, with a document or with the id of a trusted one."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

import orjson
from starlette.types import Receive, Scope

from domain.errors import ErrorCode, RequestError
from gateway.asked import Asked
from gateway.http.body import read_body
from gateway.http.document_ids import document_id
from gateway.http.headers import JSON, Headers, is_json, is_on, is_plain
from gateway.http.origin import address_of
from gateway.http.refusals import HttpError
from gateway.http.strict_json import TooDeep, Unreadable, load

_TEXTS = ("query", "operationName", "documentId", "doc_id", "id")
_OBJECTS = ("variables", "extensions")


@dataclass(frozen=True, slots=True)
class Bounds:
    """How large a request may be, in bytes, and how long the lists in its variables."""

    body_bytes: int
    variables_bytes: int
    list_items: int


async def read(scope: Scope, receive: Receive, headers: Headers, bounds: Bounds) -> Asked:
    """The operation that a GET or POST asks for; raises HttpError, and RequestError (LIMIT_EXCEEDED)."""
    strict, check = is_on(headers, "Gateway-Strict"), is_on(headers, "Gateway-Check")
    address = address_of(scope) or ""
    given = _parameters(scope) if scope["method"] == "GET" else await _posted(receive, headers, bounds)
    return asked_of(given, bounds, strict=strict, check=check, after=headers.get(b"last-event-id"), address=address)


def asked_of(
    given: dict[str, Any],
    bounds: Bounds,
    *,
    strict: bool = False,
    check: bool = False,
    after: str | None = None,
    address: str = "",
) -> Asked:
    """The operation that the members of a request ask for; raises HttpError, and RequestError (LIMIT_EXCEEDED).

    Its `extensions` may say `strict`, `check` and `after` as well.
    """
    query, name, variables = _text(given, "query"), _text(given, "operationName"), _object(given, "variables")
    extensions = _object(given, "extensions") or {}
    trusted = document_id(given, extensions, query)
    if trusted is None and not (query and query.strip()):
        raise HttpError(400, "`query` must be a GraphQL document (or `documentId` the id of a trusted one).")
    if variables:
        _check_variables(variables, bounds)
    return Asked(
        query or "",
        name or None,
        variables,
        document_id=trusted,
        strict=strict or _switch(extensions, "strict"),
        check=check or _switch(extensions, "check"),
        after=after or _text(extensions, "after"),
        address=address,
    )


async def _posted(receive: Receive, headers: Headers, bounds: Bounds) -> dict[str, Any]:
    if not is_json(headers):
        raise HttpError(415, f"Send the request as {JSON}.")
    if not is_plain(headers):
        raise HttpError(415, "Send the body without compression.")
    given = _loaded(await read_body(receive, bounds.body_bytes), "The body")
    if isinstance(given, list):
        raise HttpError(400, "Send one request at a time; lists of requests are not accepted.")
    if not isinstance(given, dict):
        raise HttpError(400, "Send a JSON object with `query`, and `variables` and `operationName` where needed.")
    return given


def _parameters(scope: Scope) -> dict[str, Any]:
    given: dict[str, Any] = {}
    for name, text in parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True):
        if name in given:
            raise HttpError(400, f"`{name[:100]}` is given more than once.")
        given[name] = text
    texts = {name: given[name] for name in _TEXTS if name in given}
    return texts | {name: _loaded(given[name].encode(), f"`{name}`") for name in _OBJECTS if given.get(name)}


def _loaded(raw: bytes, what: str) -> Any:
    try:
        return load(raw, what)
    except TooDeep as deep:
        raise _limit(str(deep)) from None
    except Unreadable as unreadable:
        raise HttpError(400, str(unreadable)) from None


def _text(given: dict[str, Any], name: str) -> str | None:
    value = given.get(name)
    if value is not None and not isinstance(value, str):
        raise HttpError(400, f"`{name}` must be a string.")
    return value


def _switch(extensions: dict[str, Any], name: str) -> bool:
    value = extensions.get(name)
    if value is not None and not isinstance(value, bool):
        raise HttpError(400, f"`extensions.{name}` must be true or false.")
    return bool(value)


def _object(given: dict[str, Any], name: str) -> dict[str, Any] | None:
    value = given.get(name)
    if value is not None and not isinstance(value, dict):
        raise HttpError(400, f"`{name}` must be an object.")
    return value


def _check_variables(variables: dict[str, Any], bounds: Bounds) -> None:
    if len(orjson.dumps(variables)) > bounds.variables_bytes:
        raise _limit(f"The variables are larger than {bounds.variables_bytes} bytes.")
    todo: list[Any] = [variables]
    while todo:
        value = todo.pop()
        if isinstance(value, list):
            if len(value) > bounds.list_items:
                raise _limit(f"A list in the variables has more than {bounds.list_items} items.")
            todo += value
        elif isinstance(value, dict):
            todo += value.values()


def _limit(message: str) -> RequestError:
    return RequestError(ErrorCode.LIMIT_EXCEEDED, message)
