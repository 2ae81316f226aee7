"""When something takes long or breaks: what is told, how soon, and that no connection stays behind."""

import asyncio
import signal
import time
from contextlib import AsyncExitStack
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from sqlalchemy import text
from structlog.testing import capture_logs

import resolvers.viewer
from domain.vocabulary import Role
from execution.engine import Engine
from gateway.http.patience import PatientProtocol
from gateway.server import Server
from loaders.partner import partner_by_id
from store.engine import Store, open_store
from tests.http.faults import SlowLoader, eventually, load_by, opened
from tests.http.sockets import post, served
from tests.portal import Portal
from tests.servers.databases import Database, PostgresServer, SqliteFiles
from tests.servers.statements import taken
from tests.world import Colleague, World

FIRM = "{ partner { name } }"


@pytest.fixture(params=["sqlite", "postgres"])
def databases(request: pytest.FixtureRequest) -> SqliteFiles | PostgresServer:
    """The two databases fail in different ways."""
    name = "sqlite_files" if request.param == "sqlite" else "postgres_server"
    maker: SqliteFiles | PostgresServer = request.getfixturevalue(name)
    return maker


@pytest.fixture
async def ada(world: World) -> Colleague:
    """Somebody whose firm takes long to load."""
    return await (await world.partner("Nord")).colleague()


@pytest.fixture
def slow(store: Store, monkeypatch: pytest.MonkeyPatch) -> SlowLoader:
    """The firm takes long to load."""
    loader = SlowLoader(store)
    load_by(monkeypatch, partner_by_id, loader)
    return loader


async def test_a_client_that_leaves_takes_its_query_along(
    portal: Portal, store: Store, admin_store: Store, ada: Colleague, slow: SlowLoader
) -> None:
    token = portal.of(ada).headers["Authorization"]
    async with served(portal.app) as port:
        async with port.connected() as wire:
            await wire.send(post(b'{"query": "{ partner { name } }"}', f"Authorization: {token}"))
            await asyncio.wait_for(slow.started.wait(), 10)
            assert taken(store) == 1
            wire.leave()
            left = time.monotonic()
            # SQLite finishes the statement that runs; PostgreSQL is told to stop.
            await eventually(lambda: taken(store) == 0, 0.5 if store.is_postgres else 5)
        assert time.monotonic() - left < (0.5 if store.is_postgres else 5)
        if store.is_postgres:
            async with admin_store.engine.connect() as connection:
                sleeping = (
                    "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query LIKE 'SELECT pg_sleep%'"
                )
                assert (await connection.execute(text(sleeping))).scalar_one() == 0


async def test_a_client_that_leaves_does_not_stop_its_mutation(
    portal: Portal, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner = portal.of(await (await world.partner("Nord")).colleague(role=Role.OWNER))
    started, gone, ended = asyncio.Event(), asyncio.Event(), asyncio.Event()
    run, lose = Engine.run, PatientProtocol.connection_lost

    def lost(*given: Any) -> None:
        lose(*given)
        gone.set()

    async def slowly(*given: Any, **named: Any) -> Any:
        started.set()
        await gone.wait()
        # Whoever watched the client has some turns to do something about it.
        for _ in range(20):
            await asyncio.sleep(0)
        response = await run(*given, **named)
        ended.set()
        return response

    body = b'{"query":"mutation { createTeam(input: {name: \\"North\\"}) { team { id } } }"}'
    with monkeypatch.context() as patched:
        patched.setattr(Engine, "run", slowly)
        patched.setattr(PatientProtocol, "connection_lost", lost)
        patched.setattr("gateway.http.leaving.PATIENCE_SECONDS", 0)
        async with served(portal.app) as port, port.connected() as wire:
            await wire.send(post(body, *(f"{name}: {value}" for name, value in owner.headers.items())))
            await started.wait()
            wire.leave()
            await asyncio.wait_for(ended.wait(), 10)
    assert (await owner("{ partner { teams { nodes { name } } } }")).data["partner"]["teams"]["nodes"] == [
        {"name": "North"}
    ]


async def test_an_operation_that_takes_too_long_is_504_and_gives_its_connection_back(
    store: Store, tmp_path: Path, now: datetime, ada: Colleague, slow: SlowLoader
) -> None:
    async with opened(store, tmp_path, now, GATEWAY_REQUEST_TIMEOUT_SECONDS="0.3") as hurried:
        answer = await hurried.of(ada)(FIRM)
        assert (answer.status, answer.codes) == (504, ["TIMEOUT"])
        await eventually(lambda: taken(store) == 0, 0.5 if store.is_postgres else 5)
        assert (await hurried.anybody("{ __typename }")).status == 200


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
async def test_a_stop_signal_makes_it_not_ready_at_once_while_what_runs_is_answered(
    portal: Portal, ada: Colleague, monkeypatch: pytest.MonkeyPatch
) -> None:
    started, free = asyncio.Event(), asyncio.Event()

    async def held(_reads: Any, keys: list[Any]) -> list[None]:
        started.set()
        await free.wait()
        return [None for _ in keys]

    load_by(monkeypatch, partner_by_id, held)
    running = asyncio.create_task(portal.of(ada)(FIRM))
    async with asyncio.timeout(20):
        await started.wait()
        before = await portal.http.get("/health/ready")
        Server(uvicorn.Config(portal.app), portal.app, "").handle_exit(signal.SIGTERM, None)
        after, live = [await portal.http.get(f"/health/{probe}") for probe in ("ready", "live")]
        free.set()
        answer = await running
    assert (before.status_code, after.status_code, after.json()["reason"]) == (200, 503, "draining")
    assert (live.status_code, answer.status, answer.codes) == (200, 200, [])


async def test_without_a_free_connection_it_is_503_soon_while_the_process_lives(
    database: Database, tmp_path: Path, now: datetime, ada: Colleague
) -> None:
    small = open_store(database.url, role=database.role, pool_size=2)
    async with opened(small, tmp_path, now) as crowded, AsyncExitStack() as held:
        for turns in (small.readers, small.writers):
            await held.enter_async_context(turns.turn())
        started = time.monotonic()
        answer, live = await asyncio.gather(crowded.of(ada)(FIRM), crowded.http.get("/health/live"))
        assert (answer.status, answer.codes) == (503, ["UNAVAILABLE"])
        assert answer.headers["retry-after"] == "1"
        assert time.monotonic() - started < 2
        assert live.status_code == 200
        await held.aclose()
        assert (await crowded.of(ada)(FIRM)).data == {"partner": {"name": "Nord"}}
        assert taken(small) == 0
    await small.close()


async def test_an_unexpected_failure_is_masked_with_the_reference_under_which_it_was_logged_once(
    portal: Portal, store: Store, ada: Colleague, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_: Any) -> Any:
        raise RuntimeError("secret of /etc/passwd in SELECT * FROM client")

    load_by(monkeypatch, partner_by_id, broken)
    with capture_logs() as logged:
        answer = await portal.of(ada)(
            "{ a: partner { name } b: partner { legalName } viewer { partner { name } kind } }"
        )
    assert answer.data == {"a": None, "b": None, "viewer": {"partner": None, "kind": "COLLEAGUE"}}
    assert set(answer.codes) == {"INTERNAL"}
    assert b"secret" not in answer.raw
    assert b"RuntimeError" not in answer.raw
    (entry,) = [each for each in logged if each["log_level"] == "error"]
    assert {error["extensions"]["reference"] for error in answer.errors} == {entry["reference"]}
    assert taken(store) == 0


async def test_a_field_that_fails_leaves_its_siblings_what_they_load(
    portal: Portal, store: Store, ada: Colleague, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any) -> Any:
        raise RuntimeError

    monkeypatch.setattr(resolvers.viewer, "menu", broken)
    for _ in range(10):
        with capture_logs():
            answer = await portal.of(ada)("{ viewer { menu partner { name } colleague { name } } partner { name } }")
        assert answer.data == {"viewer": None, "partner": {"name": "Nord"}}
        await eventually(lambda: taken(store) == 0, 1)


async def test_fifty_at_once_on_two_connections_are_all_answered(
    database: Database, tmp_path: Path, now: datetime, ada: Colleague
) -> None:
    small = open_store(database.url, role=database.role, pool_size=2)
    async with opened(small, tmp_path, now) as crowded:
        answers = await asyncio.gather(*(crowded.of(ada)(FIRM) for _ in range(50)))
        assert {answer.status for answer in answers} <= {200, 503}
        assert sum(answer.status == 200 for answer in answers) > 25
        assert taken(small) == 0
    await small.close()


async def test_an_operation_reads_its_firm_once_however_often_it_is_asked(
    portal: Portal, ada: Colleague, monkeypatch: pytest.MonkeyPatch
) -> None:
    loads = []

    async def counted(reads: Any, keys: Any) -> Any:
        loads.append(list(keys))
        return await partner_by_id(reads, keys)

    load_by(monkeypatch, partner_by_id, counted)
    assert (
        await portal.of(ada)("{ a: partner { name } b: partner { name } viewer { partner { name } } }")
    ).status == 200
    assert [len(keys) for keys in loads] == [1]
