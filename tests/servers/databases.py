"""Empty databases for single tests: copies of a template that the migrations made once."""

import asyncio
import hashlib
import shutil
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar
from uuid import uuid4

import asyncpg
from sqlalchemy.engine import URL, make_url

import store.migrate
from store.engine import open_store
from store.migrate import migrate

T = TypeVar("T")

ROLE = "gateway_app"
_TEMPLATE_LOCK = 7_164_002
_CUT = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{}'"


@dataclass(frozen=True, slots=True)
class Database:
    """A database of one test: `url` logs in as its owner (SQLAlchemy), `role` is what the application acts as."""

    url: str
    role: str


def complete(work: Coroutine[Any, Any, T]) -> T:
    """The result of a coroutine, from code that has no event loop or must leave the one of the test alone."""
    with ThreadPoolExecutor(1) as aside:
        return aside.submit(asyncio.run, work).result()


class SqliteFiles:
    """SQLite databases, all in one folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._template = folder / "template.db"

    @contextmanager
    def database(self, *, migrated: bool = True) -> Iterator[Database]:
        """A database that is gone afterwards; without any table unless `migrated`."""
        file = self._folder / f"{uuid4().hex}.db"
        if migrated:
            self._prepare()
            shutil.copy(self._template, file)
        yield Database(_sqlite(file), "")
        for leftover in self._folder.glob(f"{file.name}*"):
            leftover.unlink()

    def _prepare(self) -> None:
        if not self._template.exists():
            complete(_migrate(_sqlite(self._template)))


class PostgresServer:
    """PostgreSQL databases, all on one server; `url` logs in as a superuser."""

    def __init__(self, url: str) -> None:
        self._url = make_url(url)

    @contextmanager
    def database(self, *, migrated: bool = True) -> Iterator[Database]:
        """A database that is gone afterwards; without any table unless `migrated`."""
        template = complete(self._prepare()) if migrated else "template1"
        name = f"gateway_test_{uuid4().hex}"
        complete(self._execute(f"CREATE DATABASE {name} TEMPLATE {template}"))
        try:
            yield Database(self._of(name), ROLE)
        finally:
            complete(self._execute(f"DROP DATABASE {name} WITH (FORCE)"))

    @contextmanager
    def backup(self, database: Database) -> Iterator[Callable[[], None]]:
        """A copy of a database as it is now, and how to put that in its place; whoever is connected is cut off."""
        name = str(make_url(database.url).database)
        complete(self._execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false", _CUT.format(name)))
        complete(self._execute(f"CREATE DATABASE {name}_backup TEMPLATE {name}"))
        complete(self._execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true"))

        def restore() -> None:
            complete(self._execute(f"DROP DATABASE {name} WITH (FORCE)"))
            complete(self._execute(f"CREATE DATABASE {name} TEMPLATE {name}_backup"))

        try:
            yield restore
        finally:
            complete(self._execute(f"DROP DATABASE {name}_backup WITH (FORCE)"))

    async def _prepare(self) -> str:
        """The name of the template, made by whichever worker comes first; a server that stays keeps it."""
        name = f"gateway_template_{_fingerprint()}"
        admin = await self._admin()
        try:
            await admin.execute("SELECT pg_advisory_lock($1)", _TEMPLATE_LOCK)
            if not await admin.fetchval("SELECT 1 FROM pg_database WHERE datname = $1", name):
                await self._build(admin, name)
        finally:
            await admin.close()
        return name

    async def _build(self, admin: "asyncpg.Connection[asyncpg.Record]", name: str) -> None:
        # Renamed when complete, so that a run that dies half-way leaves no broken template.
        draft = f"{name}_draft"
        await admin.execute(f"DROP DATABASE IF EXISTS {draft}")
        await admin.execute(f"CREATE DATABASE {draft}")
        await _migrate(self._of(draft))
        await admin.execute(f"ALTER DATABASE {draft} RENAME TO {name}")

    async def _execute(self, *statements: str) -> None:
        admin = await self._admin()
        try:
            for statement in statements:
                await admin.execute(statement)
        finally:
            await admin.close()

    async def _admin(self) -> "asyncpg.Connection[asyncpg.Record]":
        return await asyncpg.connect(_text(self._url.set(drivername="postgresql")))

    def _of(self, name: str) -> str:
        return _text(self._url.set(database=name))


async def _migrate(url: str) -> None:
    blank = open_store(url)
    try:
        await migrate(blank, role=ROLE)
    finally:
        await blank.close()


def _fingerprint() -> str:
    """Changes with the migrations, so that a template is never older than they are."""
    digest = hashlib.sha256()
    for script in sorted(Path(store.migrate.__file__).parent.glob("migrations/versions/*.py")):
        digest.update(script.read_bytes())
    return digest.hexdigest()[:16]


def _sqlite(file: Path) -> str:
    return f"sqlite+aiosqlite:///{file}"


def _text(url: URL) -> str:
    return url.render_as_string(hide_password=False)
