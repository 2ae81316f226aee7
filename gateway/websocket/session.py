"""Who is behind a socket: introduced once, warned before the token expires, renewed on the way."""

import asyncio
from collections.abc import Awaitable
from typing import Any, Protocol

from domain.errors import ErrorCode
from domain.moment import utc
from gateway.http.failures import failure_of
from gateway.http.headers import Headers
from gateway.live.callers import Caller
from gateway.live.expiry import Expiry
from gateway.signing_in import SignedIn
from gateway.websocket.close_codes import CloseCode
from gateway.websocket.credentials import Credentials, Disagreement, introduced, renewed, said_in
from gateway.websocket.service import Service

_CLOSED_BY = {
    ErrorCode.UNAUTHENTICATED: CloseCode.UNAUTHORIZED,
    ErrorCode.NOT_A_MEMBER: CloseCode.FORBIDDEN,
    ErrorCode.UNAVAILABLE: CloseCode.TRY_AGAIN,
    ErrorCode.TIMEOUT: CloseCode.TRY_AGAIN,
}


class Socket(Protocol):
    """What a session says things to."""

    def say(self, kind: str, **members: Any) -> None:
        """Sends a message."""

    def close(self, code: CloseCode, reason: str = "") -> None:
        """Closes the socket."""


class Session:
    """The caller of one socket; `shown` are the headers of its handshake."""

    __slots__ = ("_caller", "_expiry", "_service", "_shown", "_signed_in", "_socket", "_task", "credentials")

    def __init__(self, service: Service, socket: Socket, shown: Headers) -> None:
        self._service, self._socket, self._shown = service, socket, shown
        self.credentials = Credentials(None, None)
        self._signed_in: SignedIn | None = None
        self._caller: Caller | None = None
        self._expiry: Expiry | None = None
        self._task: asyncio.Task[None] | None = None

    @property
    def is_acknowledged(self) -> bool:
        """Whether operations may come."""
        return self._signed_in is not None

    def introduce(self, payload: dict[str, Any]) -> None:
        """Acknowledges a `connection_init`, or closes the socket; raises NotAMessage."""
        self._do(self._introduce(said_in(payload)))

    def renew(self, payload: dict[str, Any]) -> None:
        """Takes a new token of the same caller and answers with a `pong`; raises NotAMessage."""
        if self._signed_in is None:
            self._socket.close(CloseCode.UNAUTHORIZED, "Renewals come after connection_ack.")
        else:
            self._do(self._renew(said_in(payload), self._signed_in))

    def end(self) -> None:
        """The socket is gone."""
        if self._task is not None:
            self._task.cancel()
        if self._expiry is not None:
            self._expiry.cancel()
            self._expiry = None
        if self._caller is not None:
            self._service.callers.leave(self._caller)
            self._caller = None

    def _do(self, what: Any) -> None:
        if self._task is not None:
            self._task.cancel()
        self._task = asyncio.get_running_loop().create_task(what)

    async def _introduce(self, said: Headers) -> None:
        try:
            credentials, signed_in = await self._within(introduced(self._service.operations, self._shown, said))
        except Disagreement as disagreement:
            self._socket.close(CloseCode.FORBIDDEN, str(disagreement))
        except Exception as error:
            self._refuse(error)
        else:
            self._admit(credentials, signed_in)

    async def _renew(self, said: Headers, before: SignedIn) -> None:
        try:
            found = await self._within(renewed(self._service.operations, self.credentials, before, said))
        except Disagreement as disagreement:
            self._socket.close(CloseCode.FORBIDDEN, str(disagreement))
        except Exception as error:
            # The token before is as good as it was.
            self._socket.say("pong", payload=failure_of(error).response)
        else:
            self._hold(*found)
            self._socket.say("pong", payload=self._told())

    async def _within(self, signing_in: Awaitable[tuple[Credentials, SignedIn]]) -> tuple[Credentials, SignedIn]:
        async with asyncio.timeout(self._service.seconds):
            return await signing_in

    def _admit(self, credentials: Credentials, signed_in: SignedIn) -> None:
        identity = signed_in.viewer.identity
        assert identity is not None
        self._caller = self._service.callers.enter(identity)
        if self._caller is None:
            self._socket.close(CloseCode.TOO_MANY_SOCKETS)
            return
        self._hold(credentials, signed_in)
        self._shown = {}
        self._socket.say("connection_ack", payload=self._told())

    def _hold(self, credentials: Credentials, signed_in: SignedIn) -> None:
        assert signed_in.expires_at is not None
        self.credentials, self._signed_in, self._task = credentials, signed_in, None
        if self._expiry is None:
            self._expiry = Expiry(self._service.operations.verifier, signed_in.expires_at, self._warn, self._expire)
        else:
            self._expiry.renew(signed_in.expires_at)

    def _refuse(self, error: Exception) -> None:
        told = failure_of(error).response["errors"][0]
        code = _CLOSED_BY.get(told["extensions"]["code"], CloseCode.INTERNAL)
        reference = told["extensions"].get("reference")
        self._socket.close(code, f"{code.reason}; reference {reference}" if reference else told["message"])

    def _warn(self) -> None:
        self._socket.say("ping", payload=self._told())

    def _expire(self) -> None:
        self._socket.close(CloseCode.TOKEN_EXPIRED)

    def _told(self) -> dict[str, str]:
        assert self._signed_in is not None
        assert self._signed_in.expires_at is not None
        return {"tokenExpiresAt": utc(self._signed_in.expires_at)}
