"""The set-up of docs/deploying.md runs: server, worker and commands with the logins of the page."""

import re
from pathlib import Path

import httpx2
import pytest
from sqlalchemy import text

from domain.ids import IdKind, encode
from gateway.cli.database import warn_when_behind
from gateway.settings import Settings
from store.engine import Store, open_store
from store.ids import new_id
from store.revisions import newest
from tests.cli.conftest import Ended, Gateway, server_of
from tests.cli.test_commands import create


def url(login: str, cluster: str) -> str:
    return f"postgresql+asyncpg://{login}@/gateway?host={cluster}"


@pytest.fixture(scope="module")
def installed(cluster: str, tmp_path_factory: pytest.TempPathFactory) -> Gateway:
    """The gateway with the server's login of the page, migrated with the owner's."""
    gateway = Gateway(
        tmp_path_factory.mktemp("installed"),
        {"GATEWAY_DATABASE_URL": url("gateway_server", cluster), "GATEWAY_PORT": "0"},
    )
    migrated = gateway("migrate", GATEWAY_DATABASE_URL=url("gateway_owner", cluster))
    assert migrated.code == 0, migrated
    return gateway


def test_the_servers_login_serves_and_works(installed: Gateway) -> None:
    server = server_of(installed.start("serve"))
    ready = httpx2.get(f"{server.address}/health/ready").json()
    ended = server.stop()
    assert (ready, ended.code, ended.err) == ({"status": "ready"}, 0, "")
    worked = working(installed)
    assert (worked.code, worked.err) == (0, "")


def working(gateway: Gateway) -> Ended:
    """A worker that was told to stop as soon as it worked."""
    process = gateway.start("worker")
    assert process.stdout is not None
    line = process.stdout.readline()
    process.terminate()
    out, err = process.communicate(timeout=30)
    return Ended(process.returncode, line + out, err)


def test_the_servers_login_does_for_every_command_but_migrate(installed: Gateway) -> None:
    created = installed(*create(installed))
    assert created.code == 0, created
    firm = re.findall(r"partner_\w+", created.out)[0]
    verified, examined = installed("audit", "verify", "--partner", firm), installed("doctor")
    assert "is whole" in verified.out, verified
    assert examined.code == 0, examined
    unknown = installed("audit", "verify", "--partner", encode(IdKind.PARTNER, new_id()))
    assert (unknown.code, "There is no such firm." in unknown.err) == (2, True)
    refused = installed("migrate")
    assert refused.code == 1
    assert refused.err.splitlines() == [
        "Error: This login may not change the schema: run `gateway migrate` with the login that owns the tables "
        "(docs/deploying.md, section 4)."
    ]


def test_a_login_that_was_not_given_the_servers_role_is_told_so(
    cluster: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    environ = {"GATEWAY_DATA_DIR": str(tmp_path), "GATEWAY_DATABASE_URL": url("gateway_backup", cluster)}
    warn_when_behind(Settings.from_environment(environ))
    told = capsys.readouterr().err
    assert 'permission denied to set role "gateway_app"' in told
    assert "Check GATEWAY_DATABASE_URL and GATEWAY_DATABASE_ROLE." in told


async def test_a_newer_database_is_served_and_commands_say_that_the_release_is_to_be_deployed(
    installed: Gateway, cluster: str
) -> None:
    owner = open_store(url("gateway_owner", cluster))
    try:
        await stamped(owner, "9999")
        server = server_of(installed.start("serve"))
        ready = httpx2.get(f"{server.address}/health/ready").json()
        served, worked = server.stop(), working(installed)
        refused = [
            installed("facts", "retry"),
            installed("migrate", GATEWAY_DATABASE_URL=url("gateway_owner", cluster)),
        ]
        examined = installed("doctor")
    finally:
        await stamped(owner, newest())
        await owner.close()
    assert ready == {"status": "ready"}
    newer = "The database is newer than this version"
    assert newer in served.err
    assert worked.code == 0
    assert all(newer in each.err and each.code == 1 for each in refused), refused
    assert (examined.code, newer in examined.out) == (0, True)


async def stamped(owner: Store, revision: str) -> None:
    async with owner.engine.begin() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = :to"), {"to": revision})
