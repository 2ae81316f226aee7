"""A Valkey server of the test's own."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.servers.valkey import Valkey


@pytest.fixture
def valkey() -> Iterator[Valkey]:
    """A server that runs."""
    with tempfile.TemporaryDirectory() as folder:
        server = Valkey(Path(folder))
        server.start()
        yield server
        server.kill()
