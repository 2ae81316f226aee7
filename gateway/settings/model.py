"""All settings of the gateway, each with its kind, default and meaning."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from typing import Any, Literal, Self
from urllib.parse import urlsplit

from gateway.settings.addresses import DATABASE, HOSTS, LOOPBACK, NETWORKS, ORIGINS, REDIS, SENDER, SMTP, WEB_ADDRESS
from gateway.settings.environment import Default, read_environment, setting, settings_of
from gateway.settings.issuers import ISSUERS, Issuer
from gateway.settings.kinds import (
    BIND_HOST,
    BOOLEAN,
    DIRECTORY,
    FILE,
    FOLDER,
    ROLE,
    SECRET,
    SECRET_KEYS,
    choice,
    number,
    seconds,
)
from gateway.settings.problems import SettingsError
from gateway.settings.rules import RULES
from gateway.settings.secret_keys import generated_keys


def _in_development(values: Mapping[str, Any]) -> bool:
    return bool(values["profile"] == "development")


def _own_address(values: Mapping[str, Any]) -> str:
    host = {"0.0.0.0": "localhost", "::": "localhost"}.get(values["host"], values["host"])  # noqa: S104
    return f"http://{f'[{host}]' if ':' in host else host}:{values['port']}"


def _own_sender(values: Mapping[str, Any]) -> str:
    return f"Partner portal <no-reply@{urlsplit(values['public_url']).hostname}>"


def _own_hosts(values: Mapping[str, Any]) -> tuple[str, ...]:
    names = {urlsplit(values["public_url"]).hostname} | (LOOPBACK if _in_development(values) else set())
    return tuple(sorted(f"[{name}]" if ":" in name else name for name in names))


_DEVELOPMENT_ONLY = Default("`true` in development, `false` in production", _in_development)
_BYTES = number(1024, 16 * 1024 * 1024)


@dataclass(frozen=True, kw_only=True)
class Settings:
    """The settings of one running gateway; sizes are in bytes, times in seconds."""

    profile: Literal["development", "production"] = setting(
        choice("development", "production"),
        "development",
        "`production` switches the conveniences of development off and insists on what must be configured.",
    )
    data_dir: Path = setting(  # noqa: RUF009
        DIRECTORY,
        Default("`.gateway`", lambda _: Path(".gateway").absolute()),
        "Where the embedded database and generated keys live.",
    )
    database_url: str = setting(
        DATABASE,
        Default(
            "an SQLite file in `GATEWAY_DATA_DIR`",
            lambda values: f"sqlite+aiosqlite:///{values['data_dir'] / 'gateway.db'}",
        ),
        "The database.",
        secret=True,
    )
    database_role: str = setting(
        ROLE, "gateway_app", "PostgreSQL role the server acts as; empty means the login role itself."
    )
    database_pool_size: int = setting(number(1, 500), "10", "Database connections of one worker process.")
    redis_url: str | None = setting(
        REDIS, Default("none", lambda _: None), "Wakes the other processes when something happens.", secret=True
    )
    host: str = setting(BIND_HOST, "127.0.0.1", "Address to listen on.")
    port: int = setting(number(0, 65535), "8000", "Port to listen on; 0 takes a free one.")
    worker_port: int = setting(
        number(0, 65535), "8001", "Port on which `gateway worker` answers probes and scrapers; 0 takes a free one."
    )
    workers: int = setting(number(1, 64), "1", "Worker processes; more than one needs Redis and PostgreSQL.")
    public_url: str = setting(
        WEB_ADDRESS,
        Default("`http://HOST:PORT`; required in production", _own_address),
        "Where clients reach this gateway.",
    )
    portal_url: str = setting(
        WEB_ADDRESS,
        Default("`GATEWAY_PUBLIC_URL`", lambda values: values["public_url"]),
        "Where the portal's pages live; links in mails lead there.",
    )
    platform_url: str = setting(
        WEB_ADDRESS,
        Default(
            "`GATEWAY_PUBLIC_URL` + `/dev/platform`; required in production",
            lambda values: f"{values['public_url']}/dev/platform",
        ),
        "Where clients' accounts are opened.",
    )
    accounts_url: str | None = setting(
        WEB_ADDRESS,
        Default("none: in development a stand-in opens them, in production nobody does", lambda _: None),
        "Where the platform is asked for a firm's own account (`docs/ports.md`).",
    )
    accounts_token: str | None = setting(
        SECRET,
        Default("none", lambda _: None),
        "What is sent there as the bearer token, at least 32 characters.",
        secret=True,
    )
    smtp_url: str | None = setting(
        SMTP,
        Default("none: mails go to `GATEWAY_DATA_DIR/mails` in development, and wait in production", lambda _: None),
        "Server that mails are handed to; `smtps://` is TLS, `smtp://` STARTTLS; with a login where it wants one.",
        secret=True,
    )
    mail_from: str = setting(
        SENDER,
        Default("`Partner portal <no-reply@HOST>` of `GATEWAY_PUBLIC_URL`", _own_sender),
        "Who mails come from.",
    )
    background: bool = setting(
        BOOLEAN,
        "true",
        "Work in the server's processes, too, on what is not a request: mails, what time changes, own companies, "
        "pruning of events; `false` leaves all of it to `gateway worker`.",
    )
    allowed_hosts: tuple[str, ...] = setting(
        HOSTS,
        Default("the host of `GATEWAY_PUBLIC_URL`, in development also loopback names", _own_hosts),
        "Host headers that are answered.",
    )
    allowed_origins: tuple[str, ...] = setting(ORIGINS, "", "Web origins that may call from a browser (CORS).")
    trusted_proxies: tuple[IPv4Network | IPv6Network, ...] = setting(
        NETWORKS,
        "",
        "Proxies whose `X-Forwarded-For` is believed when it says where a request comes from; empty: it comes from "
        "whoever opened the connection.",
    )
    issuers: tuple[Issuer, ...] = setting(
        ISSUERS, Default("none; required in production", lambda _: ()), "Token issuers that are trusted."
    )
    local_issuer: bool = setting(
        BOOLEAN, _DEVELOPMENT_ONLY, "Trust tokens signed by the key in `GATEWAY_DATA_DIR`; refused in production."
    )
    token_leeway_seconds: int = setting(number(0, 60), "30", "Clock difference to issuers that is forgiven.")
    token_max_bytes: int = setting(number(1024, 65536), "8192", "Longest token that is looked at.")
    secret_keys: tuple[str, ...] = setting(
        SECRET_KEYS,
        Default("generated in `GATEWAY_DATA_DIR`; required in production", lambda _: ()),
        "Keys of at least 32 characters: the first seals, the others still open.",
        secret=True,
    )
    introspection: bool = setting(BOOLEAN, _DEVELOPMENT_ONLY, "Answer introspection queries.")
    trusted_documents: Path | None = setting(  # noqa: RUF009
        FILE, Default("none", lambda _: None), "Manifest of trusted documents (`gateway documents` writes one)."
    )
    trusted_documents_only: bool = setting(
        BOOLEAN, "false", "People may ask only with trusted documents; integrations stay free to ask with any."
    )
    catalogue: Path | None = setting(  # noqa: RUF009
        FOLDER,
        Default("the built-in one", lambda _: None),
        "Folder of `.toml` files with the courses and resources on offer (`docs/academy.md`).",
    )
    graphiql: bool = setting(BOOLEAN, _DEVELOPMENT_ONLY, "Serve the GraphiQL page.")
    metrics: bool = setting(BOOLEAN, _DEVELOPMENT_ONLY, "Serve `/metrics` in Prometheus' format.")
    metrics_token: str | None = setting(
        SECRET,
        Default("none; required in production with `GATEWAY_METRICS`", lambda _: None),
        "What scrapers send as their bearer token, at least 32 characters.",
        secret=True,
    )
    request_timeout_seconds: float = setting(seconds(0.1, 300), "10", "Longest time an operation may take.")
    clock_seconds: float = setting(
        seconds(0, 60),
        "1",
        "How often this process looks for what time changes (attention, digests, certificates, ends of assignments); "
        "0 for never.",
    )
    shutdown_grace_seconds: float = setting(seconds(0, 300), "20", "Time to finish running work after a stop signal.")
    max_body_bytes: int = setting(_BYTES, "131072", "Longest request body.")
    max_facts_bytes: int = setting(_BYTES, "1048576", "Longest body of a batch of facts.")
    max_facts: int = setting(number(1, 500), "500", "Facts of a batch.")
    firms_tell_consent: bool = setting(
        BOOLEAN,
        _DEVELOPMENT_ONLY,
        "Take also facts of what clients allow, and of clients that joined, from integrations with `facts:write`. On, "
        "whoever may make integrations can let the firm into accounts; off, `gateway import` alone brings such facts.",
    )
    facts_in_flight: int = setting(
        number(1, 100), "4", "Batches of facts that a worker process takes in at a time; others are sent again later."
    )
    max_document_bytes: int = setting(_BYTES, "16384", "Longest GraphQL document.")
    max_document_tokens: int = setting(number(10, 100_000), "2000", "Lexical tokens of a document.")
    max_depth: int = setting(number(1, 100), "12", "Nesting of a document.")
    max_aliases: int = setting(number(1, 1000), "30", "Aliases and repeated response keys of a document.")
    max_root_fields: int = setting(number(1, 1000), "20", "Fields at the root of an operation.")
    max_cost: int = setting(
        number(10, 10_000_000), "10000", "What an operation may cost, by `@cost` and `@listSize` in the schema."
    )
    integration_budget: int = setting(
        number(10, 1_000_000_000), "600000", "What the operations of one integration may cost within a minute."
    )
    person_budget: int = setting(
        number(10, 1_000_000_000), "10000000", "What one person's operations may cost within a minute, in each process."
    )
    applications_from_address: int = setting(
        number(1, 1_000_000), "10", "Firms that may apply to become partners from one network address within an hour."
    )
    applications_in_all: int = setting(
        number(1, 1_000_000), "300", "Firms that may apply to become partners within an hour."
    )
    max_variables_bytes: int = setting(_BYTES, "65536", "Longest variables of a request.")
    max_list_items: int = setting(number(1, 10_000), "250", "Items of a list in arguments and variables.")
    max_message_bytes: int = setting(_BYTES, "65536", "Longest message of a client on a WebSocket.")
    max_sockets: int = setting(number(1, 100_000), "10", "Open WebSockets of one caller, in each process.")
    max_socket_operations: int = setting(
        number(1, 1000),
        "20",
        "Operations that run on one WebSocket; also event streams of one caller, in each process.",
    )
    events_kept_hours: int = setting(number(1, 8760), "24", "How long events are kept for streams that resume.")
    events_kept_most: int = setting(number(100, 10_000_000), "100000", "The most events that are kept of a firm.")
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
                lambda values: "console" if _in_development(values) else "json"),
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
