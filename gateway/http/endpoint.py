"""The GraphQL endpoint: one operation per request, as the viewer of its token."""

import asyncio
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any

from starlette.types import Receive, Scope, Send

from domain.errors import ErrorCode, RequestError
from execution.document import DocumentRefused, is_query
from gateway.asked import Asked
from gateway.http.answers import STATUS, send_answer, status_of, told
from gateway.http.headers import JSON, Headers, bearer, headers_of, negotiate
from gateway.http.leaving import ClientLeft, UnlessLeft
from gateway.http.refusals import HttpError
from gateway.http.requests import Bounds, read
from gateway.metrics import Metrics
from gateway.operations import Operations
from gateway.problems import explain
from gateway.tokens import InvalidToken, KeysUnavailable


@dataclass(frozen=True, slots=True)
class _Answer:
    """What is sent back; `status` None: whatever suits the response."""

    response: dict[str, Any]
    operation: str = "none"
    status: int | None = None
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Endpoint:
    """An ASGI application; one operation may take `seconds`."""

    operations: Operations
    bounds: Bounds
    seconds: float
    metrics: Metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one HTTP request."""
        started, headers, media_type = perf_counter(), headers_of(scope), JSON
        try:
            media_type = negotiate(headers)
            answer = await self._answer(scope, receive, headers)
        except Exception as error:
            answer = _refusal(error)
        status = answer.status or status_of(answer.response, media_type)
        await send_answer(send, answer.response, status, media_type, answer.headers)
        self.metrics.answered(answer.operation, answer.response, perf_counter() - started)

    async def _answer(self, scope: Scope, receive: Receive, headers: Headers) -> _Answer:
        asked = await read(scope, receive, headers, self.bounds)
        async with asyncio.timeout(self.seconds), UnlessLeft(receive) as patience:
            return await self._run(asked, scope["method"], headers, patience)

    async def _run(self, asked: Asked, method: str, headers: Headers, patience: UnlessLeft) -> _Answer:
        signed_in = await self.operations.sign_in(bearer(headers), headers.get(b"gateway-partner"))
        prepared = self.operations.document(asked, signed_in)
        operation = prepared.operation(asked.operation_name)
        if not is_query(operation):
            if method == "GET":
                raise HttpError(405, "Mutations are sent by POST.", {"Allow": "POST"})
            patience.finish()
        self.operations.admit(prepared, operation, signed_in)
        response = await self.operations.run(prepared, asked, signed_in)
        return _Answer(response, operation.operation.value)


def _refusal(error: Exception) -> _Answer:
    """What a client is told of a request that did not come to run."""
    if isinstance(error, HttpError):
        return _Answer(
            told(RequestError(ErrorCode.BAD_REQUEST, str(error))), status=error.status, headers=error.headers
        )
    if isinstance(error, DocumentRefused):
        return _Answer({"errors": [each.formatted for each in error.errors]})
    if isinstance(error, ClientLeft):
        return _Answer(told(RequestError(ErrorCode.BAD_REQUEST, "The client left.")), status=499)
    if isinstance(error, KeysUnavailable):
        message = "The issuer's keys cannot be had at the moment."
        return _Answer(told(RequestError(ErrorCode.UNAVAILABLE, message)), status=503)
    if isinstance(error, InvalidToken):
        return _Answer(told(RequestError(ErrorCode.UNAUTHENTICATED, str(error))), status=401)
    code, message, extensions = explain(error)
    known = ErrorCode[code]
    return _Answer(told(RequestError(known, message, extensions)), status=STATUS.get(known))
