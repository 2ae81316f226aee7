"""Where a collector is configured it gets one span for each operation, with the caller's trace and nothing personal."""

import threading
from collections.abc import Iterator
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from gateway.settings import Settings, SettingsError
from store.engine import Store
from tests.portal.portal import open_portal
from tests.servers.databases import Database
from tests.world import World

TRACE, PARENT = "4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7"


class Collector(ThreadingHTTPServer):
    """Takes OTLP over HTTP on a free port; remembers what came."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Taker)
        self.spans: list[Any] = []
        self.services: set[str] = set()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class _Taker(BaseHTTPRequestHandler):
    server: Collector

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        for resource in ExportTraceServiceRequest.FromString(body).resource_spans:
            self.server.services |= {
                each.value.string_value for each in resource.resource.attributes if each.key == "service.name"
            }
            for scope in resource.scope_spans:
                self.server.spans += scope.spans
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        """Says nothing."""


@pytest.fixture
def collector() -> Iterator[Collector]:
    made = Collector()
    thread = threading.Thread(target=made.serve_forever, args=(0.01,))
    thread.start()
    yield made
    made.shutdown()
    thread.join()
    made.server_close()


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
async def test_each_operation_is_a_span_in_the_trace_of_its_caller(
    collector: Collector, world: World, store: Store, database: Database, tmp_path: Path, now: datetime
) -> None:
    portal = open_portal(store, database.url, tmp_path, now, GATEWAY_OTLP_URL=collector.url)
    somebody = portal.of(await (await world.partner()).colleague(email="ida@bakery.example"))
    async with portal.app.router.lifespan_context(portal.app):
        traced = somebody.with_headers(traceparent=f"00-{TRACE}-{PARENT}-01")
        assert (await traced("query Mine { viewer { kind } }")).codes == []
        assert (await somebody.with_headers(traceparent="no trace")("{ nothing }")).status == 200
    mine, wrong = collector.spans
    told = {each.key: each.value.string_value or each.value.int_value for each in mine.attributes}
    assert (mine.name, mine.trace_id.hex(), mine.parent_span_id.hex()) == ("query Mine", TRACE, PARENT)
    assert told["graphql.operation.type"] == "query"
    assert (told["gateway.outcome"], told["gateway.viewer"], told["gateway.cost_actual"]) == ("OK", "COLLEAGUE", 0)
    assert 0 < mine.end_time_unix_nano - mine.start_time_unix_nano < 60_000_000_000
    assert (wrong.name, wrong.parent_span_id) == ("none", b"")
    assert wrong.trace_id.hex() != TRACE
    assert "bakery" not in str(collector.spans)
    assert collector.services == {"partner-gateway"}


def test_a_gateway_without_the_extra_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    environ = {"GATEWAY_OTLP_URL": "http://collector:4318"}
    assert Settings.from_environment(environ).otlp_url == environ["GATEWAY_OTLP_URL"]
    monkeypatch.setattr("gateway.settings.rules.find_spec", lambda _: None)
    with pytest.raises(SettingsError, match=r"requirements/otel\.txt"):
        Settings.from_environment(environ)
