"""The kinds of plain values a setting can have: how a text is read and how the kind is called in words."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gateway.settings.problems import Unfit


@dataclass(frozen=True)
class Kind:
    """A kind of value: its name in words, and the reader of its text, which raises `Unfit`."""

    name: str
    read: Callable[[str], Any]


def choice(*allowed: str) -> Kind:
    """Read one of the given words, in any case."""

    def read(text: str) -> str:
        if text.lower() not in allowed:
            raise Unfit(f"must be one of {', '.join(allowed)}.")
        return text.lower()

    return Kind(" or ".join(f"`{word}`" for word in allowed), read)


def number(low: int, high: int) -> Kind:
    """Read a whole number within the bounds, both included."""

    def read(text: str) -> int:
        if not re.fullmatch(r"[0-9]{1,12}", text) or not low <= int(text) <= high:
            raise Unfit(f"must be a whole number from {low} to {high}.")
        return int(text)

    return Kind(f"{low} to {high}", read)


def seconds(low: float, high: float) -> Kind:
    """Read a number of seconds within the bounds, with or without decimals."""

    def read(text: str) -> float:
        if not re.fullmatch(r"[0-9]{1,6}(\.[0-9]{1,6})?", text) or not low <= float(text) <= high:
            raise Unfit(f"must be a number of seconds from {low:g} to {high:g}.")
        return float(text)

    return Kind(f"{low:g} to {high:g} seconds", read)


def _boolean(text: str) -> bool:
    if text.lower() not in ("true", "false"):
        raise Unfit("must be true or false.")
    return text.lower() == "true"


def _directory(text: str) -> Path:
    if not text:
        raise Unfit("is empty; name a directory or remove the variable.")
    return Path(text).expanduser().absolute()


def _file(text: str) -> Path:
    if not Path(text).expanduser().is_file():
        raise Unfit("must name a file that exists.")
    return Path(text).expanduser().absolute()


def _folder(text: str) -> Path:
    if not Path(text).expanduser().is_dir():
        raise Unfit("must name a folder that exists.")
    return Path(text).expanduser().absolute()


def _bind_host(text: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9_.:-]+", text):
        raise Unfit("must be a host name or an address without port or brackets, such as 127.0.0.1 or 0.0.0.0.")
    return text


def _role(text: str) -> str:
    if text and not re.fullmatch(r"[a-z_][a-z0-9_]{0,62}", text):
        raise Unfit(
            "must be a PostgreSQL role in lower-case letters, digits and underscores, "
            "or empty to act as the login role."
        )
    return text


def _secret_keys(text: str) -> tuple[str, ...]:
    keys = split_list(text)
    short = [str(position) for position, key in enumerate(keys, 1) if len(key) < 32]
    if short or not keys:
        which = f"key {', '.join(short)} is too short" if short else "is empty"
        raise Unfit(f"{which}; give comma-separated keys of at least 32 characters, as `openssl rand -hex 32` makes.")
    return keys


def _secret(text: str) -> str:
    if len(text) < 32:
        raise Unfit("is too short; give at least 32 characters, as `openssl rand -hex 32` makes.")
    return text


def split_list(text: str) -> tuple[str, ...]:
    """Split a comma-separated text; blanks around the entries and empty entries are dropped."""
    return tuple(part.strip() for part in text.split(",") if part.strip())


def unique_json(text: str) -> Any:
    """Read JSON and raise `Unfit` when it is none or when an object names a member twice."""

    def members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        if len({name for name, _ in pairs}) < len(pairs):
            raise Unfit("names a member twice; keep one of them.")
        return dict(pairs)

    try:
        return json.loads(text, object_pairs_hook=members)
    except (json.JSONDecodeError, RecursionError) as error:
        raise Unfit("is not valid JSON.") from error


BOOLEAN = Kind("`true` or `false`", _boolean)
DIRECTORY = Kind("directory", _directory)
FILE = Kind("file", _file)
FOLDER = Kind("folder", _folder)
BIND_HOST = Kind("host name or address", _bind_host)
ROLE = Kind("PostgreSQL role", _role)
SECRET = Kind("secret", _secret)
SECRET_KEYS = Kind("comma-separated secrets", _secret_keys)
