"""The command line in processes of its own, as an operator has it."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx2
import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol

from tests.servers.databases import SqliteFiles

ROOT = Path(__file__).parents[2]
PROGRAM = (sys.executable, "-c", "from gateway.cli import main; main(prog_name='gateway')")


@dataclass(frozen=True)
class Ended:
    """A command that has ended."""

    code: int
    out: str
    err: str


@dataclass
class Gateway:
    """An installation with a data directory of its own; `environ` are its settings."""

    folder: Path
    environ: dict[str, str] = field(default_factory=dict)
    program: Sequence[str] = PROGRAM

    def __call__(self, *arguments: str, **environ: str) -> Ended:
        """Runs a command to its end; a traceback fails the test, whatever the command was given."""
        settings = self._settings(environ)
        done = subprocess.run(
            [*self.program, *arguments], env=settings, capture_output=True, text=True, timeout=120, check=False
        )
        assert "Traceback" not in done.stdout + done.stderr, done.stderr
        return Ended(done.returncode, done.stdout, done.stderr)

    def start(self, *arguments: str, log: Any = subprocess.PIPE, **environ: str) -> subprocess.Popen[str]:
        """Starts a command that goes on; its log is to be read by its pipe, or goes to a file."""
        # What it says of each operation is not looked at here: so all that it says is what went wrong.
        settings = self._settings({"GATEWAY_LOG_LEVEL": "warning"} | environ)
        return subprocess.Popen(
            [*self.program, *arguments], env=settings, stdout=subprocess.PIPE, stderr=log, text=True, cwd=self.folder
        )

    def _settings(self, environ: dict[str, str]) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("GATEWAY_")}
        own = {"GATEWAY_DATA_DIR": str(self.folder), "GATEWAY_WORKER_PORT": "0"}
        own |= {"PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}
        return kept | own | self.environ | environ


@dataclass
class Server:
    """`gateway serve`, or the probes of `gateway worker`, on a free port."""

    process: subprocess.Popen[str]
    address: str
    line: str

    def ask(self, query: str, token: str | None = None) -> httpx2.Response:
        """Sends one operation."""
        return self.post({"query": query}, token)

    def post(self, body: dict[str, object], token: str | None = None) -> httpx2.Response:
        """Sends a request of any shape."""
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        return httpx2.post(f"{self.address}/graphql", json=body, headers=headers, timeout=20)

    @contextmanager
    def socket(self, token: str) -> Iterator[ClientConnection]:
        """An open WebSocket of somebody, acknowledged."""
        url = self.address.replace("http:", "ws:") + "/graphql"
        with connect(url, subprotocols=[Subprotocol("graphql-transport-ws")], proxy=None, open_timeout=60) as opened:
            opened.send(json.dumps({"type": "connection_init", "payload": {"Authorization": f"Bearer {token}"}}))
            assert json.loads(opened.recv(60))["type"] == "connection_ack"
            yield opened

    @staticmethod
    def code_of(socket: ClientConnection) -> int | None:
        """With which code the server closes a socket, whatever it says before."""
        with suppress(ConnectionClosed):
            while True:
                socket.recv(20)
        return socket.close_code

    def stop(self, sign: signal.Signals = signal.SIGTERM) -> Ended:
        """Tells it to stop, and waits until it has."""
        self.process.send_signal(sign)
        out, err = self.process.communicate(timeout=30)
        return Ended(self.process.returncode, self.line + out, err)


def server_of(process: subprocess.Popen[str]) -> Server:
    """The server behind a process, once it says that it serves, or works."""
    assert process.stdout is not None
    line = process.stdout.readline()
    assert line.startswith(("Serving http://", "Working; http://")), process.communicate()
    address = urlsplit(line.split()[1])
    return Server(process, f"{address.scheme}://{address.netloc}", line)


@pytest.fixture
def gateway(tmp_path: Path) -> Gateway:
    """An installation without anything in it."""
    return Gateway(tmp_path)


@pytest.fixture
def migrated(tmp_path: Path, sqlite_files: SqliteFiles) -> Iterator[Gateway]:
    """An installation whose database has the newest schema."""
    with sqlite_files.database() as database:
        yield Gateway(tmp_path, {"GATEWAY_DATABASE_URL": database.url})


@pytest.fixture
def serving(migrated: Gateway) -> Iterator[Server]:
    """A server on a free port."""
    process = migrated.start("serve", GATEWAY_PORT="0")
    server = server_of(process)
    yield server
    if process.poll() is None:
        process.kill()
    process.communicate()
