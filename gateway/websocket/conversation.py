"""A conversation in graphql-transport-ws: who calls, then operations side by side, until somebody leaves."""

import asyncio
from typing import Any

from domain.audit import Origin
from domain.errors import ErrorCode, RequestError
from gateway.http.answers import told
from gateway.http.headers import Headers, is_on
from gateway.http.refusals import HttpError
from gateway.http.requests import asked_of
from gateway.http.taking import Line
from gateway.websocket.close_codes import CloseCode
from gateway.websocket.messages import Kind, Message, NotAMessage, carries_token, read_message, written
from gateway.websocket.operation import Operation
from gateway.websocket.service import Service
from gateway.websocket.session import Session
from gateway.websocket.wire import Wire
from store.origin import coming_from

INIT_SECONDS = 5.0


class Conversation(Wire):
    """One socket of one caller; `headers` are those of its handshake; raises HttpError (400) for odd ones.

    `origin` is where it comes from, and with it whatever is changed through it.
    """

    __slots__ = ("_check", "_init", "_is_draining", "_operations", "_session", "_strict", "origin", "service")

    def __init__(self, service: Service, accepted: bytes, headers: Headers, origin: Origin) -> None:
        super().__init__(accepted, service.message_bytes)
        self.service, self.origin = service, origin
        self._strict, self._check = is_on(headers, "Gateway-Strict"), is_on(headers, "Gateway-Check")
        self._session = Session(service, self, headers)
        self._init: asyncio.TimerHandle | None = None
        self._is_draining = False
        self._operations: dict[str, Operation] = {}

    def adopt(self, line: Line) -> None:
        """Waits for the client to introduce itself."""
        super().adopt(line)
        self._init = asyncio.get_running_loop().call_later(INIT_SECONDS, self.close, CloseCode.INIT_TIMEOUT)

    def heard(self, message: bytes) -> None:
        """Does what a message asks for."""
        try:
            with coming_from(lambda: self.origin):
                self._do(read_message(message))
        except (NotAMessage, HttpError) as wrong:
            self.close(CloseCode.BAD_REQUEST, str(wrong))

    def say(self, kind: str, **members: Any) -> None:
        """Sends a message."""
        self.write(written(kind, **members))

    def over(self, operation: Operation) -> None:
        """An operation has ended; its id is free again."""
        if self._operations.get(operation.id) is operation:
            del self._operations[operation.id]
        if self._is_draining:
            self.drain()

    def drain(self) -> None:
        """Closes once the answers that are under way have been given; subscriptions go on elsewhere."""
        self._is_draining = True
        if all(each.is_stream for each in self._operations.values()):
            self.close(CloseCode.RESTARTING)

    def closing(self) -> None:
        """Stops whatever runs for this socket alone."""
        self._cancel("_init")
        self._session.end()
        operations, self._operations = self._operations, {}
        for each in operations.values():
            each.leave()

    def _do(self, message: Message) -> None:
        match message.kind:
            case Kind.INIT:
                self._introduce(message)
            case Kind.PING if carries_token(message):
                self._session.renew(message.payload)
            case Kind.PING:
                self.say("pong", **({"payload": message.payload} if message.payload else {}))
            case Kind.SUBSCRIBE:
                self._subscribe(message)
            case Kind.COMPLETE if operation := self._operations.pop(message.id, None):
                operation.leave()

    def _introduce(self, message: Message) -> None:
        if self._init is None:
            self.close(CloseCode.TOO_MANY_INITS)
        else:
            self._cancel("_init")
            self._session.introduce(message.payload)

    def _subscribe(self, message: Message) -> None:
        if not self._session.is_acknowledged:
            self.close(CloseCode.UNAUTHORIZED)
        elif message.id in self._operations:
            self.close(CloseCode.SUBSCRIBER_EXISTS, f"Subscriber for {message.id} already exists")
        elif not self._is_draining:
            try:
                self._start(message)
            except RequestError as refused:
                self.say("error", id=message.id, payload=told(refused)["errors"])

    def _start(self, message: Message) -> None:
        most = self.service.most_operations
        if len(self._operations) >= most:
            said = f"{most} operations run on this socket; complete one first."
            raise RequestError(ErrorCode.LIMIT_EXCEEDED, said, {"limit": "socketOperations", "allowed": most})
        bounds, where = self.service.bounds, self.origin.address or ""
        asked = asked_of(message.payload, bounds, strict=self._strict, check=self._check, address=where)
        operation = self._operations[message.id] = Operation(self.service, self, message.id)
        assert self.line is not None
        operation.start(asked, self._session.credentials, self.line.tasks)
