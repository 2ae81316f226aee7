"""Where things are: the database, this gateway, and what it talks to."""

from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from gateway.settings.addresses import DATABASE, HOSTS, LOOPBACK, NETWORKS, ORIGINS, REDIS, SENDER, SMTP, WEB_ADDRESS
from gateway.settings.environment import Default, setting
from gateway.settings.kinds import BIND_HOST, BOOLEAN, DIRECTORY, ROLE, SECRET, choice, number
from gateway.settings.profile import in_development


def _own_address(values: Mapping[str, Any]) -> str:
    host = {"0.0.0.0": "localhost", "::": "localhost"}.get(values["host"], values["host"])  # noqa: S104
    return f"http://{f'[{host}]' if ':' in host else host}:{values['port']}"


def _own_sender(values: Mapping[str, Any]) -> str:
    return f"Partner portal <no-reply@{urlsplit(values['public_url']).hostname}>"


def _own_hosts(values: Mapping[str, Any]) -> tuple[str, ...]:
    names = {urlsplit(values["public_url"]).hostname} | (LOOPBACK if in_development(values) else set())
    return tuple(sorted(f"[{name}]" if ":" in name else name for name in names))


@dataclass(frozen=True, kw_only=True)
class Places:
    """Addresses, folders and ports, and the profile, which others follow from."""

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
