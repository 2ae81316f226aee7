"""One operation of a conversation: a query or mutation with one answer, or a subscription with many."""

import asyncio
from typing import Any, Protocol

import orjson
from graphql import OperationType

from gateway.asked import Asked
from gateway.http.failures import failure_of
from gateway.live.endings import told_ending
from gateway.streams import Ending, EndingCode, Frame, OpenStream
from gateway.underway import Underway
from gateway.websocket.credentials import Credentials
from gateway.websocket.messages import next_message, next_of, written
from gateway.websocket.service import Service


class Socket(Protocol):
    """What an operation sends its results to."""

    def write(self, data: bytes) -> None:
        """Sends a frame of the socket."""

    def deliver(self, stream: "Operation", frame: Frame) -> None:
        """Sends a result, or coalesces it."""

    def over(self, operation: "Operation") -> None:
        """Takes note of an operation that has ended."""

    async def room(self) -> None:
        """Waits for the reader."""


class Operation:
    """What runs under one id; also the sink of its stream."""

    __slots__ = ("_begin", "_is_over", "_must_finish", "_service", "_socket", "_stream", "_task", "id", "is_stream")

    def __init__(self, service: Service, socket: Socket, operation_id: str) -> None:
        self._service, self._socket = service, socket
        self.id = operation_id
        self._begin = next_of(operation_id)
        # A subscription, which goes on elsewhere when this server stops.
        self.is_stream = False
        self._is_over = self._must_finish = False
        self._stream: OpenStream | None = None
        self._task: asyncio.Task[None] | None = None

    def start(self, asked: Asked, credentials: Credentials, tasks: set[asyncio.Task[None]]) -> None:
        """Runs it; the server waits for what is among `tasks`."""
        self._task = asyncio.get_running_loop().create_task(self._run(asked, credentials))
        tasks.add(self._task)
        self._task.add_done_callback(tasks.discard)

    def leave(self) -> None:
        """Nobody listens any more: what only reads is stopped, a mutation is finished."""
        self._is_over = True
        if self._stream is not None:
            self._stream.close()
        if self._task is not None and not self._must_finish:
            self._task.cancel()

    def send(self, frame: Frame) -> None:
        """Sends one result of the subscription."""
        if not self._is_over:
            self._socket.deliver(self, frame)

    def end(self, ending: Ending) -> None:
        """Tells why there are no more."""
        if self._is_over:
            return
        if ending.code is EndingCode.COMPLETED:
            self._finish(written("complete", id=self.id))
        else:
            self._finish(written("error", id=self.id, payload=[told_ending(ending)]))

    async def room(self) -> None:
        """Waits for the reader."""
        await self._socket.room()

    def shape(self, payload: bytes, cursor: str) -> bytes:
        """A result as a frame of the socket."""
        return next_message(self._begin, payload)

    async def _run(self, asked: Asked, credentials: Credentials) -> None:
        underway, kind = Underway("websocket"), "none"
        try:
            await self.room()
            async with asyncio.timeout(self._service.seconds):
                kind, response = await self._answer(asked, credentials, underway)
        except Exception as error:
            response = failure_of(error).response
        self._task = None
        if response is not None and not self._is_over:
            await self.room()
            self._reply(response)
        underway.answered(self._service.metrics, kind, response or {})

    async def _answer(
        self, asked: Asked, credentials: Credentials, underway: Underway
    ) -> tuple[str, dict[str, Any] | None]:
        """Its kind, and its response unless that is a stream."""
        operations = self._service.operations
        signed_in = await operations.sign_in(credentials.token, credentials.partner)
        underway.asked_by(signed_in.viewer)
        prepared = operations.document(asked, signed_in)
        operation = prepared.operation(asked.operation_name)
        underway.asks(operation)
        operations.admit(prepared, operation, signed_in)
        kind = operation.operation
        if kind is OperationType.SUBSCRIPTION and not asked.check:
            self.is_stream = True
            self._follow(await operations.open(prepared, asked, signed_in, self))
            return kind.value, None
        self._must_finish = kind is OperationType.MUTATION
        return kind.value, await operations.run(prepared, asked, signed_in)

    def _follow(self, stream: OpenStream) -> None:
        self._stream = stream
        if self._is_over:
            stream.close()

    def _reply(self, response: dict[str, Any]) -> None:
        if "data" in response:
            self._socket.write(self.shape(orjson.dumps(response), ""))
            self._finish(written("complete", id=self.id))
        else:
            self._finish(written("error", id=self.id, payload=response["errors"]))

    def _finish(self, last: bytes) -> None:
        self._is_over = True
        self._socket.write(last)
        self._socket.over(self)
