"""What is counted of webhooks for the operator."""

from prometheus_client import CollectorRegistry, Counter, Gauge


class WebhookCounts:
    """Attempts by outcome, and how long the oldest delivery waits; no label says whose."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self._deliveries = Counter(
            "gateway_webhook_deliveries",
            "Attempts to deliver, by outcome: delivered, failed, given_up, withheld.",
            ["outcome"],
            registry=registry,
        )
        self.lag = Gauge(
            "gateway_webhook_lag_seconds",
            "Since when the oldest delivery of a webhook that delivers waits.",
            registry=registry,
            multiprocess_mode="max",
        )

    def attempted(self, outcome: str) -> None:
        """Counts one attempt."""
        self._deliveries.labels(outcome).inc()
