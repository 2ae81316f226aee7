"""The servers: how each is started, over which firm, and with which versions."""

import sys
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, replace
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from sqlalchemy import make_url

from bench.documents import Operation
from bench.peers import node
from bench.peers.postgraphile import in_its_shape
from bench.processes import Cores, Started, running
from bench.world import Owner
from gateway.settings import Settings
from gateway.tokens import local_issuer
from tests.servers.node import program

OURS = "ours"


@dataclass(frozen=True, slots=True)
class Peer:
    """A server to measure: its letter, what it is, its command, and the packages whose versions are named.

    `asked` turns an operation into what a peer with a shape of its own is asked; then only numbers of leaves are
    compared.
    """

    letter: str
    title: str
    command: tuple[str, ...]
    packages: tuple[str, ...]
    asked: Callable[[Operation, Owner], Operation] | None = None

    @property
    def on_node(self) -> bool:
        """Whether it needs Node.js."""
        return self.command[0] == "node"

    def versions(self) -> str:
        """The names and versions of its packages."""
        found = node.version if self.on_node else _python_version
        return ", ".join(f"{name} {found(name)}" for name in self.packages)


_GATEWAY = ("python", "-c", "from gateway.cli import main; main(['serve'])")
GATEWAY = Peer(
    OURS, "the gateway", _GATEWAY, ("strawberry-graphql", "graphql-core", "sqlalchemy", "asyncpg", "uvicorn")
)
PEERS = {
    peer.letter: peer
    for peer in (
        Peer(
            "a",
            "stock Strawberry, aiodataloader, ORM",
            ("python", "-m", "bench.peers.stock.app"),
            ("strawberry-graphql", "graphql-core", "aiodataloader", "sqlalchemy", "asyncpg", "uvicorn"),
        ),
        Peer(
            "b",
            "Mercurius, jit, loaders",
            ("node", str(node.FOLDER / "mercurius.js")),
            ("mercurius", "fastify", "graphql-jit", "graphql", "pg"),
        ),
        Peer(
            "c",
            "graphql-yoga, graphql-jit, DataLoader",
            ("node", str(node.FOLDER / "yoga.js")),
            ("graphql-yoga", "@envelop/graphql-jit", "dataloader", "graphql", "pg"),
        ),
        Peer(
            "d",
            "PostGraphile 5",
            ("node", str(node.FOLDER / "postgraphile.js")),
            ("postgraphile", "grafast", "graphql", "pg"),
            asked=in_its_shape,
        ),
        Peer(
            "e",
            "by hand in Python",
            ("python", "-m", "bench.peers.floor.app"),
            ("asyncpg", "orjson", "uvicorn", "uvloop"),
        ),
    )
}


# Of some peers, what serves subscriptions alone.
TITLES = {OURS: "**the gateway**"} | {letter: f"({letter}) {peer.title}" for letter, peer in PEERS.items()}
STREAMING = {
    "a": Peer(
        "a", "stock Strawberry", ("python", "-m", "bench.peers.stock.changes"), ("strawberry-graphql", "uvicorn")
    ),
    "b": Peer("b", "Mercurius, jit", ("node", str(node.FOLDER / "changes.js")), ("mercurius", "fastify")),
    "e": Peer("e", "raw sends", ("python", "-m", "bench.peers.floor.changes"), ("uvloop",)),
}


def problem(peer: Peer) -> str | None:
    """Why a peer cannot be measured here, if so."""
    if not peer.on_node:
        return None
    return node.problem()


def start(
    stack: ExitStack,
    peer: Peer,
    database: str,
    owner: Owner,
    cores: Cores,
    folder: Path,
    name: str | None = None,
    **further: str,
) -> Started:
    """Starts a server over a firm (the gateway serves all of them), with further settings; it stops with the stack."""
    name = name or peer.letter
    ours = peer is GATEWAY
    environ = (environ_of(database, folder) if ours else _theirs(database, owner)) | further
    command = (str(program()) if peer.on_node else sys.executable, *peer.command[1:])
    started = stack.enter_context(running(name, command, environ, cores.server, folder / f"{name}.log"))
    return replace(started, headers=bearer(database, folder, owner)) if ours else started


def bearer(database: str, folder: Path, owner: Owner) -> dict[str, str]:
    """The headers by which the gateway knows a firm's owner."""
    settings = Settings.from_environment(environ_of(database, folder) | {"GATEWAY_PORT": "8000"})
    return {"Authorization": f"Bearer {local_issuer(settings).mint(owner.email, email=owner.email)}"}


def environ_of(database: str, folder: Path) -> dict[str, str]:
    """What a gateway is told of a database, and of a folder for its data."""
    return {
        "GATEWAY_DATABASE_URL": database,
        "GATEWAY_DATA_DIR": str(folder),
        "GATEWAY_PORT": "{port}",
        # Half of them are for writing; so it reads with as many as the peers have.
        "GATEWAY_DATABASE_POOL_SIZE": "20",
        "GATEWAY_LOG_LEVEL": "warning",
        "GATEWAY_MAX_SOCKETS": "10000",
        "GATEWAY_PERSON_BUDGET": "1000000000",
        "GATEWAY_GRAPHIQL": "false",
        "GATEWAY_INTROSPECTION": "false",
    }


def _theirs(database: str, owner: Owner) -> dict[str, str]:
    url = make_url(database)
    host = url.query.get("host", url.host) or "127.0.0.1"
    return {
        "PGHOST": str(host),
        "PGPORT": str(url.port or 5432),
        "PGUSER": url.username or "postgres",
        "PGPASSWORD": url.password or "",
        "PGDATABASE": url.database or "",
        "NODE_ENV": "production",
        "GRAPHILE_ENV": "production",
        "BENCH_PARTNER": str(owner.partner_id),
        "BENCH_COLLEAGUE": str(owner.colleague_id),
        "BENCH_EMAIL": owner.email,
    }


def _python_version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "?"
