"""The PostgreSQL server that measurements run on."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.servers import local
from tests.servers.databases import PostgresServer


@contextmanager
def server() -> Iterator[PostgresServer]:
    """The server of GATEWAY_TEST_DATABASE_URL, else one that is gone afterwards."""
    given = os.environ.get("GATEWAY_TEST_DATABASE_URL")
    if given:
        yield PostgresServer(given)
        return
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o711)
    try:
        yield PostgresServer(local.start(folder))
    finally:
        local.stop(folder)
        shutil.rmtree(folder)
