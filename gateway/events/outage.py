"""Something that is away: how long to wait until the next try, and what the log says about it."""

import random

import structlog

_LOG = structlog.get_logger()
_FIRST_SECONDS, _LONGEST_SECONDS = 0.1, 2.0


class Outage:
    """Whether `what` is away: told once when it goes, once when it is back."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._failures = 0

    def failed(self, error: Exception) -> float:
        """Notes a failure; returns the seconds to wait, longer each time, at most two."""
        if not self._failures:
            _LOG.warning("away", what=self._what, error=type(error).__name__)
        self._failures += 1
        longest = min(_LONGEST_SECONDS, _FIRST_SECONDS * 2 ** min(self._failures, 10))
        return random.uniform(longest / 2, longest)  # noqa: S311

    def over(self) -> None:
        """Notes a success."""
        if self._failures:
            _LOG.info("back", what=self._what, failures=self._failures)
        self._failures = 0
