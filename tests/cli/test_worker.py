"""`gateway worker` says on a port of its own how it is, waits for what it needs, and stops as it is told."""

import socket
import time

import httpx2
import pytest

from gateway.server import PortTaken, listen
from gateway.settings import Settings
from gateway.worker import create_worker
from tests.cli.conftest import Gateway, server_of
from tests.http.test_metrics import TOKEN
from tests.settings.test_defaults import PRODUCTION


def test_it_is_not_ready_before_the_database_is_migrated_and_then_works_by_itself(gateway: Gateway) -> None:
    worker = server_of(gateway.start("worker", GATEWAY_LOG_LEVEL="info"))
    live, ready = (httpx2.get(f"{worker.address}/health/{probe}") for probe in ("live", "ready"))
    assert (live.status_code, ready.status_code, ready.json()["reason"]) == (200, 503, "migrations")
    assert gateway("migrate").code == 0
    until = time.monotonic() + 20
    while httpx2.get(f"{worker.address}/health/ready").status_code != 200 and time.monotonic() < until:
        time.sleep(0.05)
    assert httpx2.get(f"{worker.address}/health/ready").json() == {"status": "ready"}
    assert "gateway_webhook_lag_seconds" in httpx2.get(f"{worker.address}/metrics").text
    assert httpx2.post(f"{worker.address}/graphql", json={"query": "{ __typename }"}).status_code == 404
    ended = worker.stop()
    assert (ended.code, "Traceback" in ended.err) == (0, False)
    assert ended.err.count("run `gateway migrate`") == 1


async def test_its_metrics_are_guarded_as_the_servers_are() -> None:
    settings = Settings.from_environment({**PRODUCTION, "GATEWAY_METRICS": "true", "GATEWAY_METRICS_TOKEN": TOKEN})
    transport = httpx2.ASGITransport(create_worker(settings))
    async with httpx2.AsyncClient(transport=transport, base_url="http://10.1.2.3:8001") as scraper:
        answers = [await scraper.get("/metrics", headers={"authorization": given}) for given in ("", f"Bearer {TOKEN}")]
    assert [answer.status_code for answer in answers] == [401, 200]


def test_a_port_in_use_is_told_with_its_setting() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(PortTaken, match=f"127.0.0.1:{port}: Address already in use.*GATEWAY_WORKER_PORT"):
            listen("127.0.0.1", port, "GATEWAY_WORKER_PORT")
