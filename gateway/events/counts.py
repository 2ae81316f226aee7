"""What is counted of events for the operator."""

from prometheus_client import CollectorRegistry, Counter, Gauge


class EventCounts:
    """How many events were read, how far behind the reading is, how often the doorbell failed."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self.read = Counter("gateway_events_read", "Events read from the log.", registry=registry)
        self.behind = Gauge(
            "gateway_events_behind_seconds",
            "Since the log of events was last read to its end, when that fails.",
            registry=registry,
            multiprocess_mode="max",
        )
        self.doorbell_failures = Counter(
            "gateway_doorbell_failures",
            "Times that Redis could not be reached to ring or to listen.",
            registry=registry,
        )
