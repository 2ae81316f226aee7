"""One request to a receiver: no redirect, no proxy, a bounded time, and no more of the answer than a short excerpt."""

import asyncio
import re
import ssl
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from uuid import UUID

import httpcore2

from domain.receiver import Network, UnfitAddress, read_receiver
from gateway.webhooks.network import Judge, Pinned, Resolve, resolve

SECONDS = 10.0
_READ_BYTES, _MOST_LETTERS = 2_048, 200
_TEXT = re.compile(r"(text/|application/(problem\+)?json)", re.IGNORECASE)


class Unreachable(Exception):
    """No answer came; says why, in words that may be shown."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a receiver answered; `excerpt` is the beginning of a text, made harmless."""

    status: int
    retry_after: timedelta | None = None
    excerpt: str | None = None

    @property
    def is_good(self) -> bool:
        """Whether the delivery was taken."""
        return 200 <= self.status < 300


class Sender:
    """Sends to receivers of the public internet, and of networks that were opened."""

    def __init__(
        self,
        opened: Sequence[Network],
        resolve: Resolve = resolve,
        seconds: float = SECONDS,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self._judge = Judge(resolve, opened)
        self._seconds = seconds
        self._tls = tls or httpcore2.default_ssl_context()

    async def send(self, firm: UUID, url: str, headers: Mapping[str, str], body: bytes, now: datetime) -> Answer:
        """The answer to a POST to a firm's receiver; raises Unreachable."""
        try:
            async with asyncio.timeout(self._seconds):
                return await self._post(firm, url, headers, body, now)
        except UnfitAddress as unfit:
            raise Unreachable(f"Not delivered to this address: {unfit}") from None
        except TimeoutError:
            raise Unreachable(f"No answer within {self._seconds:g} seconds.") from None
        except ssl.SSLError:
            raise Unreachable("No TLS connection: the certificate or the protocol does not do.") from None
        except (httpcore2.ConnectError, httpcore2.ConnectTimeout, OSError) as error:
            raise Unreachable(_no_connection(error)) from None
        except (httpcore2.NetworkError, httpcore2.ProtocolError, httpcore2.TimeoutException):
            raise Unreachable("The connection broke, or the answer was not HTTP.") from None

    async def _post(self, firm: UUID, url: str, headers: Mapping[str, str], body: bytes, now: datetime) -> Answer:
        receiver = read_receiver(url, self._judge.opened)
        host = f"[{receiver.host}]" if ":" in receiver.host else receiver.host
        port = "" if receiver.port == {"https": 443, "http": 80}[receiver.scheme] else f":{receiver.port}"
        address = httpcore2.URL(scheme=receiver.scheme, host=receiver.host, port=receiver.port, target=receiver.target)
        # A connection of its own: none is kept whose address was judged long ago.
        async with httpcore2.AsyncConnectionPool(
            ssl_context=self._tls, network_backend=Pinned(receiver, self._judge, firm)
        ) as pool:
            asked = {"Host": host + port, **headers}
            async with pool.stream("POST", address, headers=list(asked.items()), content=body) as response:
                given = {name.lower(): value.decode("latin-1") for name, value in response.headers}
                text = "" if 200 <= response.status < 300 else await _beginning(response)
        kind = given.get(b"content-type", "")
        excerpt = _harmless(text) if _TEXT.match(kind) else None
        return Answer(response.status, _retry_after(given.get(b"retry-after"), now), excerpt or None)


def _no_connection(error: Exception) -> str:
    cause = f"{error} {error.__cause__ or ''}"
    if "CERTIFICATE" in cause or "SSL" in cause:
        return "No TLS connection: the certificate or the protocol does not do."
    return "No connection: the name has no address, or nobody answers there."


async def _beginning(response: httpcore2.Response) -> str:
    found = b""
    async for chunk in response.aiter_stream():
        found += chunk
        if len(found) >= _READ_BYTES:
            break
    return found[:_READ_BYTES].decode(errors="replace")


def _harmless(text: str) -> str:
    """On one line, without anything that cannot be seen or turns the text around it."""
    shown = "".join(letter if letter.isprintable() else " " for letter in text)
    return " ".join(shown.split())[:_MOST_LETTERS]


def _retry_after(value: str | None, now: datetime) -> timedelta | None:
    """Seconds, or a moment (RFC 9110); anything else is not heard."""
    if value is None:
        return None
    if re.fullmatch(r"[0-9]{1,7}", value.strip()):
        return timedelta(seconds=int(value))
    try:
        at = parsedate_to_datetime(value)
        return max(at.replace(tzinfo=at.tzinfo or UTC) - now, timedelta(0))
    except (ValueError, OverflowError):
        return None
