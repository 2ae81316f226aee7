"""compose.yaml holds together: services, health, order, exposure, and settings that the gateway accepts."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from gateway.settings import Settings

ROOT = Path(__file__).parents[2]
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OURS = [name for name, service in SERVICES.items() if "build" in service]
SERVERS = [name for name in SERVICES if name not in OURS]


def environment(name: str) -> dict[str, str]:
    """What the service gets to see, with the defaults of `${NAME:-default}` filled in."""
    given = {key: str(value) for key, value in SERVICES[name]["environment"].items()}
    return {key: re.sub(r"\$\{\w+:-([^}]*)\}", r"\1", value) for key, value in given.items()}


def image_environment() -> dict[str, str]:
    text = (ROOT / "Dockerfile").read_text()
    return dict(re.findall(r"\b(GATEWAY_\w+)=(\S+)", text))


def test_every_service_is_there() -> None:
    assert set(SERVICES) == {"postgres", "redis", "migrate", "demo", "gateway", "worker"}


@pytest.mark.parametrize("name", OURS)
def test_the_gateway_accepts_every_setting(name: str, tmp_path: Path) -> None:
    settings = Settings.from_environment(
        {**image_environment(), **environment(name), "GATEWAY_DATA_DIR": str(tmp_path)}
    )
    assert "postgresql+asyncpg://" in environment(name)["GATEWAY_DATABASE_URL"]
    assert settings.host == "0.0.0.0"


def test_gateway_and_database_agree_on_user_database_and_password() -> None:
    postgres = environment("postgres")
    login = "{POSTGRES_USER}:{POSTGRES_PASSWORD}@postgres:5432/{POSTGRES_DB}".format(**postgres)
    assert environment("gateway")["GATEWAY_DATABASE_URL"] == f"postgresql+asyncpg://{login}"


def test_what_goes_on_is_watched_by_the_healthcheck_of_the_image() -> None:
    unwatched = {name for name in OURS if "healthcheck" in SERVICES[name]}
    assert unwatched == {"migrate", "demo"}


@pytest.mark.parametrize("name", SERVERS)
def test_databases_are_checked_for_health_and_not_published(name: str) -> None:
    assert SERVICES[name]["healthcheck"]["test"][0] == "CMD"
    assert "ports" not in SERVICES[name]
    assert re.fullmatch(r"\w+:\d+[\w.-]*", SERVICES[name]["image"])


def test_the_database_keeps_its_data_in_a_named_volume() -> None:
    volumes = [mount.partition(":")[0] for service in SERVICES.values() for mount in service.get("volumes", [])]
    assert set(volumes) == set(COMPOSE["volumes"])
    assert SERVICES["postgres"]["volumes"] == ["postgres-data:/var/lib/postgresql/data"]


def test_everything_published_is_published_on_loopback_only() -> None:
    published = [port for service in SERVICES.values() for port in service.get("ports", [])]
    assert published == ["127.0.0.1:8000:8000"]


def test_the_order_is_database_migration_demo_and_then_what_goes_on() -> None:
    conditions = {
        (name, other): wait["condition"]
        for name, service in SERVICES.items()
        for other, wait in service.get("depends_on", {}).items()
    }
    assert conditions == {
        ("migrate", "postgres"): "service_healthy",
        ("demo", "migrate"): "service_completed_successfully",
        ("gateway", "demo"): "service_completed_successfully",
        ("gateway", "redis"): "service_healthy",
        ("worker", "demo"): "service_completed_successfully",
    }


@pytest.mark.parametrize("name", OURS)
def test_our_containers_have_a_read_only_root_and_no_privileges(name: str) -> None:
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["volumes"] == ["gateway-data:/data"]


@pytest.mark.parametrize("name", ["gateway", "worker"])
def test_a_drain_is_shorter_than_the_patience_of_the_engine(name: str, tmp_path: Path) -> None:
    settings = Settings.from_environment({**environment(name), "GATEWAY_DATA_DIR": str(tmp_path)})
    patience = int(SERVICES[name]["stop_grace_period"].removesuffix("s"))
    assert settings.shutdown_grace_seconds < patience
