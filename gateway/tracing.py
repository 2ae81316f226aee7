"""Traces: one span for each operation, sent to a collector over OTLP where one is configured (the extra `otel`)."""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from opentelemetry.trace import Tracer

_NANO = 1_000_000_000
_SECONDS = 5
# What a caller may say of the trace that its request belongs to has this length; anything else is not looked at.
_PARENT_LENGTH = 55


@dataclass(frozen=True, slots=True)
class Span:
    """An operation that has ended: when (seconds since 1970), what is told of it, and the caller's trace, if any."""

    name: str
    began: float
    seconds: float
    attributes: Mapping[str, str | int]
    has_failed: bool
    parent: str | None = None


class Traces(Protocol):
    """Where spans go."""

    def note(self, span: Span) -> None:
        """Takes a span; never waits, and never raises for what is wrong elsewhere."""
        ...

    def close(self) -> None:
        """Sends what is left, for some seconds at the most."""
        ...


class CollectorTraces:
    """A collector that speaks OTLP over HTTP; the standard `OTEL_` variables (sampler, service name) hold."""

    def __init__(self, url: str) -> None:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.resources import OTELResourceDetector, Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor
        from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

        ours = {"service.name": "partner-gateway", "service.version": version("partner-gateway")}
        self._provider: TracerProvider = TracerProvider(
            resource=Resource.create(ours).merge(OTELResourceDetector().detect())
        )
        exporter = OTLPSpanExporter(f"{url.rstrip('/')}/v1/traces", timeout=_SECONDS)
        self._provider.add_span_processor(BatchSpanProcessor(exporter))
        self._tracer: Tracer = self._provider.get_tracer("gateway")
        self._propagator = TraceContextTextMapPropagator()

    def note(self, span: Span) -> None:
        """Queues it; a thread sends, and drops what the collector does not take."""
        from opentelemetry.trace import SpanKind, Status, StatusCode

        began = int(span.began * _NANO)
        started = self._tracer.start_span(
            span.name, self._context(span.parent), SpanKind.SERVER, span.attributes, start_time=began
        )
        if span.has_failed:
            started.set_status(Status(StatusCode.ERROR))
        started.end(began + int(span.seconds * _NANO))

    def close(self) -> None:
        """Sends what is left."""
        self._provider.shutdown()

    def _context(self, parent: str | None) -> Any:
        if parent is None or len(parent) != _PARENT_LENGTH:
            return None
        return self._propagator.extract({"traceparent": parent})


def traces_to(url: str | None) -> Traces | None:
    """Where the settings want spans sent, if anywhere."""
    return CollectorTraces(url) if url else None
