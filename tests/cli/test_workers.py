"""`gateway serve` with several worker processes: one address, one set of metrics."""

import signal
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import httpx2
import pytest

from tests.cli.conftest import Gateway, Server, server_of
from tests.servers.databases import PostgresServer

QUERIES = 24


@pytest.fixture
def several(tmp_path: Path, postgres_server: PostgresServer) -> Iterator[Gateway]:
    """An installation that serves by two processes."""
    with postgres_server.database() as database:
        yield Gateway(
            tmp_path,
            {
                "GATEWAY_DATABASE_URL": database.url,
                "GATEWAY_DATABASE_ROLE": database.role,
                "GATEWAY_REDIS_URL": "redis://127.0.0.1:1/0",
                "GATEWAY_WORKERS": "2",
                "GATEWAY_PORT": "0",
            },
        )


def scraped(server: Server) -> dict[str, float]:
    text = httpx2.get(f"{server.address}/metrics", timeout=30).text
    lines = (line.rsplit(" ", 1) for line in text.splitlines() if not line.startswith("#"))
    return {name: float(value) for name, value in lines}


def test_whichever_worker_is_scraped_shows_the_requests_of_all(several: Gateway) -> None:
    server = server_of(several.start("serve"))
    try:
        for _ in range(QUERIES):
            # A connection of its own each time: any worker may take it.
            assert server.ask("{ __typename }").json()["data"] == {"__typename": "Query"}
        totals = {scraped(server)['gateway_requests_total{operation="query",outcome="OK"}'] for _ in range(6)}
    finally:
        ended = server.stop()
    assert totals == {QUERIES}
    assert (ended.code, "Traceback" in ended.err) == (0, False), ended


def test_all_workers_drain_when_told_to_stop(several: Gateway) -> None:
    server = server_of(several.start("serve", GATEWAY_SHUTDOWN_GRACE_SECONDS="2"))
    token = several("token", "--as", "ada@nord.example").out.strip()
    with ExitStack() as opened:
        sockets = [opened.enter_context(server.socket(token)) for _ in range(6)]
        server.process.send_signal(signal.SIGTERM)
        codes = {server.code_of(each) for each in sockets}
    ended = server.stop()
    assert codes == {1012}
    assert (ended.code, "Traceback" in ended.err) == (0, False), ended


def test_a_broken_manifest_is_found_before_any_worker_starts(several: Gateway, tmp_path: Path) -> None:
    path = tmp_path / "manifest.json"
    path.write_text("[]")
    done = several("serve", GATEWAY_TRUSTED_DOCUMENTS=str(path))
    assert (done.code, "must be a JSON object" in done.err) == (2, True)
