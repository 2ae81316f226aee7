"""What all sockets of a process share."""

from dataclasses import dataclass

from gateway.http.requests import Bounds
from gateway.live.callers import Callers
from gateway.metrics import Metrics
from gateway.operations import Operations


@dataclass(frozen=True)
class Service:
    """One operation may take `seconds`, one message has at most `message_bytes`, one socket runs `most_operations`."""

    operations: Operations
    bounds: Bounds
    seconds: float
    metrics: Metrics
    callers: Callers
    message_bytes: int
    most_operations: int
    # Web origins on other hosts from which browsers may open sockets.
    origins: frozenset[str]
