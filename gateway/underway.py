"""What one operation leaves in the logs: a line that says how it went, and nothing of who asked or about what."""

import re
from collections.abc import Mapping
from functools import lru_cache
from time import perf_counter
from typing import Any

import structlog
from graphql import OperationDefinitionNode

from domain.access import Viewer
from gateway.metrics import Metrics, outcome
from gateway.problems import name_request

_log = structlog.get_logger("gateway")

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,39}", re.ASCII)
# Ids, telephone numbers and secrets have more.
_MOST_DIGITS = 3


class Underway:
    """An operation from its arrival to its answer; learns on the way who asks (the kind only) and what."""

    __slots__ = ("_name", "_started", "_transport", "_viewer", "kind", "reference")

    def __init__(self, transport: str) -> None:
        self._started = perf_counter()
        self._transport = transport
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
        _log.info(
            "operation",
            reference=self.reference,
            transport=self._transport,
            kind=self.kind,
            viewer=self._viewer,
            outcome=outcome(response),
            ms=round(seconds * 1000, 1),
            **({"name": self._name} if self._name else {}),
            **_cost(response),
        )


@lru_cache(1024)
def _safe(name: str) -> str | None:
    """A name that somebody gave to an operation, unless it may be something else."""
    fits = _NAME.fullmatch(name) and sum(map(str.isdigit, name)) <= _MOST_DIGITS
    return name if fits else None


def _cost(response: Mapping[str, Any]) -> dict[str, int]:
    cost = response.get("extensions", {}).get("cost", {})
    return {f"cost_{name}": cost[name] for name in ("estimated", "actual") if name in cost}
