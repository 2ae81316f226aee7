"""The log of a server: one line for each operation, and nothing in it of who asked or about what."""

import json
import re

from structlog.testing import capture_logs

from gateway.problems import explain
from gateway.underway import Underway
from tests.cli.conftest import Gateway, server_of
from tests.cli.test_commands import OWNER, create

NAMED = "query Overview($id: ID!) { viewer { kind } node(id: $id) { id } }"
TOKEN_LIKE = "query t0k3n5ecr3t4b1d9 { viewer { kind } }"


def test_each_operation_is_one_line_without_anything_personal(migrated: Gateway) -> None:
    assert migrated(*create(migrated)).code == 0
    server = server_of(migrated.start("serve", GATEWAY_PORT="0", GATEWAY_LOG_FORMAT="json", GATEWAY_LOG_LEVEL="info"))
    token = migrated("token", "--as", OWNER).out.strip()
    server.post({"query": NAMED, "variables": {"id": "ida@bakery.example"}}, token)
    server.ask(TOKEN_LIKE, token)
    server.ask("{ nothing }", token)
    server.ask("{ viewer { kind } }", "no-token-of-ours")
    with server.socket(token) as socket:
        socket.send(json.dumps({"type": "subscribe", "id": "1", "payload": {"query": "{ partner { name } }"}}))
        assert json.loads(socket.recv(20))["type"] == "next"
    log = server.stop().err
    lines = [line for line in map(json.loads, log.splitlines()) if line["event"] == "operation"]
    assert [(line["transport"], line["kind"], line["viewer"], line["outcome"]) for line in lines] == [
        ("http", "query", "COLLEAGUE", "OK"),
        ("http", "query", "COLLEAGUE", "OK"),
        ("http", "none", "COLLEAGUE", "GRAPHQL_VALIDATION_FAILED"),
        ("http", "none", "none", "UNAUTHENTICATED"),
        ("websocket", "query", "COLLEAGUE", "OK"),
    ]
    assert [line.get("name") for line in lines] == ["Overview", None, None, None, None]
    assert lines[-1]["cost_estimated"] >= lines[-1]["cost_actual"] > 0
    assert len({line["reference"] for line in lines}) == len(lines)
    assert not re.search(rf"@|{OWNER}|t0k3n|no-token|{token[:20]}|bakery|Bearer", log)


def test_whoever_wants_warnings_only_gets_no_lines(migrated: Gateway) -> None:
    server = server_of(migrated.start("serve", GATEWAY_PORT="0", GATEWAY_LOG_LEVEL="warning"))
    server.ask("{ viewer { kind } }")
    assert "operation" not in server.stop().err


def test_an_unexpected_failure_is_told_by_the_reference_of_its_operation() -> None:
    with capture_logs() as logged:
        underway = Underway("http")
        _, _, told = explain(RuntimeError())
    assert told["reference"] == underway.reference == logged[0]["reference"]
