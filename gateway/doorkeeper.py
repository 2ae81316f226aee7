"""How many firms may apply from one address, and in all; how many mails strangers may send to one mailbox."""

import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass

from domain.errors import ErrorCode, RequestError
from gateway.counting import Counters
from gateway.oauth.guessing import network

MOST_MAILS = 3
_HOUR, _DAY = 3600, 86_400


@dataclass(frozen=True, slots=True)
class Door:
    """`of_address` and `in_all` applications are let in within an hour of the clock, by all processes together."""

    counters: Counters
    of_address: int
    in_all: int
    now: Callable[[], float] = time.time

    def for_address(self, address: str) -> "Doorkeeper":
        """The door as somebody meets it who comes from there."""
        return Doorkeeper(self, address)


@dataclass(frozen=True, slots=True)
class Doorkeeper:
    """Implements `domain.ports.Doorkeeper` for one address; who is refused there does not count for everybody."""

    door: Door
    address: str

    async def admit(self) -> None:
        """Counts an application; raises RequestError (RATE_LIMITED)."""
        door = self.door
        if await door.counters.add(f"applying/{network(self.address)}", 1, _HOUR) > door.of_address:
            raise self._refused("Too many firms have applied from your address.")
        if await door.counters.add("applying", 1, _HOUR) > door.in_all:
            raise self._refused("Very many firms apply at this moment.")

    async def may_write_to(self, email: str) -> bool:
        """Counts a mail; a mailbox is kept as its hash alone."""
        mailbox = hashlib.sha256(_mailbox(email).encode()).hexdigest()[:32]
        return await self.door.counters.add(f"applying/mail/{mailbox}", 1, _DAY) <= MOST_MAILS

    def _refused(self, why: str) -> RequestError:
        seconds = _HOUR - int(self.door.now()) % _HOUR
        message = f"{why} Try again in {-(-seconds // 60)} minutes."
        return RequestError(ErrorCode.RATE_LIMITED, message, {"retryAfter": seconds})


def _mailbox(email: str) -> str:
    """Where mails to an address arrive: what comes after a `+` is a mark of the mailbox's own."""
    local, _, host = email.lower().rpartition("@")
    return f"{local.partition('+')[0] or local}@{host}"
