"""The packages of the peers that run on Node.js."""

import subprocess
from pathlib import Path

import orjson

from tests.servers.node import Missing, program

FOLDER = Path(__file__).with_name("on_node")
_OLDEST = 22


def problem() -> str | None:
    """Why nothing can run on Node.js here, if so."""
    try:
        told = subprocess.run([program(), "--version"], capture_output=True, text=True, check=True).stdout
    except (Missing, OSError, subprocess.CalledProcessError) as missing:
        return str(missing)
    if int(told.strip("v\n").split(".")[0]) < _OLDEST:
        return f"Node.js {told.strip()} is too old: `make bench` installs a newer one"
    installed = (FOLDER / "node_modules").exists()
    return None if installed else "the packages of the peers are not installed: `make bench` does that"


def version(package: str) -> str:
    """The version of a package, as far as it is installed."""
    described = FOLDER / "node_modules" / package / "package.json"
    return str(orjson.loads(described.read_bytes())["version"]) if described.exists() else "not installed"
