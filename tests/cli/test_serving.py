"""`gateway serve`: says where it listens, answers, and stops as it is told."""

import signal
import socket
import time
from pathlib import Path

import httpx2
import pytest

from tests.cli.conftest import Gateway, Server, server_of
from tests.cli.test_commands import OWNER, create


def test_it_says_where_it_listens_and_the_addresses_in_answers_follow(serving: Server) -> None:
    assert serving.line.startswith(f"Serving {serving.address}/graphql (in a browser: {serving.address}/)")
    assert not serving.address.endswith(":0")
    assert serving.ask("{ __typename }").json()["data"] == {"__typename": "Query"}
    assert httpx2.get(f"{serving.address}/health/ready").json() == {"status": "ready"}
    assert "GraphiQL" in httpx2.get(f"{serving.address}/").text


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_with_0_when_told_to_stop(serving: Server, sign: signal.Signals) -> None:
    assert serving.ask("{ __typename }").status_code == 200
    ended = serving.stop(sign)
    assert (ended.code, ended.err) == (0, "")


@pytest.mark.parametrize("later", [0.0, 0.3, 1.0])
def test_it_ends_with_0_when_told_so_during_start_up(migrated: Gateway, later: float) -> None:
    process = migrated.start("serve", GATEWAY_PORT="0")
    until_caught(process.pid, signal.SIGTERM)
    # There is no event to wait for: every moment of the start-up must do.
    time.sleep(later)
    process.send_signal(signal.SIGTERM)
    _, err = process.communicate(timeout=30)
    assert (process.returncode, err) == (0, "")


def until_caught(pid: int, sign: signal.Signals) -> None:
    """Returns as soon as a process has a handler of its own for a signal."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        status = Path(f"/proc/{pid}/status").read_text()
        caught = next(line.split()[1] for line in status.splitlines() if line.startswith("SigCgt:"))
        if int(caught, 16) >> (sign - 1) & 1:
            return
        time.sleep(0.01)
    pytest.fail("the program never listens to the signal")


def test_a_running_request_is_finished_before_it_stops(serving: Server) -> None:
    host, port = serving.address.removeprefix("http://").split(":")
    body = b'{"query": "{ __typename }"}'
    head = f"POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {len(body)}"
    with socket.create_connection((host, int(port)), timeout=20) as half_said:
        half_said.sendall(head.encode() + b"\r\n\r\n" + body[:10])
        # Another request that was answered later shows that the first one has arrived.
        assert serving.ask("{ __typename }").status_code == 200
        serving.process.send_signal(signal.SIGTERM)
        until_refused(host, int(port))
        half_said.sendall(body[10:])
        answer = half_said.recv(65_536)
    _, err = serving.process.communicate(timeout=30)
    assert answer.startswith(b"HTTP/1.1 200 ")
    assert (serving.process.returncode, err) == (0, "")


def test_open_sockets_are_told_that_it_stops(migrated: Gateway) -> None:
    server = server_of(migrated.start("serve", GATEWAY_PORT="0", GATEWAY_SHUTDOWN_GRACE_SECONDS="2"))
    token = migrated("token", "--as", OWNER).out.strip()
    with server.socket(token) as socket:
        socket.send('{"type":"subscribe","id":"1","payload":{"query":"{ __typename }"}}')
        assert '"data":{"__typename":"Query"}' in str(socket.recv(20))
        server.process.send_signal(signal.SIGTERM)
        assert server.code_of(socket) == 1012
        ended = server.stop()
    assert (ended.code, ended.err) == (0, "")


def until_refused(host: str, port: int) -> None:
    """Returns as soon as new connections are refused."""
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        try:
            socket.create_connection((host, port), timeout=1).close()
        except OSError:
            return
    pytest.fail("the port still takes connections")


def test_a_port_in_use_is_told_with_the_cure(migrated: Gateway, serving: Server) -> None:
    done = migrated("serve", GATEWAY_PORT=serving.address.rpartition(":")[2])
    assert done.code == 1
    assert "Address already in use" in done.err
    assert "GATEWAY_PORT" in done.err


def test_an_address_that_is_not_ours_is_told_with_the_cure(migrated: Gateway) -> None:
    done = migrated("serve", GATEWAY_HOST="203.0.113.7")
    assert (done.code, "GATEWAY_HOST" in done.err) == (1, True)


def test_without_a_schema_it_warns_and_is_not_ready(gateway: Gateway) -> None:
    server = server_of(gateway.start("serve", GATEWAY_PORT="0"))
    ready = httpx2.get(f"{server.address}/health/ready")
    ended = server.stop()
    assert (ready.status_code, ready.json()["reason"]) == (503, "migrations")
    assert "run `gateway migrate` first" in ended.err
    assert ended.code == 0


def test_without_a_database_it_lives_and_is_not_ready(gateway: Gateway) -> None:
    nowhere = "postgresql+asyncpg://ada@127.0.0.1:1/gateway"
    server = server_of(gateway.start("serve", GATEWAY_PORT="0", GATEWAY_DATABASE_URL=nowhere))
    live, ready = (httpx2.get(f"{server.address}/health/{probe}") for probe in ("live", "ready"))
    token = gateway("token", "--as", OWNER).out.strip()
    answer = server.ask("{ viewer { kind } }", token)
    ended = server.stop()
    assert (live.status_code, ready.status_code, answer.status_code) == (200, 503, 503)
    assert "Traceback" not in ended.err
    assert ended.code == 0


def test_a_new_owner_signs_in_at_the_running_server(migrated: Gateway, serving: Server) -> None:
    created = migrated(*create(migrated))
    token = migrated("token", "--as", OWNER.upper(), "--name", "Ada Nord").out.strip()
    answer = serving.ask("{ viewer { role person { name email } } partner { name } }", token).json()
    assert created.code == 0
    assert answer["data"] == {
        "viewer": {"role": "OWNER", "person": {"name": "Ada Nord", "email": OWNER}},
        "partner": {"name": "Nord Revision"},
    }


def test_an_owner_bound_to_an_issuer_is_known_by_subject(migrated: Gateway, serving: Server) -> None:
    bound = {"owner_issuer": "https://id.example", "owner_subject": "ada"}
    migrated(*create(migrated, **bound))
    answer = serving.ask("{ viewer { kind } }", migrated("token", "--as", OWNER).out.strip())
    assert answer.json()["data"] == {"viewer": {"kind": "PERSON"}}


def test_what_development_shows_is_served(migrated: Gateway, serving: Server) -> None:
    mails = httpx2.get(f"{serving.address}/dev/mails")
    account = httpx2.get(f"{serving.address}/dev/platform/accounts/7?page=expenses")
    assert mails.text == "No mails yet.\n"
    assert "account 7" in account.text
    assert mails.headers["cache-control"] == account.headers["cache-control"] == "no-store"
