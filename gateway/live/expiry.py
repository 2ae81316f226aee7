"""Tokens on connections that live longer than they do: a warning in time, then the end; a new one may take over."""

import asyncio
from collections.abc import Callable
from datetime import datetime

from gateway.tokens import Verifier

WARNING_SECONDS = 30.0
# The clock on the wall may be set: it is looked at again and again.
_LOOK_SECONDS = 60.0


class Expiry:
    """Calls `warn` some time before a token expires, half its time when that is short; `end` once it is not good."""

    __slots__ = ("_end", "_timer", "_verifier", "_warn", "_warn_at", "expires_at")

    def __init__(
        self, verifier: Verifier, expires_at: datetime, warn: Callable[[], None], end: Callable[[], None]
    ) -> None:
        self._verifier, self._warn, self._end = verifier, warn, end
        self._timer: asyncio.TimerHandle | None = None
        self.renew(expires_at)

    def renew(self, expires_at: datetime) -> None:
        """A token that expires later (or sooner) takes over."""
        self.cancel()
        self.expires_at = expires_at
        # Seconds before its end; who comes with the leeway alone is warned at once.
        self._warn_at: float | None = min(WARNING_SECONDS, max(self._verifier.seconds_until(expires_at), 0) / 2)
        self._look()

    def cancel(self) -> None:
        """Calls nothing any more."""
        if self._timer is not None:
            self._timer.cancel()

    def _look(self) -> None:
        left = self._verifier.seconds_left(self.expires_at)
        if left <= 0:
            self._end()
            return
        until_warning = self._seconds_until_warning()
        if until_warning is not None and until_warning <= 0:
            self._warn_at = until_warning = None
            self._warn()
        next_look = left if until_warning is None else until_warning
        self._timer = asyncio.get_running_loop().call_later(min(next_look, _LOOK_SECONDS), self._look)

    def _seconds_until_warning(self) -> float | None:
        return None if self._warn_at is None else self._verifier.seconds_until(self.expires_at) - self._warn_at
