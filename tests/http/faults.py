"""Things that go wrong behind the gateway: statements that take long, a database behind a wire that breaks."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.engine import make_url

from loaders.reading import Reads
from resolvers.context import Context
from resolvers.loading import Loaded
from store.engine import Store
from tests.portal import Portal
from tests.portal.portal import open_portal

_COUNTING = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000000) SELECT max(i) FROM n"


class SlowLoader:
    """Stands in for a loader: says when its statement runs, which is longer than any test waits."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.started = asyncio.Event()

    async def __call__(self, reads: Reads, keys: Sequence[Any]) -> Sequence[Any]:
        await reads.source.rows(select(1))
        self.started.set()
        if self._store.is_postgres:
            await reads.source.rows(text("SELECT pg_sleep(60)"))
        else:
            # SQLite cannot be told to wait: it counts for a second or so, then the reader is kept waiting.
            await reads.source.rows(text(_COUNTING))
            await asyncio.sleep(60)
        raise AssertionError("nobody cancelled this")


def load_by(monkeypatch: pytest.MonkeyPatch, batch: Any, stand_in: Any) -> None:
    """Has a stand-in asked wherever fields load by a loader."""
    new = Context._new

    def made(context: Context, asked: Any) -> Any:
        if asked is not batch:
            return new(context, asked)
        context._loaded[asked] = Loaded(partial(stand_in, context.reads))
        return context._loaded[asked]

    monkeypatch.setattr(Context, "_new", made)


async def eventually(condition: Callable[[], bool], seconds: float) -> None:
    """Returns when a condition holds; fails the test when it does not within some seconds."""
    async with asyncio.timeout(seconds):
        while not condition():
            await asyncio.sleep(0.005)


class Cable:
    """A TCP connection to a PostgreSQL server that can break, hang and be mended."""

    def __init__(self, url: str) -> None:
        self._target = make_url(url)
        self._flows = asyncio.Event()
        self._flows.set()
        self._pipes: set[asyncio.Task[None]] = set()
        self._server: asyncio.Server | None = None
        self._port = 0

    @property
    def url(self) -> str:
        """The database's address through the cable."""
        through = self._target.set(host="127.0.0.1", port=self._port, query={})
        return through.render_as_string(hide_password=False)

    async def mend(self) -> None:
        """Connects, or connects again at the same port."""
        self._flows.set()
        if self._server is None:
            self._server = await asyncio.start_server(self._connect, "127.0.0.1", self._port)
            self._port = self._server.sockets[0].getsockname()[1]

    async def cut(self) -> None:
        """Ends every connection and refuses new ones."""
        if self._server is not None:
            self._server.close()
            self._server = None
        for pipe in self._pipes:
            pipe.cancel()
        await asyncio.gather(*self._pipes, return_exceptions=True)

    def hang(self) -> None:
        """Keeps every connection, and lets nothing through."""
        self._flows.clear()

    async def _connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        folder, port = self._target.query.get("host"), self._target.port or 5432
        if isinstance(folder, str):
            there, back = await asyncio.open_unix_connection(f"{folder}/.s.PGSQL.{port}")
        else:
            there, back = await asyncio.open_connection(self._target.host, port)
        for source, sink in ((reader, back), (there, writer)):
            pipe = asyncio.create_task(self._pump(source, sink))
            self._pipes.add(pipe)
            pipe.add_done_callback(self._pipes.discard)

    async def _pump(self, source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        try:
            with contextlib.suppress(ConnectionError):
                while data := await source.read(65_536):
                    await self._flows.wait()
                    sink.write(data)
                    await sink.drain()
        finally:
            sink.close()


@contextlib.asynccontextmanager
async def cable(url: str) -> AsyncIterator[Cable]:
    """A cable that works, until the test says otherwise."""
    opened = Cable(url)
    await opened.mend()
    try:
        yield opened
    finally:
        opened._flows.set()
        await opened.cut()


@contextlib.asynccontextmanager
async def opened(store: Store, tmp_path: Path, now: datetime, **settings: str) -> AsyncIterator[Portal]:
    """A gateway with settings of its own."""
    url = store.engine.url.render_as_string(hide_password=False)
    other = open_portal(store, url, tmp_path, now, **settings)
    yield other
    await other.http.aclose()
