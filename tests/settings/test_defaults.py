"""What holds when nothing, or little, is set."""

import stat
from pathlib import Path

import pytest

from gateway.settings import DEFAULT_ALGORITHMS, Issuer, Settings, SettingsError

ISSUERS = '[{"issuer": "https://login.example", "jwks_url": "https://login.example/jwks", "audience": "portal"}]'
PRODUCTION = {
    "GATEWAY_PROFILE": "production",
    "GATEWAY_PUBLIC_URL": "https://api.example.com",
    "GATEWAY_PLATFORM_URL": "https://platform.example.com",
    "GATEWAY_ISSUERS": ISSUERS,
    "GATEWAY_SECRET_KEYS": "k" * 32,
}


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def development(data_dir: Path) -> Settings:
    return Settings.from_environment({"GATEWAY_DATA_DIR": str(data_dir), "HOME": "/nowhere", "gateway_port": "x"})


def test_development_needs_nothing(development: Settings, data_dir: Path) -> None:
    assert not development.in_production
    assert development.on_sqlite
    assert development.database_url == f"sqlite+aiosqlite:///{data_dir}/gateway.db"
    assert development.public_url == development.portal_url == "http://127.0.0.1:8000"
    assert development.platform_url == "http://127.0.0.1:8000/dev/platform"
    assert development.allowed_hosts == ("127.0.0.1", "[::1]", "localhost")
    assert development.allowed_origins == development.issuers == ()
    assert development.redis_url is None
    assert (development.local_issuer, development.introspection, development.graphiql) == (True, True, True)
    assert development.log_format == "console"


def test_limits_are_the_published_ones(development: Settings) -> None:
    assert (development.max_body_bytes, development.max_document_bytes) == (131072, 16384)
    assert (development.max_document_tokens, development.max_depth, development.max_aliases) == (2000, 12, 30)
    assert (development.max_root_fields, development.max_variables_bytes) == (20, 65536)
    assert (development.max_list_items, development.token_max_bytes) == (250, 8192)
    assert (development.token_leeway_seconds, development.request_timeout_seconds) == (30, 10)


def test_production_switches_the_conveniences_off() -> None:
    production = Settings.from_environment(PRODUCTION)
    assert production.in_production
    assert (production.local_issuer, production.introspection, production.graphiql) == (False, False, False)
    assert production.log_format == "json"
    assert production.allowed_hosts == ("api.example.com",)
    assert production.portal_url == "https://api.example.com"
    assert production.issuers == (
        Issuer("https://login.example", "https://login.example/jwks", "portal", DEFAULT_ALGORITHMS),
    )


def test_production_writes_no_file(data_dir: Path) -> None:
    Settings.from_environment({**PRODUCTION, "GATEWAY_DATA_DIR": str(data_dir)})
    assert not data_dir.exists()


@pytest.mark.parametrize(
    ("host", "address"), [("0.0.0.0", "localhost"), ("::", "localhost"), ("::1", "[::1]"), ("gw.local", "gw.local")]
)
def test_the_public_address_follows_where_we_listen(data_dir: Path, host: str, address: str) -> None:
    environ = {"GATEWAY_DATA_DIR": str(data_dir), "GATEWAY_HOST": host, "GATEWAY_PORT": "81"}
    assert Settings.from_environment(environ).public_url == f"http://{address}:81"


def test_secret_keys_are_generated_once_and_private(data_dir: Path, development: Settings) -> None:
    again = Settings.from_environment({"GATEWAY_DATA_DIR": str(data_dir)})
    assert development.secret_keys == again.secret_keys
    assert len(development.secret_keys[0]) >= 32
    assert stat.S_IMODE((data_dir / "secret-keys").stat().st_mode) == 0o600


def test_a_broken_file_of_keys_is_told_with_its_cure(data_dir: Path) -> None:
    data_dir.mkdir()
    (data_dir / "secret-keys").write_text("short")
    with pytest.raises(SettingsError, match=r"GATEWAY_SECRET_KEYS: .*secret-keys key 1 is too short.*delete the file"):
        Settings.from_environment({"GATEWAY_DATA_DIR": str(data_dir)})


def test_a_data_directory_that_cannot_be_written_is_told_with_its_cure(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(SettingsError, match=r"GATEWAY_DATA_DIR: .* name a directory this user may write to\."):
        Settings.from_environment({"GATEWAY_DATA_DIR": str(tmp_path / "file" / "deeper")})


def test_no_secret_is_ever_shown(data_dir: Path) -> None:
    shown = repr(
        Settings.from_environment(
            {
                "GATEWAY_DATA_DIR": str(data_dir),
                "GATEWAY_SECRET_KEYS": "hidden-" * 6,
                "GATEWAY_DATABASE_URL": "postgresql+asyncpg://me:hidden@db/portal",
                "GATEWAY_REDIS_URL": "redis://:hidden@cache:6379/0",
            }
        )
    )
    assert "hidden" not in shown
    assert "max_depth=12" in shown
