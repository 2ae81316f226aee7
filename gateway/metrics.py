"""What the process counts for its operator: requests, times, costs, denials, and how well its memories serve.

No label says who asked or what about: they are codes, kinds of operation, and coordinates of the schema.
"""

import os
from collections.abc import Mapping
from functools import cache
from typing import Any

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

from domain.errors import ErrorCode
from execution.engine import Engine
from gateway.events.counts import EventCounts
from gateway.tracing import Traces
from gateway.webhooks.counts import WebhookCounts

_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
_COSTS = (1, 10, 30, 100, 300, 1_000, 3_000, 10_000)
# The client's own variable: the directory in which worker processes add their counters up.
SHARED = "PROMETHEUS_MULTIPROC_DIR"
MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"


class Metrics:
    """The counters of one application; several worker processes add theirs up in a shared directory.

    `traces`: where operations leave spans, if anywhere.
    """

    def __init__(self, traces: Traces | None = None) -> None:
        self.traces = traces
        own = CollectorRegistry()
        self._registry = own
        self._requests = Counter("gateway_requests", "Requests by outcome.", ["operation", "outcome"], registry=own)
        self._seconds = Histogram(
            "gateway_request_seconds", "Time to answer.", ["operation"], buckets=_SECONDS, registry=own
        )
        self._estimated = Histogram("gateway_cost_estimated", "Estimated cost.", buckets=_COSTS, registry=own)
        self._actual = Histogram("gateway_cost_actual", "Actual cost.", buckets=_COSTS, registry=own)
        self._denials = Counter("gateway_denials", "Fields denied, by coordinate.", ["coordinate"], registry=own)
        self._connections = Gauge(
            "gateway_connections", "Open connections.", ["transport"], registry=own, multiprocess_mode="livesum"
        )
        self.loop_lag = Histogram(
            "gateway_loop_lag_seconds", "How late the event loop was.", buckets=_SECONDS, registry=own
        )
        self._memories = _Memories(own)
        self.events, self.webhooks = EventCounts(own), WebhookCounts(own)
        # Looking a labelled counter up costs more than counting; there are few of them.
        self._request = cache(self._requests.labels)
        self._time = cache(self._seconds.labels)
        if SHARED not in os.environ:
            ProcessCollector(registry=own)

    def connections(self, transport: str) -> Gauge:
        """How many are open, by what they speak: sockets or event_streams."""
        return self._connections.labels(transport)

    def answered(self, operation: str, response: Mapping[str, Any], seconds: float) -> None:
        """Counts one response; `operation`: query, mutation, or none when it did not come to one."""
        self._request(operation, outcome(response)).inc()
        self._time(operation).observe(seconds)
        for error in response.get("errors", ()):
            if error["extensions"]["code"] == ErrorCode.ACCESS_DENIED and "coordinate" in error["extensions"]:
                self._denials.labels(error["extensions"]["coordinate"]).inc()
        cost = response.get("extensions", {}).get("cost")
        if cost:
            self._cost(cost)

    def text(self, engine: Engine) -> bytes:
        """All of it in Prometheus' text format."""
        self.remember(engine)
        if SHARED not in os.environ:
            return generate_latest(self._registry)
        together = CollectorRegistry()
        MultiProcessCollector(together)  # type: ignore[no-untyped-call]
        return generate_latest(together)

    def remember(self, engine: Engine) -> None:
        """Takes over what the engine has counted since the last time."""
        self._memories.take_over(engine)

    def _cost(self, cost: Mapping[str, Any]) -> None:
        self._estimated.observe(cost["estimated"])
        if "actual" in cost:
            self._actual.observe(cost["actual"])


class _Memories:
    """How the documents and plans that an engine keeps have served."""

    def __init__(self, registry: CollectorRegistry) -> None:
        names = ["memory", "found"]
        self._looks = Counter("gateway_kept_looks", "Looks for what is kept.", names, registry=registry)
        self._kept = Gauge("gateway_kept", "What is kept.", ["memory"], registry=registry, multiprocess_mode="max")
        self._fallbacks = Counter("gateway_fallbacks", "Operations that graphql-core ran.", registry=registry)
        self._before: dict[str, int] = {}

    def take_over(self, engine: Engine) -> None:
        plans = engine.executor.plans.statistics()
        for memory, now in (("documents", engine.documents.statistics()), ("plans", plans)):
            self._looks.labels(memory, "yes").inc(self._since(f"{memory} found", now.hits))
            self._looks.labels(memory, "no").inc(self._since(f"{memory} not found", now.misses))
            self._kept.labels(memory).set(now.size)
        self._fallbacks.inc(self._since("fallbacks", plans.fallbacks))

    def _since(self, name: str, now: int) -> int:
        before, self._before[name] = self._before.get(name, 0), now
        return now - before


def outcome(response: Mapping[str, Any]) -> str:
    """How a response counts: OK, or the code of its first error."""
    errors = response.get("errors")
    return str(errors[0]["extensions"]["code"]) if errors else "OK"
