"""Replicas on one PostgreSQL and one Redis, with an issuer and a world of their own."""

import asyncio
import itertools
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx2
import orjson
from joserfc.jwk import OKPKey
from sqlalchemy import Select, select
from starlette.applications import Starlette

from domain.ids import IdKind, encode
from domain.vocabulary import Role
from gateway.settings import Settings
from gateway.tokens import LocalIssuer
from store.engine import Store, open_store
from store.tables import audit_entry, outbox_event
from store.vault import Vault
from tests.cli.conftest import PROGRAM, Gateway
from tests.portal import Portal
from tests.portal.portal import SECRET_KEY
from tests.replicas.replicas import Replica
from tests.servers.databases import Database
from tests.servers.valkey import Valkey
from tests.world import ISSUER, Colleague, Firm, World

STARTED = "assignment.started"


@dataclass
class Estate:
    """Replicas, what they stand on, and a firm whose admin lets colleagues work on clients."""

    replicas: list[Replica]
    gateway: Gateway
    valkey: Valkey
    store: Store
    vault: Vault
    world: World
    issuer: LocalIssuer
    firm: Firm
    admin: Colleague

    @property
    def token(self) -> str:
        """The admin's."""
        return self.portal(self.replicas[0]).token_of(self.admin)

    def portal(self, replica: Replica) -> Portal:
        """A replica, to be asked by the people of the world; its `http` is the caller's to close."""
        http = httpx2.AsyncClient(base_url=replica.address, timeout=20)
        settings = Settings.from_environment(self.gateway.environ | {"GATEWAY_PORT": "8000"})
        return Portal(Starlette(), http, self.issuer, settings)

    async def pairs(self, clients: int, colleagues: int) -> list[tuple[str, str]]:
        """New clients and colleagues, each with each."""
        first = [(await self.firm.client()).public_id for _ in range(clients)]
        second = [(await self.firm.colleague()).public_id for _ in range(colleagues)]
        return list(itertools.product(first, second))

    async def committed(self) -> tuple[list[str], list[str]]:
        """The assignments that the log and the audit trail tell of, each in its order."""
        event, entry = outbox_event.c, audit_entry.c
        of_log = select(event.object_id).where(event.partner_id == self.firm.id, event.kind == STARTED)
        of_trail = select(entry.object_id).where(entry.partner_id == self.firm.id, entry.action == STARTED)
        return (await self._ids(of_log.order_by(event.position)), await self._ids(of_trail.order_by(entry.position)))

    async def _ids(self, found: Select[Any]) -> list[str]:
        async with self.store.engine.connect() as connection:
            ids: Sequence[UUID] = (await connection.execute(found)).scalars().all()
        return [encode(IdKind.ASSIGNMENT, each) for each in ids]


@asynccontextmanager
async def estate(
    database: Database,
    folder: Path,
    now: datetime,
    vault: Vault,
    programs: Sequence[tuple[str, ...]] = (PROGRAM, PROGRAM),
    **settings: str,
) -> AsyncIterator[Estate]:
    """As many replicas as there are programs, serving; gone afterwards."""
    async with AsyncExitStack() as running:
        store = open_store(database.url)
        running.push_async_callback(store.close)
        valkey = Valkey(folder)
        valkey.start()
        running.callback(valkey.kill)
        issuer = LocalIssuer(OKPKey.generate_key("Ed25519"), ISSUER, "partner-gateway")
        environ = _environ(database, valkey, folder) | await _trusting(running, issuer) | settings
        gateways = [Gateway(folder, environ, program) for program in programs]
        replicas = [Replica(each, f"replica {number}") for number, each in enumerate(gateways)]
        for each in replicas:
            running.callback(each.kill)
        world = World(store, vault, now)
        firm = await world.partner()
        admin = await firm.colleague(role=Role.ADMIN)
        for each in replicas:
            await each.started()
        yield Estate(replicas, gateways[0], valkey, store, vault, world, issuer, firm, admin)


def _environ(database: Database, valkey: Valkey, folder: Path) -> dict[str, str]:
    """What all replicas are told."""
    return {
        "GATEWAY_DATA_DIR": str(folder),
        "GATEWAY_DATABASE_URL": database.url,
        "GATEWAY_DATABASE_ROLE": database.role,
        "GATEWAY_REDIS_URL": valkey.url,
        "GATEWAY_SECRET_KEYS": SECRET_KEY,
        "GATEWAY_PORT": "0",
        "GATEWAY_CLOCK_SECONDS": "0.1",
    }


async def _trusting(running: AsyncExitStack, issuer: LocalIssuer) -> dict[str, str]:
    """Publishes the keys of the issuer of the world, and has replicas trust it."""
    keys = orjson.dumps(issuer.published())
    answer = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s" % (len(keys), keys)

    async def publish(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(answer)
        await writer.drain()
        writer.close()

    server = await running.enter_async_context(await asyncio.start_server(publish, "127.0.0.1", 0))
    told = {"issuer": issuer.issuer, "audience": issuer.audience, "algorithms": ["Ed25519"]}
    told["jwks_url"] = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/jwks"
    return {"GATEWAY_ISSUERS": orjson.dumps([told]).decode()}
