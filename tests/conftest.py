"""What every test may ask for: a database of its own on SQLite and on PostgreSQL, and a world to put into it."""

import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import structlog

from gateway.memory import settle
from store.engine import Store, open_store
from store.vault import Vault
from tests.portal import Portal
from tests.portal.portal import open_portal
from tests.servers import local
from tests.servers.databases import Database, PostgresServer, SqliteFiles
from tests.servers.valkey import Valkey
from tests.world import World

_ROOM = 2 * 1024**3
_RUN_FOLDER = "GATEWAY_TEST_RUN_FOLDER"


def pytest_configure(config: pytest.Config) -> None:
    """Make a folder that all workers of this run share; the wheel of PostgreSQL wants one for the session, too."""
    if hasattr(config, "workerinput"):
        return
    folder = Path(tempfile.mkdtemp(prefix="gateway-tests-", dir=_in_memory()))
    runtime = folder / "runtime"
    runtime.mkdir(mode=0o700)
    # The server runs as another user when the tests run as root.
    folder.chmod(0o711)
    os.environ[_RUN_FOLDER] = str(folder)
    os.environ.setdefault("XDG_RUNTIME_DIR", str(runtime))


def pytest_collection_finish(session: pytest.Session) -> None:
    """Collect garbage as rarely as a server does: looking through the schema often takes a quarter of the time."""
    settle()


def _in_memory() -> Path | None:
    """A folder in memory, where there is one: a database per test is a thousand files made and removed again."""
    folder = Path("/dev/shm")
    if not os.access(folder, os.W_OK | os.X_OK):
        return None
    return folder if shutil.disk_usage(folder).free >= _ROOM else None


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop what the workers started."""
    if hasattr(config, "workerinput") or _RUN_FOLDER not in os.environ:
        return
    folder = Path(os.environ.pop(_RUN_FOLDER))
    local.stop(folder)
    shutil.rmtree(folder)


@pytest.fixture(autouse=True)
def own_logs() -> Iterator[None]:
    """A command that runs in this process leaves its log level to no other test."""
    before = structlog.get_config()
    yield
    structlog.configure(**before)


@pytest.fixture(scope="session")
def sqlite_files() -> SqliteFiles:
    """The SQLite databases of this worker."""
    folder = Path(os.environ[_RUN_FOLDER]) / os.environ.get("PYTEST_XDIST_WORKER", "sqlite")
    folder.mkdir()
    return SqliteFiles(folder)


@pytest.fixture(scope="session")
def postgres_server() -> PostgresServer:
    """The server named by GATEWAY_TEST_DATABASE_URL (a superuser's address), else one of this run's own."""
    given = os.environ.get("GATEWAY_TEST_DATABASE_URL")
    return PostgresServer(given or local.start(Path(os.environ[_RUN_FOLDER])))


@pytest.fixture(scope="session")
def redis_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The server named by GATEWAY_TEST_REDIS_URL, else one of this worker's own."""
    given = os.environ.get("GATEWAY_TEST_REDIS_URL")
    if given:
        yield given
        return
    server = Valkey(tmp_path_factory.mktemp("valkey"))
    server.start()
    yield server.url
    server.kill()


@pytest.fixture(params=["sqlite", "postgres"])
def databases(request: pytest.FixtureRequest) -> SqliteFiles | PostgresServer:
    """Where databases come from: each test that asks for one runs on SQLite and on PostgreSQL."""
    name = "sqlite_files" if request.param == "sqlite" else "postgres_server"
    maker: SqliteFiles | PostgresServer = request.getfixturevalue(name)
    return maker


@pytest.fixture
def database(databases: SqliteFiles | PostgresServer) -> Iterator[Database]:
    """A migrated, empty database of this test alone."""
    with databases.database() as database:
        yield database


@pytest.fixture
def blank_database(databases: SqliteFiles | PostgresServer) -> Iterator[Database]:
    """A database of this test alone, without any table."""
    with databases.database(migrated=False) as database:
        yield database


@pytest.fixture
def database_url(database: Database) -> str:
    """The address of the test's database, as a gateway process takes it."""
    return database.url


@pytest.fixture
async def store(database: Database) -> AsyncIterator[Store]:
    """The store as the application opens it: on PostgreSQL, row-level security binds it.

    It waits where a server would refuse: these tests are not about how busy the machine is that runs them.
    """
    opened = open_store(database.url, role=database.role, patience=30)
    yield opened
    await opened.close()


@pytest.fixture
async def admin_store(database: Database) -> AsyncIterator[Store]:
    """The same database through its owner, a superuser on PostgreSQL: sees behind row-level security."""
    opened = open_store(database.url)
    yield opened
    await opened.close()


@pytest.fixture
def vault() -> Vault:
    """Seals and signs with a key of the tests' own."""
    return Vault(["a key for tests alone of 32 letters"])


@pytest.fixture
def now() -> datetime:
    """A Wednesday morning; nothing in the store reads the clock."""
    return datetime(2026, 5, 13, 9, 0, tzinfo=UTC)


@pytest.fixture
def world(store: Store, vault: Vault, now: datetime) -> World:
    """Builds firms, their people and their clients in the test's database."""
    return World(store, vault, now)


@pytest.fixture
async def portal(store: Store, database: Database, tmp_path: Path, now: datetime) -> AsyncIterator[Portal]:
    """The gateway over the test's database, at the test's moment."""
    opened = open_portal(store, database.url, tmp_path, now)
    yield opened
    await opened.http.aclose()
