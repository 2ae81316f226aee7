"""The server process: listens, drains when told to stop, and ends with 0."""

import signal
from types import FrameType
from typing import Any

import uvicorn
from starlette.applications import Starlette

from gateway.app import create_app
from gateway.settings import Settings


class Server(uvicorn.Server):
    """Tells the health probe at once when a stop signal arrives."""

    def __init__(self, config: uvicorn.Config, app: Starlette) -> None:
        super().__init__(config)
        self._app = app

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Stops accepting, finishes what runs."""
        self._app.state.health.draining.set()
        super().handle_exit(sig, frame)


def serve(settings: Settings) -> None:
    """Serves until a stop signal; several worker processes share the port."""
    if settings.workers > 1:
        uvicorn.run("gateway.app:app_from_environment", factory=True, workers=settings.workers, **_options(settings))
        return
    app = create_app(settings)
    # uvicorn raises the signal again once it has drained; a stop on request is no failure.
    for stop in (signal.SIGTERM, signal.SIGINT):
        signal.signal(stop, lambda *_: None)
    Server(uvicorn.Config(app, **_options(settings)), app).run()


def _options(settings: Settings) -> dict[str, Any]:
    return {
        "host": settings.host,
        "port": settings.port,
        "loop": "uvloop",
        "http": "httptools",
        "ws": "none",
        "log_level": "warning",
        # The path of a hand-over link holds a secret.
        "access_log": False,
        "server_header": False,
        "h11_max_incomplete_event_size": 16_384,
        "timeout_keep_alive": 30,
        "timeout_graceful_shutdown": int(settings.shutdown_grace_seconds),
    }
