"""The kinds of values that are addresses: web addresses, hosts, origins, and the two stores."""

import re
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.utils import parseaddr
from ipaddress import IPv4Network, IPv6Network, ip_network
from urllib.parse import SplitResult, urlsplit

from gateway.settings.kinds import Kind, split_list
from gateway.settings.problems import Unfit

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})

_SQLITE = "sqlite+aiosqlite:///path/to/gateway.db"
_POSTGRESQL = "postgresql+asyncpg://user:password@host:5432/name"


def split_address(text: str) -> SplitResult:
    """Split an address and raise `Unfit` when its host or port is malformed."""
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError as error:
        raise Unfit("is not a valid address; check its host and port.") from error
    return parts


def is_protected(url: str) -> bool:
    """Tell whether nobody on the way can read or change what travels: https, or this very machine."""
    parts = urlsplit(url)
    return parts.scheme == "https" or parts.hostname in LOOPBACK


def read_web_address(text: str) -> str:
    """Read an http(s) address without credentials, query and fragment; a trailing slash is dropped."""
    parts = split_address(text)
    if parts.scheme not in ("http", "https") or not parts.hostname or re.search(r"\s", text):
        raise Unfit("must be an address that begins with https:// or http://, such as https://portal.example.com.")
    if "@" in parts.netloc or "?" in text or "#" in text:
        raise Unfit("must not carry credentials, a query or a fragment; keep scheme, host, port and path.")
    return text.rstrip("/")


def _read_host(text: str) -> str:
    if not re.fullmatch(r"\*|(\*\.)?[a-z0-9_-]+(\.[a-z0-9_-]+)*|\[[0-9a-f:.]+\]", text.lower()):
        raise Unfit(
            "must list host names without scheme, port and path, such as portal.example.com, "
            "*.example.com or [::1], separated by commas."
        )
    return text.lower()


def _read_origin(text: str) -> str:
    try:
        address = read_web_address(text)
    except Unfit:
        address = ""
    if not address or urlsplit(address).path:
        raise Unfit(
            "must list full origins without path, such as https://portal.example.com, separated by commas; "
            "* and null are not accepted."
        )
    return address.lower()


def _read_network(text: str) -> IPv4Network | IPv6Network:
    try:
        return ip_network(text)
    except ValueError as error:
        raise Unfit(
            "must list networks like 10.20.0.0/16 or fd00:20::/48 (no bits set behind the length), separated by commas."
        ) from error


def _read_redis(text: str) -> str | None:
    if not text:
        return None
    parts = split_address(text)
    if parts.scheme not in ("redis", "rediss") or not parts.hostname:
        raise Unfit("must begin with redis:// or rediss:// and name a host, such as redis://localhost:6379/0.")
    return text


def _read_smtp(text: str) -> str | None:
    if not text:
        return None
    parts = split_address(text)
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname or parts.path.strip("/") or parts.query:
        raise Unfit("must be like smtps://user:password@mail.example.com:465 (TLS) or smtp://host:587 (STARTTLS).")
    return text


def _read_sender(text: str) -> str:
    name, address = parseaddr(text)
    try:
        Address(name, addr_spec=address)
    except (ValueError, IndexError, HeaderParseError) as error:
        raise Unfit("must be an e-mail address, or a name with one: Partner portal <portal@example.com>.") from error
    if "@" not in address or re.search(r"[\r\n]", text):
        raise Unfit("must be an e-mail address, or a name with one: Partner portal <portal@example.com>.")
    return text


def _read_database(text: str) -> str:
    parts = split_address(text)
    if parts.scheme == "sqlite+aiosqlite":
        return _on_file(text, parts)
    if parts.scheme == "postgresql+asyncpg":
        return _with_name(text, parts)
    raise Unfit(f"has a scheme that is not supported; {_right_form(parts.scheme)}")


def _on_file(text: str, parts: SplitResult) -> str:
    if parts.netloc:
        raise Unfit(f"needs three slashes for a relative path and four for an absolute one; write {_SQLITE}.")
    if parts.path in ("", "/") or ":memory:" in text or "mode=memory" in text:
        raise Unfit(f"must name a file, since an in-memory database is lost with its connection; write {_SQLITE}.")
    return text


def _with_name(text: str, parts: SplitResult) -> str:
    if len(parts.path) < 2:
        raise Unfit(f"names no database; write {_POSTGRESQL}.")
    return text


def _right_form(scheme: str) -> str:
    if scheme.startswith("postgres"):
        return f"write the driver into it: {_POSTGRESQL}."
    if scheme.startswith("sqlite"):
        return f"write the driver into it: {_SQLITE}."
    return f"write {_SQLITE} or {_POSTGRESQL}."


WEB_ADDRESS = Kind("http(s) address", read_web_address)
HOSTS = Kind("comma-separated hosts", lambda text: tuple(map(_read_host, split_list(text))))
ORIGINS = Kind("comma-separated origins", lambda text: tuple(map(_read_origin, split_list(text))))
NETWORKS = Kind("comma-separated networks", lambda text: tuple(map(_read_network, split_list(text))))
REDIS = Kind("`redis://` or `rediss://` address", _read_redis)
SMTP = Kind("`smtp://` or `smtps://` address", _read_smtp)
SENDER = Kind("e-mail address, also with a name", _read_sender)
DATABASE = Kind("`sqlite+aiosqlite://` or `postgresql+asyncpg://` address", _read_database)
