"""When a mail is tried again, and when it is given up."""

from datetime import datetime, timedelta

# After the first attempt a minute, then longer and longer; the last attempt is about two days after the first.
_PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360, 360, 360, 360, 360, 360, 360))


def next_attempt(attempts: int, now: datetime, jitter: float) -> datetime | None:
    """When to try again after so many attempts; None: given up. `jitter` from 0 to 1 spreads by up to a fifth."""
    if attempts > len(_PAUSES):
        return None
    return now + _PAUSES[max(attempts, 1) - 1] * (1 + jitter / 5)
