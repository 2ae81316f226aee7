"""Counters over windows of time: in this process, or (`gateway.shared_counting`) in all of them."""

import time
from collections.abc import Callable
from typing import Protocol

_MOST_KEPT = 50_000


class Counters(Protocol):
    """Numbers by name; each begins anew with every window of `seconds`, which are those of the clock."""

    async def add(self, name: str, amount: int, seconds: int = 60) -> int:
        """Adds to a number and answers what it is then."""
        ...

    async def aclose(self) -> None:
        """Releases what the counters hold."""
        ...


def window_of(moment: float, seconds: int) -> int:
    """Which window a moment (seconds since 1970) lies in."""
    return int(moment) // seconds


class LocalCounters:
    """In this process alone; forgets the oldest beyond 50,000."""

    def __init__(self, now: Callable[[], float] = time.time) -> None:
        self._now = now
        self._kept: dict[str, tuple[int, int]] = {}

    async def add(self, name: str, amount: int, seconds: int = 60) -> int:
        """Adds to a number and answers what it is then."""
        window = window_of(self._now(), seconds)
        known = self._kept.pop(name, (window, 0))
        total = (known[1] if known[0] == window else 0) + amount
        self._kept[name] = window, total
        if len(self._kept) > _MOST_KEPT:
            del self._kept[next(iter(self._kept))]
        return total

    async def aclose(self) -> None:
        """Holds nothing, releases nothing."""


def counters_of(redis_url: str | None) -> Counters:
    """Those that the settings ask for."""
    if not redis_url:
        return LocalCounters()
    # Only who shares them pays for the libraries: some 8 MB.
    from gateway.shared_counting import SharedCounters

    return SharedCounters(redis_url)
