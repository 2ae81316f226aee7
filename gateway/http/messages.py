"""The shapes on the wire: what a request may look like, and which media type and status an answer gets."""

import asyncio
import re
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

import orjson
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from domain.errors import ErrorCode, RequestError

GRAPHQL = "application/graphql-response+json"
JSON = "application/json"
BODY_SECONDS = 10.0
LATER = {"Retry-After": "1"}
CHALLENGE = {"WWW-Authenticate": 'Bearer error="invalid_token"'}
STATUS = {
    ErrorCode.UNAUTHENTICATED: 401,
    ErrorCode.NOT_A_MEMBER: 403,
    ErrorCode.UNAVAILABLE: 503,
    ErrorCode.TIMEOUT: 504,
    ErrorCode.INTERNAL: 500,
}


class HttpError(Exception):
    """A request that is not even a GraphQL request, with its HTTP status."""

    def __init__(self, status: int, message: str, headers: dict[str, str] | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.headers = headers or {}


@dataclass(frozen=True, slots=True)
class GraphQLRequest:
    """The parts of a request, each of its right type."""

    query: str
    operation_name: str | None
    variables: dict[str, Any] | None


def negotiate(request: Request) -> str:
    """The media type of the answer; raises HttpError (406) when none of ours is accepted."""
    accept = request.headers.get("accept")
    if not accept:
        return JSON
    for wanted in _by_preference(accept):
        if wanted in {GRAPHQL, JSON}:
            return wanted
        if wanted in {"*/*", "application/*"}:
            return JSON
    raise HttpError(406, f"Accept {GRAPHQL} or {JSON}.")


def _by_preference(accept: str) -> list[str]:
    weighed = []
    for part in accept.split(","):
        name, *parameters = (piece.strip().lower() for piece in part.split(";"))
        weight = next((_weight(each[2:]) for each in parameters if each.startswith("q=")), 1.0)
        weighed.append((-weight, name))
    return [name for weight, name in sorted(weighed, key=itemgetter(0)) if weight]


def _weight(text: str) -> float:
    return float(text) if re.fullmatch(r"[01](\.\d{0,3})?", text) else 0.0


async def read(request: Request, *, most_bytes: int, most_variable_bytes: int, most_items: int) -> GraphQLRequest:
    """The GraphQL request of a GET or POST; raises HttpError, and RequestError (LIMIT_EXCEEDED)."""
    if request.method == "GET":
        return _checked(_parameters(request), most_variable_bytes, most_items)
    if request.headers.get("content-type", "").split(";")[0].strip().lower() != JSON:
        raise HttpError(415, f"Send the request as {JSON}.")
    if request.headers.get("content-encoding", "identity").lower() != "identity":
        raise HttpError(415, "Send the body without compression.")
    body = _json(await _body(request, most_bytes), "The body")
    return _checked(body, most_variable_bytes, most_items)


def _parameters(request: Request) -> dict[str, Any]:
    given = request.query_params
    for name in given:
        if len(given.getlist(name)) > 1:
            raise HttpError(400, f"`{name}` is given more than once.")
    raw = {name: given[name] for name in ("query", "operationName") if name in given}
    parsed = {name: _json(given[name].encode(), f"`{name}`") for name in ("variables", "extensions") if given.get(name)}
    return raw | parsed


async def _body(request: Request, most_bytes: int) -> bytes:
    chunks, size = [], 0
    try:
        async with asyncio.timeout(BODY_SECONDS):
            async for chunk in request.stream():
                chunks.append(chunk)
                size += len(chunk)
                if size > most_bytes:
                    raise HttpError(413, f"The body is larger than {most_bytes} bytes.", {"Connection": "close"})
    except TimeoutError:
        raise HttpError(408, f"The body took longer than {BODY_SECONDS:g} seconds.", {"Connection": "close"}) from None
    except ClientDisconnect:
        raise HttpError(400, "The body was cut off.") from None
    return b"".join(chunks)


def _json(raw: bytes, what: str) -> Any:
    try:
        return orjson.loads(raw)
    except orjson.JSONDecodeError:
        raise HttpError(400, f"{what} must be valid JSON: UTF-8, without NaN, not nested too deeply.") from None


def _checked(given: Any, most_variable_bytes: int, most_items: int) -> GraphQLRequest:
    if isinstance(given, list):
        raise HttpError(400, "Send one request at a time; lists of requests are not accepted.")
    if not isinstance(given, dict):
        raise HttpError(400, "Send a JSON object with `query`, and `variables` and `operationName` where needed.")
    query, name, variables = given.get("query"), given.get("operationName"), given.get("variables")
    if not isinstance(query, str) or not query.strip():
        raise HttpError(400, "`query` must be a GraphQL document.")
    if name is not None and not isinstance(name, str):
        raise HttpError(400, "`operationName` must be a string.")
    for key in ("variables", "extensions"):
        if given.get(key) is not None and not isinstance(given[key], dict):
            raise HttpError(400, f"`{key}` must be an object.")
    if variables:
        _check_variables(variables, most_variable_bytes, most_items)
    return GraphQLRequest(query, name or None, variables)


def _check_variables(variables: dict[str, Any], most_bytes: int, most_items: int) -> None:
    try:
        size = len(orjson.dumps(variables))
    except orjson.JSONEncodeError:
        raise _limit("The variables are nested too deeply.") from None
    if size > most_bytes:
        raise _limit(f"The variables are larger than {most_bytes} bytes.")
    todo: list[Any] = [variables]
    while todo:
        value = todo.pop()
        if isinstance(value, list):
            if len(value) > most_items:
                raise _limit(f"A list in the variables has more than {most_items} items.")
            todo += value
        elif isinstance(value, dict):
            todo += value.values()


def _limit(message: str) -> RequestError:
    return RequestError(ErrorCode.LIMIT_EXCEEDED, message)


def told(error: RequestError) -> dict[str, Any]:
    """A request error as a response without data."""
    return {"errors": [{"message": error.message, "extensions": {"code": error.code.value, **error.extensions}}]}


def answer(response: dict[str, Any], media_type: str, status: int | None = None) -> Response:
    """A response with its status: what is no well-formed operation is 4xx, but 200 for plain JSON clients."""
    status = status or _status(response, media_type)
    headers = {"Cache-Control": "no-store", "Vary": "Accept, Authorization, Gateway-Partner"}
    headers |= {401: CHALLENGE, 503: LATER}.get(status, {})
    headers["X-Content-Type-Options"] = "nosniff"
    return Response(orjson.dumps(response), status, headers, media_type=f"{media_type}; charset=utf-8")


def _status(response: dict[str, Any], media_type: str) -> int:
    if "data" not in response:
        return 200 if media_type == JSON else 400
    if any(value is not None for value in (response["data"] or {}).values()):
        return 200
    codes = {error["extensions"]["code"] for error in response.get("errors", ())}
    # Nothing came of it, and not by the fault of the request: who waits in between may try again.
    return next((STATUS[code] for code in (ErrorCode.UNAVAILABLE, ErrorCode.TIMEOUT) if code in codes), 200)


def refusal(status: int, message: str, code: ErrorCode, media_type: str = JSON) -> Response:
    """An answer to what is no GraphQL request."""
    return answer(told(RequestError(code, message)), media_type, status)
