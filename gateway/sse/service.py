"""How a request becomes a stream of server-sent events."""

from dataclasses import dataclass

from starlette.types import Scope, Send

from domain.errors import ErrorCode, RequestError
from execution.document import Prepared
from gateway.asked import Asked
from gateway.http.answers import send_head
from gateway.http.headers import EVENTS, Headers, accepts
from gateway.http.refusals import HttpError
from gateway.http.taking import take_of
from gateway.live.callers import Callers
from gateway.operations import Operations
from gateway.signing_in import SignedIn
from gateway.sse.stream import EventStream

_HEADERS = {"X-Accel-Buffering": "no", "Connection": "close"}


@dataclass(frozen=True)
class EventStreams:
    """Opens the event streams of a process; `callers` counts them."""

    operations: Operations
    callers: Callers

    async def open(
        self, scope: Scope, headers: Headers, prepared: Prepared, asked: Asked, signed_in: SignedIn
    ) -> EventStream:
        """Starts a subscription that was admitted, for `deliver`; raises HttpError, RequestError, DocumentRefused."""
        if not accepts(headers, EVENTS):
            raise HttpError(406, f"Subscriptions are answered as {EVENTS}, or over a WebSocket.")
        take_of(scope)
        stream = self._enter(signed_in)
        try:
            stream.follow(await self.operations.open(prepared, asked, signed_in, stream))
        except BaseException:
            stream.left()
            raise
        return stream

    async def deliver(self, scope: Scope, send: Send, stream: EventStream) -> None:
        """Answers the request with the stream, for as long as that lasts."""
        try:
            await send_head(send, 200, EVENTS, _HEADERS)
            take_of(scope)(stream)
        except BaseException:
            stream.left()
            raise

    def _enter(self, signed_in: SignedIn) -> EventStream:
        identity, expires_at = signed_in.viewer.identity, signed_in.expires_at
        if identity is None or expires_at is None:
            raise RequestError(ErrorCode.UNAUTHENTICATED, "Send an access token: `Authorization: Bearer ...`.")
        caller = self.callers.enter(identity)
        if caller is None:
            most = self.callers.most
            said = f"You have {most} event streams open; close one first."
            raise RequestError(ErrorCode.LIMIT_EXCEEDED, said, {"limit": "eventStreams", "allowed": most})
        return EventStream(self.callers, caller, self.operations.verifier, expires_at)
