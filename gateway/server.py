"""The server process: listens, says so, drains when told to stop, and ends with 0."""

import os
import signal
import socket
import tempfile
from collections.abc import Callable
from contextlib import suppress
from types import FrameType
from typing import Any

import click
import uvicorn
from starlette.applications import Starlette
from uvicorn.supervisors import Multiprocess

from gateway.app import app_from_environment, create_app
from gateway.http.patience import PatientProtocol
from gateway.memory import settle
from gateway.metrics import SHARED
from gateway.settings import Settings
from gateway.wiring import catalogue_of, engine_of, trusted_of

_EVERYWHERE = {"0.0.0.0": "localhost", "::": "localhost"}  # noqa: S104


class Server(uvicorn.Server):
    """Says when it serves; tells the health probe at once when a stop signal arrives."""

    def __init__(self, config: uvicorn.Config, app: Starlette, ready: str) -> None:
        super().__init__(config)
        self._app = app
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Starts, and prints one line once requests are answered."""
        await super().startup(sockets)
        settle()
        click.echo(self._ready)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Stops accepting, finishes what runs."""
        self._app.state.health.draining.set()
        super().handle_exit(sig, frame)


class PortTaken(click.ClickException):
    """The address cannot be listened on; says why, and which settings choose another."""


def listen(host: str, port: int, setting: str) -> socket.socket:
    """A listening socket; raises PortTaken, which names the port's setting."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=2048)
    except OSError as error:
        why = os.strerror(error.errno or 0)
        cure = f"choose another by {setting} or GATEWAY_HOST, or stop what listens there"
        raise PortTaken(f"Cannot listen on {host}:{port}: {why}; {cure}.") from None


def serve(settings: Settings, greet: Callable[[Settings], None] | None = None) -> None:
    """Serves until a stop signal; several worker processes share the port. Raises PortTaken and SettingsError.

    `greet` is called before, once the port is known.
    """
    listening = listen(settings.host, settings.port, "GATEWAY_PORT")
    if not settings.port:
        # The addresses in answers follow from the port: now it is known.
        os.environ["GATEWAY_PORT"] = str(listening.getsockname()[1])
        settings = Settings.from_environment(os.environ)
    if greet is not None:
        greet(settings)
    if settings.workers > 1:
        _serve_by_workers(settings, listening)
        return
    run(create_app(settings), settings, listening, _ready(settings))


def run(app: Starlette, settings: Settings, listening: socket.socket, ready: str) -> None:
    """Serves an application in this process until a stop signal, and prints a line once it does."""
    # uvicorn raises the signal again once it has drained; a stop on request is no failure.
    for stop in (signal.SIGTERM, signal.SIGINT):
        signal.signal(stop, lambda *_: None)
    Server(uvicorn.Config(app, **_options(settings)), app, ready).run([listening])


def _serve_by_workers(settings: Settings, listening: socket.socket) -> None:
    # A worker that could not start would be started again and again: this process finds out first.
    trusted_of(settings, engine_of(settings))
    catalogue_of(settings)
    config = uvicorn.Config("gateway.server:worker", factory=True, **_options(settings))
    with tempfile.TemporaryDirectory(prefix="gateway-metrics-") as shared:
        os.environ[SHARED] = shared
        click.echo(_ready(settings))
        Workers(config, [listening]).run()


class Workers(Multiprocess):
    """Worker processes that are told at once when this one is to stop, not when it looks next."""

    def __init__(self, config: uvicorn.Config, sockets: list[socket.socket]) -> None:
        super().__init__(config, sockets)
        for stop in (signal.SIGTERM, signal.SIGINT):
            signal.signal(stop, self._stop)

    def _stop(self, sig: int, frame: FrameType | None) -> None:
        self.signal_queue.append(sig)
        for each in self.processes:
            if each.pid is not None:
                with suppress(ProcessLookupError):
                    os.kill(each.pid, signal.SIGTERM)


def worker() -> Starlette:
    """The application in a worker process, which is told nothing but its environment."""
    app = app_from_environment()
    settle()
    _drain_when_stopped(app)
    return app


def _drain_when_stopped(app: Starlette) -> None:
    """Tells the health probe of a stop signal, before the handler that this process has for it already."""
    stops = signal.getsignal(signal.SIGTERM)

    def drain(sig: int, frame: FrameType | None) -> None:
        app.state.health.draining.set()
        if callable(stops):
            stops(sig, frame)

    signal.signal(signal.SIGTERM, drain)


def address_of(host: str, port: int) -> str:
    """Where a browser on this machine finds what listens there."""
    near = _EVERYWHERE.get(host, host)
    return f"http://{f'[{near}]' if ':' in near else near}:{port}"


def _ready(settings: Settings) -> str:
    address = address_of(settings.host, settings.port)
    return f"Serving {address}/graphql" + (f" (in a browser: {address}/)" if settings.graphiql else "")


def _options(settings: Settings) -> dict[str, Any]:
    return {
        "workers": settings.workers,
        "loop": "uvloop",
        "http": PatientProtocol,
        "ws": "none",
        "log_level": "warning",
        # The path of a hand-over link holds a secret.
        "access_log": False,
        "server_header": False,
        # Its lines go where ours do, which nobody waits for.
        "log_config": None,
        # Whom to believe about where requests come from is a setting of ours.
        "proxy_headers": False,
        "timeout_keep_alive": 30,
        "timeout_graceful_shutdown": int(settings.shutdown_grace_seconds),
    }
