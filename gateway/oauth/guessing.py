"""How often somebody may fail to sign in: by client and address together, and by address."""

import hashlib
import ipaddress
import time
from asyncio import CancelledError
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from gateway.counting import Counters
from gateway.oauth.refusal import too_many
from store.faults import StoreFault

MOST_OF_PAIR, MOST_OF_ADDRESS, MOST_TOKENS = 20, 100, 120
_SECONDS = 60


@asynccontextmanager
async def attempt(counters: Counters, client_id: str, address: str) -> AsyncIterator[None]:
    """Around one attempt, which counts unless it succeeds; raises TokenRefused (429) when there were too many.

    It counts from its beginning on, so that many at once are no way around.
    """
    where = network(address)
    places = {f"guess/{where}": MOST_OF_ADDRESS, f"guess/{where}/{_short(client_id)}": MOST_OF_PAIR}
    for name, most in places.items():
        if await counters.add(name, 1, _SECONDS) > most:
            raise too_many(_until_next())
    try:
        yield
    except (StoreFault, CancelledError):
        await _take_back(counters, places)
        raise
    await _take_back(counters, places)


async def check_tokens(counters: Counters, client_id: str) -> None:
    """Raises TokenRefused (429) when a client got very many tokens just now: each is good for ten minutes."""
    if await counters.add(f"tokens/{_short(client_id)}", 1, _SECONDS) > MOST_TOKENS:
        raise too_many(_until_next())


async def _take_back(counters: Counters, places: dict[str, int]) -> None:
    for name in places:
        await counters.add(name, -1, _SECONDS)


def _until_next() -> int:
    return _SECONDS - int(time.time()) % _SECONDS


def _short(client_id: str) -> str:
    return hashlib.sha256(client_id.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def network(address: str) -> str:
    """The address that is counted; an IPv6 address counts as its network: whoever has one has 2^64."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    return str(ipaddress.ip_network(f"{parsed}/64", strict=False)) if parsed.version == 6 else str(parsed)
