"""The words between streams and the ways out: what is sent, to whom, and how it ends."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from execution.document import Prepared
from gateway.asked import Asked
from gateway.signing_in import SignedIn


@dataclass(frozen=True, slots=True)
class Frame:
    """One execution result, as it is sent.

    `payload` is its JSON, UTF-8; many sinks may hold the same bytes. `cursor` is where to go on after it.
    `about` is the client that it tells of: a sink that lags may keep only the newest frame about a client;
    a frame about none (None) is never dropped.
    """

    payload: bytes
    cursor: str
    about: UUID | None = None


class EndingCode(StrEnum):
    """Why a stream ends, each with its meaning and what a client does about it."""

    meaning: str

    def __new__(cls, code: str, meaning: str = "") -> "EndingCode":
        """A code with what it means to a reader."""
        member = str.__new__(cls, code)
        member._value_ = code
        member.meaning = meaning
        return member

    COMPLETED = "COMPLETED", "The client asked for it."
    ACCESS_LOST = "ACCESS_LOST", "The rights it was opened with are gone; the message says which."
    TOKEN_EXPIRED = "TOKEN_EXPIRED", "The access token expired: come back with a new one, after the last cursor."
    RESYNC_REQUIRED = "RESYNC_REQUIRED", "The cursor is older than what is kept: start anew, with `snapshot: true`."
    SLOW_CONSUMER = "SLOW_CONSUMER", "More was waiting than is kept for one stream: resume after the last cursor."
    DRAINING = "DRAINING", "The server is going away: come back at once, after the last cursor."
    LIMIT_EXCEEDED = "LIMIT_EXCEEDED", "More streams than one caller or connection may have."
    INTERNAL = "INTERNAL", "Our fault; quote the `reference`, and resume after the last cursor."


@dataclass(frozen=True, slots=True)
class Ending:
    """How a stream ended: a code, a sentence, and the reference of a failure of ours."""

    code: EndingCode
    message: str
    reference: str | None = None


RESYNC = Ending(
    EndingCode.RESYNC_REQUIRED,
    "What came after the cursor is no longer kept: start again without `after`, with `snapshot: true`.",
)


class Sink(Protocol):
    """A way out to one subscriber; nothing follows `end`."""

    def send(self, frame: Frame) -> None:
        """Takes a frame without waiting; what it keeps is bounded: it coalesces, or closes its stream."""

    def end(self, ending: Ending) -> None:
        """Tells the subscriber that, and why, the stream is over; called once, unless the stream was closed."""

    async def room(self) -> None:
        """Waits until few frames are waiting: what is replayed comes no faster than it is read."""


class OpenStream(Protocol):
    """A running subscription."""

    def close(self) -> None:
        """Stops it without a word to its sink: the subscriber left, or is no longer served; never fails."""


class Streams(Protocol):
    """All running subscriptions of a process."""

    async def open(
        self, prepared: Prepared, asked: Asked, signed_in: SignedIn, sink: Sink, *, after: str | None = None
    ) -> OpenStream:
        """Starts the subscription of an operation that was admitted; `after` wins over the argument of that name.

        Frames may come before this returns. Raises, before any of them: DocumentRefused (no subscription, too
        dear, variables), RequestError (ACCESS_DENIED, BAD_CURSOR, UNAVAILABLE), StoreFault.
        """

    async def aclose(self, ending: Ending) -> None:
        """Ends all streams, and refuses new ones."""
