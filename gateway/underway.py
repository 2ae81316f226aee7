"""What one operation leaves in the logs: a line that says how it went, and nothing of who asked or about what."""

import re
from collections.abc import Mapping
from functools import lru_cache
from time import perf_counter, time
from typing import Any

import structlog
from graphql import OperationDefinitionNode

from domain.access import Viewer
from domain.errors import ErrorCode
from gateway.metrics import Metrics, outcome
from gateway.problems import name_request
from gateway.tracing import Span

_log = structlog.get_logger("gateway")

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,39}", re.ASCII)
# Ids, telephone numbers and secrets have more.
_MOST_DIGITS = 3
# As the field calls them; the others are ours.
_ATTRIBUTES = {"kind": "graphql.operation.type", "name": "graphql.operation.name"}
_OUR_FAULT = frozenset({ErrorCode.INTERNAL, ErrorCode.UNAVAILABLE, ErrorCode.TIMEOUT})


class Underway:
    """An operation from its arrival to its answer; learns on the way who asks (the kind only) and what."""

    __slots__ = ("_began", "_name", "_parent", "_started", "_transport", "_viewer", "kind", "reference")

    def __init__(self, transport: str, parent: str | None = None) -> None:
        self._began, self._started = time(), perf_counter()
        # `parent` is the caller's trace (W3C `traceparent`).
        self._transport, self._parent = transport, parent
        # Failures that are logged meanwhile are told by the same name.
        self.reference = name_request()
        self.kind = self._viewer = "none"
        self._name: str | None = None

    def asked_by(self, viewer: Viewer) -> None:
        """Takes note of what kind of caller it is."""
        self._viewer = viewer.kind.value

    def asks(self, operation: OperationDefinitionNode) -> None:
        """Takes note of its kind (query, mutation, subscription) and its name."""
        self.kind = operation.operation.value
        self._name = _safe(operation.name.value) if operation.name else None

    def answered(self, metrics: Metrics, kind: str, response: Mapping[str, Any]) -> None:
        """Counts and logs the answer; `kind` is none for what did not come to run."""
        seconds = perf_counter() - self._started
        metrics.answered(kind, response, seconds)
        told = self._told(outcome(response)) | _cost(response)
        _log.info("operation", **told, ms=round(seconds * 1000, 1))
        if metrics.traces is not None:
            metrics.traces.note(self._span(told, seconds))

    def _told(self, came_of_it: str) -> dict[str, Any]:
        named = {"name": self._name} if self._name else {}
        what = {"reference": self.reference, "transport": self._transport, "kind": self.kind}
        return what | {"viewer": self._viewer, "outcome": came_of_it} | named

    def _span(self, told: Mapping[str, Any], seconds: float) -> Span:
        named = f"{self.kind} {self._name}" if self._name else self.kind
        attributes = {_ATTRIBUTES.get(name, f"gateway.{name}"): value for name, value in told.items()}
        return Span(named, self._began, seconds, attributes, told["outcome"] in _OUR_FAULT, self._parent)


@lru_cache(1024)
def _safe(name: str) -> str | None:
    """A name that somebody gave to an operation, unless it may be something else."""
    fits = _NAME.fullmatch(name) and sum(map(str.isdigit, name)) <= _MOST_DIGITS
    return name if fits else None


def _cost(response: Mapping[str, Any]) -> dict[str, int]:
    cost = response.get("extensions", {}).get("cost", {})
    return {f"cost_{name}": cost[name] for name in ("estimated", "actual") if name in cost}
