"""The way out to receivers: names are resolved and judged here, and the very address judged is connected to."""

import asyncio
import socket
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from ipaddress import ip_address
from typing import Any, TypeAlias
from uuid import UUID

import httpcore2

from domain.receiver import IpAddress, Network, Receiver, UnfitAddress, check_address

# The addresses of a name and port; raises OSError.
Resolve: TypeAlias = Callable[[str, int], Awaitable[Sequence[IpAddress]]]
_TRIED = 2
# A thread waits as long as the system's resolver, and nothing ends it before: a firm gets no more than some of them.
_ASKING, MOST_ASKED = ThreadPoolExecutor(64, "receivers"), 8


async def resolve(name: str, port: int) -> list[IpAddress]:
    """Asks the system's resolver, in threads of its own: a name that is answered slowly holds up nothing else."""
    ask = partial(socket.getaddrinfo, name, port, type=socket.SOCK_STREAM)
    found = await asyncio.get_running_loop().run_in_executor(_ASKING, ask)
    return list(dict.fromkeys(ip_address(address[0]) for *_, address in found))


@dataclass(frozen=True, slots=True)
class Judge:
    """Knows the addresses of a receiver; one that must not be connected to spoils all of them."""

    resolve: Resolve
    opened: Sequence[Network]
    _asked: Counter[UUID] = field(default_factory=Counter)

    async def addresses(self, receiver: Receiver, firm: UUID) -> Sequence[IpAddress]:
        """The addresses of a firm's receiver, each of them fit; raises UnfitAddress and OSError."""
        known = receiver.address
        found = [known] if known is not None else await self._ask(receiver, firm)
        for address in found:
            check_address(address, receiver, self.opened)
        if not found:
            raise OSError("a name without addresses")
        return found

    async def _ask(self, receiver: Receiver, firm: UUID) -> Sequence[IpAddress]:
        """Counts for the firm until there is an answer, also when nobody waits for that any more."""
        if self._asked[firm] >= MOST_ASKED:
            raise OSError("too many names of the firm have no answer yet")
        self._asked[firm] += 1
        asking = asyncio.ensure_future(self.resolve(receiver.host, receiver.port))
        asking.add_done_callback(lambda done: self._answered(firm, done))
        return await asyncio.shield(asking)

    def _answered(self, firm: UUID, done: asyncio.Future[Sequence[IpAddress]]) -> None:
        self._asked[firm] -= 1
        if not self._asked[firm]:
            del self._asked[firm]
        if not done.cancelled():
            # Looked at, so that none is reported as lost which nobody waited for.
            done.exception()


class Pinned(httpcore2.AsyncNetworkBackend):
    """Connects to one receiver, by the addresses that were judged, whatever its name resolves to by then."""

    def __init__(self, receiver: Receiver, judge: Judge, firm: UUID) -> None:
        self._receiver, self._firm = receiver, firm
        self._judge = judge
        self._network = httpcore2.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.AsyncNetworkStream:
        """A connection to the receiver; TLS is spoken over it with the receiver's name."""
        if (host, port) != (self._receiver.host, self._receiver.port):
            raise UnfitAddress("it leads elsewhere.")
        failure: Exception = OSError()
        for address in (await self._judge.addresses(self._receiver, self._firm))[:_TRIED]:
            try:
                return await self._network.connect_tcp(str(address), port, timeout)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                failure = error
        raise failure
