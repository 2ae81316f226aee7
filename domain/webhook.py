"""Webhooks: whether they deliver, when a delivery is tried again, and when the gateway stops one by itself."""

from datetime import datetime, timedelta

from domain.changes import ASSIGNMENT_ENDED
from domain.machine import Machine
from domain.vocabulary import WebhookStatus

# Of one integration.
MOST_WEBHOOKS = 10
# Of one webhook, at a time.
MOST_TESTS = 3
KEPT_TRYING = timedelta(hours=24)
# After so long with nothing but failures it is stopped.
MOST_FAILING = timedelta(days=3)
# What has waited longer lags.
LAGGING = timedelta(minutes=5)

_ACTIVE, _PAUSED, _STOPPED = WebhookStatus.ACTIVE, WebhookStatus.PAUSED, WebhookStatus.STOPPED
WEBHOOK = Machine(
    "a webhook",
    _ACTIVE,
    {
        "pause": {_ACTIVE: _PAUSED, _STOPPED: _PAUSED},
        "resume": {_PAUSED: _ACTIVE, _STOPPED: _ACTIVE},
        "stop": {_ACTIVE: _STOPPED},
    },
)

# After the first attempt 5 seconds, then longer and longer, at most four hours.
_PAUSES = tuple(timedelta(seconds=seconds) for seconds in (5, 30, 120, 600, 1_800, 3_600, 7_200, 14_400))
# Of a client that the firm has lost, these still say goodbye.
_FAREWELLS = frozenset({"client.disconnected", ASSIGNMENT_ENDED})


def next_attempt(
    attempts: int, queued_at: datetime, now: datetime, jitter: float, retry_after: timedelta | None = None
) -> datetime | None:
    """When to try again after so many attempts; None: given up, 24 hours after it was queued.

    `jitter` from 0 to 1 spreads by up to a fifth. A receiver's `Retry-After` is waited for, within the 24 hours; the
    last attempt is at their end.
    """
    end = queued_at + KEPT_TRYING
    if now >= end:
        return None
    pause = _PAUSES[min(max(attempts, 1), len(_PAUSES)) - 1] * (1 + jitter / 5)
    return now + min(max(pause, retry_after or pause), end - now)


def is_hopeless(failing_since: datetime | None, now: datetime) -> bool:
    """Whether nothing has got through for too long."""
    return failing_since is not None and now - failing_since >= MOST_FAILING


def is_farewell(kind: str) -> bool:
    """Whether an event may be told of a client that is disconnected by now."""
    return kind in _FAREWELLS
