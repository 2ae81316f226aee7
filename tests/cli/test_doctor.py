"""`gateway doctor`: each thing that is wrong is named, with what to do, and never with a secret."""

import json
import socket
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from socket import gaierror
from threading import Thread
from typing import Any

import pytest
from joserfc.jwk import ECKey, OctKey
from sqlalchemy import URL, make_url, text

from gateway.database_troubles import trouble_of
from store.engine import open_store
from store.faults import StoreFault
from tests.cli.conftest import Ended, Gateway
from tests.servers.databases import PostgresServer, complete
from tests.servers.valkey import Valkey

TOKEN = "a token that the platform knows us by"


def verdicts(ended: Ended) -> dict[str, str]:
    """The verdict of each subject; whatever is not OK says what to do."""
    told = json.loads(ended.out)
    assert all(each["remedy"] for each in told["findings"] if each["verdict"] != "OK")
    assert told["healthy"] is (ended.code == 0)
    return {each["subject"]: each["verdict"] for each in told["findings"]}


@pytest.fixture
def closed_port() -> Iterator[int]:
    """A port that is taken, and where nobody listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield taken.getsockname()[1]


@pytest.fixture
def keys() -> Iterator[Any]:
    """An issuer's address that publishes what the test puts into `.published`."""
    server: Any = HTTPServer(("127.0.0.1", 0), _Published)
    server.published = []
    thread = Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


class _Published(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        is_known = "accounts" not in self.path or self.headers["Authorization"] == f"Bearer {TOKEN}"
        self.send_response(200 if is_known else 401)
        self.end_headers()
        self.wfile.write(json.dumps({"keys": self.server.published}).encode())  # type: ignore[attr-defined]

    def log_message(self, *_: object) -> None:
        pass


def trusting(address: str) -> str:
    return json.dumps([{"issuer": "https://login.example", "jwks_url": address, "audience": "gateway"}])


def test_a_demo_is_healthy(gateway: Gateway) -> None:
    assert gateway("demo").code == 0
    ended = gateway("doctor")
    assert ended.code == 0, ended.out
    assert "SQLite" in ended.out
    assert "row-level security, is PostgreSQL's" in ended.out
    assert "FAIL" not in ended.out
    assert "WARN" not in ended.out


def test_a_clock_that_stands_still_is_told(gateway: Gateway, tmp_path: Path) -> None:
    assert gateway("demo").code == 0
    with closing(sqlite3.connect(gateway.folder / "gateway.db")) as database, database:
        database.execute("UPDATE due SET at = datetime(at, '-1 day')")
    ended = gateway("doctor")
    assert (ended.code, "WARN  attention: Nobody has looked at what is due" in ended.out) == (0, True), ended.out


def test_a_database_that_is_not_there_is_not_made_by_looking(gateway: Gateway, tmp_path: Path) -> None:
    ended = gateway("doctor", "--json")
    assert (ended.code, verdicts(ended)["database"]) == (1, "FAIL")
    assert not (tmp_path / "gateway.db").exists()
    (tmp_path / "gateway.db").write_bytes(b"no database at all, " * 100)
    assert verdicts(gateway("doctor", "--json"))["database"] == "FAIL"


def test_an_old_schema_is_to_be_migrated(migrated: Gateway) -> None:
    database = migrated.environ["GATEWAY_DATABASE_URL"].partition(":///")[2]
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '0001'")
    ended = migrated("doctor")
    assert ended.code == 1
    assert "schema 0001" in ended.out
    assert "gateway migrate" in ended.out


def test_all_problems_of_the_settings_are_told_at_once(gateway: Gateway) -> None:
    ended = gateway("doctor", "--json", GATEWAY_PORT="many", GATEWAY_WORKERS="0")
    told = json.loads(ended.out)["findings"]
    assert (ended.code, len(told)) == (1, 2)
    assert {each["message"].split(":")[0].split()[0] for each in told} == {"GATEWAY_PORT", "GATEWAY_WORKERS"}


def test_what_does_not_answer_is_named_without_its_password(
    migrated: Gateway, closed_port: int, postgres_server: PostgresServer
) -> None:
    ended = migrated(
        "doctor",
        "--json",
        GATEWAY_REDIS_URL=f"redis://:hush-hush@127.0.0.1:{closed_port}/0",
        GATEWAY_SMTP_URL=f"smtp://ada:hush-hush@127.0.0.1:{closed_port}",
        GATEWAY_ISSUERS=trusting(f"http://127.0.0.1:{closed_port}/hush-hush"),
        GATEWAY_ACCOUNTS_URL=f"http://127.0.0.1:{closed_port}/hush-hush",
        GATEWAY_DATABASE_URL=f"postgresql+asyncpg://ada:hush-hush@127.0.0.1:{closed_port}/gateway",
    )
    found = verdicts(ended)
    assert ended.code == 1
    assert {name for name, verdict in found.items() if verdict == "FAIL"} == {
        "database",
        "redis",
        "smtp",
        "accounts",
        "issuer https://login.example",
    }
    assert "hush-hush" not in ended.out + ended.err


def test_what_answers_is_healthy(migrated: Gateway, redis_url: str, keys: Any) -> None:
    address = f"http://127.0.0.1:{keys.server_port}/jwks"
    keys.published = [{**ECKey.generate_key("P-256").as_dict(private=False), "kid": "a", "use": "sig"}]
    platform = {"GATEWAY_ACCOUNTS_URL": address.replace("jwks", "accounts"), "GATEWAY_ACCOUNTS_TOKEN": TOKEN}
    ended = migrated("doctor", "--json", GATEWAY_REDIS_URL=redis_url, GATEWAY_ISSUERS=trusting(address), **platform)
    assert (ended.code, set(verdicts(ended).values())) == (0, {"OK"}), ended.out
    keys.published = [{**OctKey.generate_key(256).as_dict(), "kid": "a"}]
    platform["GATEWAY_ACCOUNTS_TOKEN"] = TOKEN[::-1]
    wrong = verdicts(migrated("doctor", "--json", GATEWAY_ISSUERS=trusting(address), **platform))
    assert (wrong["issuer https://login.example"], wrong["accounts"]) == ("FAIL", "FAIL")


def test_a_frozen_redis_is_not_waited_for(migrated: Gateway, tmp_path: Path) -> None:
    server = Valkey(tmp_path)
    server.start()
    try:
        server.freeze()
        ended = migrated("doctor", "--json", GATEWAY_REDIS_URL=server.url)
        assert (ended.code, verdicts(ended)["redis"]) == (1, "FAIL")
    finally:
        server.kill()


def test_row_level_security_that_does_not_bind_is_found(gateway: Gateway, postgres_server: PostgresServer) -> None:
    with postgres_server.database() as database:
        gateway.environ["GATEWAY_DATABASE_URL"] = database.url
        # The tests' login is a superuser, which is worth a warning.
        bound = verdicts(gateway("doctor", "--json"))
        assert (bound["database role"], bound["firms' walls"], bound["clock"]) == ("WARN", "OK", "OK")
        complete(_without_wall(database.url))
        opened = gateway("doctor")
        assert opened.code == 1
        assert "does not bind gateway_app in: client." in opened.out
        unbound = gateway("doctor", "--json", GATEWAY_DATABASE_ROLE="")
        assert (unbound.code, verdicts(unbound)["database role"]) == (1, "FAIL")


def test_what_keeps_from_the_database_is_told_apart(gateway: Gateway, postgres_server: PostgresServer) -> None:
    with postgres_server.database(migrated=False) as database:
        asked = make_url(database.url)
        told = {
            "no role": of_database(gateway, asked, GATEWAY_DATABASE_ROLE="nobody_at_all"),
            "no database": of_database(gateway, asked.set(database="nowhere_at_all")),
            "no login": of_database(gateway, asked.set(username="nobody_at_all")),
            "nobody there": of_database(gateway, asked.set(port=1)),
        }
    assert told["no role"] == "FAIL Run `gateway migrate`, which makes it; or correct GATEWAY_DATABASE_ROLE."
    assert told["no database"].startswith("FAIL Create it (`createdb`), then run `gateway migrate`")
    assert told["no login"].startswith("FAIL Check user and password in GATEWAY_DATABASE_URL")
    assert told["nobody there"].startswith("FAIL Start the database")


def test_a_host_without_an_address_and_one_that_is_silent_are_told_apart() -> None:
    troubles = [trouble_of(StoreFault()), trouble_of(ValueError())]
    assert troubles == [None, None]
    told = [trouble_of(error) for error in (gaierror(), TimeoutError(), ConnectionRefusedError())]
    assert [trouble and trouble.cure.split()[0] for trouble in told] == ["Check", "Check", "Start"]
    assert len(set(told)) == 3


def of_database(gateway: Gateway, url: URL, **settings: str) -> str:
    """The verdict about the database, and what to do."""
    address = url.render_as_string(hide_password=False)
    told = json.loads(gateway("doctor", "--json", GATEWAY_DATABASE_URL=address, **settings).out)["findings"]
    return next(f"{each['verdict']} {each['remedy']}" for each in told if each["subject"] == "database")


async def _without_wall(url: str) -> None:
    store = open_store(url)
    async with store.engine.begin() as connection:
        await connection.execute(text("ALTER TABLE client DISABLE ROW LEVEL SECURITY"))
    await store.close()
