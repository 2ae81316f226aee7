"""A PostgreSQL server that a scenario may freeze, stop and start again; what it has committed, it keeps."""

import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from bench.processes import tree
from tests.servers import local
from tests.servers.databases import PostgresServer

# Unlike those of tests, what it has promised to a client survives that it is stopped.
_OPTIONS = {"synchronous_commit": "on", "autovacuum": "on"}


class Cluster:
    """One server in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.server = PostgresServer(self.start())

    def start(self) -> str:
        """Starts it, and waits until it answers; gives its address."""
        return local.start(self._folder, **_OPTIONS)

    def stop(self) -> None:
        """Ends it as a crash would: at once, and everybody is cut off."""
        local.stop(self._folder)

    def freeze(self) -> None:
        """It keeps all connections and answers nothing, until `thaw`."""
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """It goes on."""
        self._signal(signal.SIGCONT)

    def _signal(self, sign: signal.Signals) -> None:
        first = int((self._folder / "postgres" / "postmaster.pid").read_text().split()[0])
        for pid in tree(first):
            # One of them may just have ended.
            with suppress(ProcessLookupError):
                os.kill(pid, sign)


@contextmanager
def running() -> Iterator[Cluster]:
    """A server that is gone afterwards."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o711)
    made = Cluster(folder)
    try:
        yield made
    finally:
        made.thaw()
        made.stop()
        shutil.rmtree(folder)
