"""All settings of the gateway, each with its kind, default and meaning."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from ipaddress import IPv4Network, IPv6Network
from typing import Literal, Self

from gateway.settings.addresses import NETWORKS, WEB_ADDRESS
from gateway.settings.doors import Doors
from gateway.settings.environment import Default, read_environment, setting, settings_of
from gateway.settings.kinds import choice
from gateway.settings.limits import Limits
from gateway.settings.places import Places
from gateway.settings.problems import SettingsError
from gateway.settings.profile import in_development
from gateway.settings.rules import RULES
from gateway.settings.secret_keys import generated_keys


@dataclass(frozen=True, kw_only=True)
class Settings(Limits, Doors, Places):
    """The settings of one running gateway: places, doors and limits, in this order, and then these."""

    otlp_url: str | None = setting(
        WEB_ADDRESS,
        Default("none", lambda _: None),
        "Collector that gets a span of each operation (OTLP over HTTP); takes the extra `otel`.",
    )
    webhook_networks: tuple[IPv4Network | IPv6Network, ...] = setting(
        NETWORKS,
        "",
        "Networks, private ones too, in which webhooks are delivered also by http and to any port; "
        "none: only by https, port 443, on the public internet.",
    )
    log_level: Literal["debug", "info", "warning", "error"] = setting(
        choice("debug", "info", "warning", "error"), "info", "Least severity that is logged."
    )
    log_format: Literal["console", "json"] = setting(
        choice("console", "json"),
        Default("`console` in development, `json` in production",
                lambda values: "console" if in_development(values) else "json"),
        "How log lines are written.")  # fmt: skip

    @property
    def in_production(self) -> bool:
        """Whether the production profile is on."""
        return self.profile == "production"

    @property
    def on_sqlite(self) -> bool:
        """Whether the database is an SQLite file rather than PostgreSQL."""
        return self.database_url.startswith("sqlite")

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> Self:
        """Read and check the settings; raises `SettingsError` with all problems at once.

        In development missing secret keys are generated once into the data directory.
        """
        reading = read_environment(settings_of(cls), environ)
        settings = cls(**reading.values)
        problems = reading.problems + [each for rule in RULES for each in rule(settings, reading.given)]
        if problems:
            raise SettingsError(problems)
        return settings if settings.secret_keys else replace(settings, secret_keys=generated_keys(settings.data_dir))
