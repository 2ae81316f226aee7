"""The way out to receivers: names are resolved and judged here, and the very address judged is connected to."""

import asyncio
import socket
from collections.abc import Awaitable, Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from ipaddress import ip_address
from typing import Any, TypeAlias

import httpcore2

from domain.receiver import IpAddress, Network, Receiver, UnfitAddress, check_address

# The addresses of a name and port; raises OSError.
Resolve: TypeAlias = Callable[[str, int], Awaitable[Sequence[IpAddress]]]
_TRIED = 2
_ASKING = ThreadPoolExecutor(16, "receivers")


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

    async def addresses(self, receiver: Receiver) -> Sequence[IpAddress]:
        """The addresses of a receiver, each of them fit; raises UnfitAddress and OSError."""
        known = receiver.address
        found = [known] if known is not None else await self.resolve(receiver.host, receiver.port)
        for address in found:
            check_address(address, receiver, self.opened)
        if not found:
            raise OSError("a name without addresses")
        return found


class Pinned(httpcore2.AsyncNetworkBackend):
    """Connects to one receiver, by the addresses that were judged, whatever its name resolves to by then."""

    def __init__(self, receiver: Receiver, judge: Judge) -> None:
        self._receiver = receiver
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
        for address in (await self._judge.addresses(self._receiver))[:_TRIED]:
            try:
                return await self._network.connect_tcp(str(address), port, timeout)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                failure = error
        raise failure
