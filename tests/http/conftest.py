"""The wire needs no particular database: what depends on one says so in its own module."""

import pytest

from tests.servers.databases import SqliteFiles


@pytest.fixture
def databases(sqlite_files: SqliteFiles) -> SqliteFiles:
    """SQLite alone."""
    return sqlite_files
