"""The GraphQL endpoint: one operation per request, as the viewer of its token."""

import asyncio
from dataclasses import dataclass, field
from typing import Any

from graphql import OperationType
from starlette.types import Receive, Scope, Send

from gateway.asked import Asked
from gateway.http.answers import send_answer, status_of, wait_of
from gateway.http.failures import failure_of
from gateway.http.headers import EVENTS, GRAPHQL, JSON, Headers, bearer, headers_of, negotiate
from gateway.http.leaving import UnlessLeft
from gateway.http.refusals import HttpError
from gateway.http.requests import Bounds, read
from gateway.metrics import Metrics
from gateway.operations import Operations
from gateway.sse.service import EventStreams
from gateway.sse.stream import EventStream
from gateway.underway import Underway
from gateway.websocket.door import asks_for_socket, open_socket
from gateway.websocket.service import Service


@dataclass(frozen=True, slots=True)
class _Answer:
    """What is sent back; `status` None: whatever suits the response."""

    response: dict[str, Any]
    operation: str = "none"
    status: int | None = None
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Endpoint:
    """An ASGI application; one operation may take `seconds`, and `challenge` says where tokens are to be had."""

    operations: Operations
    bounds: Bounds
    seconds: float
    metrics: Metrics
    sockets: Service
    event_streams: EventStreams
    challenge: str

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one HTTP request."""
        headers, media_type = headers_of(scope), JSON
        underway = Underway("http", headers.get(b"traceparent"))
        try:
            if asks_for_socket(headers):
                open_socket(self.sockets, scope, headers)
                return
            media_type = negotiate(headers)
            answer = await self._answer(scope, receive, headers, underway)
        except Exception as error:
            answer = self._failed(error)
        if isinstance(answer, EventStream):
            await self.event_streams.deliver(scope, send, answer)
            answer = _Answer({}, OperationType.SUBSCRIPTION.value)
        else:
            await _send(send, answer, media_type)
        underway.answered(self.metrics, answer.operation, answer.response)

    async def _answer(
        self, scope: Scope, receive: Receive, headers: Headers, underway: Underway
    ) -> _Answer | EventStream:
        asked = await read(scope, receive, headers, self.bounds)
        async with asyncio.timeout(self.seconds), UnlessLeft(receive) as patience:
            return await self._run(asked, scope, headers, patience, underway)

    async def _run(
        self, asked: Asked, scope: Scope, headers: Headers, patience: UnlessLeft, underway: Underway
    ) -> _Answer | EventStream:
        signed_in = await self.operations.sign_in(bearer(headers), headers.get(b"gateway-partner"))
        underway.asked_by(signed_in.viewer)
        prepared = self.operations.document(asked, signed_in)
        operation = prepared.operation(asked.operation_name)
        underway.asks(operation)
        if operation.operation is OperationType.MUTATION:
            if scope["method"] == "GET":
                raise HttpError(405, "Mutations are sent by POST.", {"Allow": "POST"})
            patience.finish()
        self.operations.admit(prepared, operation, signed_in)
        if operation.operation is OperationType.SUBSCRIPTION and not asked.check:
            return await self.event_streams.open(scope, headers, prepared, asked, signed_in)
        reserved = await self.operations.reserve(prepared, asked, signed_in)
        response = await self.operations.run(prepared, asked, signed_in, reserved)
        return _Answer(response, operation.operation.value, headers=reserved.headers() | wait_of(response))

    def _failed(self, error: Exception) -> _Answer:
        failure = failure_of(error)
        where = {"WWW-Authenticate": self.challenge} if failure.status == 401 else {}
        return _Answer(failure.response, status=failure.status, headers=failure.headers | where)


async def _send(send: Send, answer: _Answer, media_type: str) -> None:
    status = answer.status or status_of(answer.response, media_type)
    # What refuses an operation is no event.
    told_as = GRAPHQL if media_type == EVENTS and (status != 200 or "data" not in answer.response) else media_type
    await send_answer(send, answer.response, status, told_as, answer.headers)
