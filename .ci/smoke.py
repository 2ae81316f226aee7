"""Smoke test of `make run`: a bare copy of the committed files answers the query it prints, and keeps its data."""

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

FIRST_START, SECOND_START, STOP = 600, 30, 40  # seconds at most; the first one installs


def copy_committed(target: Path) -> None:
    """Copy what git tracks, so that a file somebody forgot to add is missed here too."""
    listing = ["git", "-c", "safe.directory=*", "ls-files", "-z"]
    names = subprocess.run(listing, check=True, capture_output=True).stdout  # noqa: S603
    pack = ["tar", "--create", "--null", "--files-from=-"]
    packed = subprocess.run(pack, input=names, check=True, capture_output=True).stdout  # noqa: S603
    subprocess.run(["tar", "--extract", "--directory", str(target)], input=packed, check=True)  # noqa: S603, S607


def free_port() -> int:
    """A port of loopback that nobody listens to."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def is_ready(port: int) -> bool:
    """Whether /health/ready answers 200."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/health/ready")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


def wait_until_ready(make: subprocess.Popen[bytes], port: int, limit: float, output: Path) -> float:
    """Seconds until ready; exits with the output when `make run` ends or takes longer than `limit` seconds."""
    started = time.monotonic()
    while not is_ready(port):
        if make.poll() is not None or time.monotonic() - started > limit:
            sys.exit(f"make run was not ready after {limit} s, or ended:\n{output.read_text()}")
        time.sleep(0.2)
    return time.monotonic() - started


def server_of(make: subprocess.Popen[bytes]) -> int:
    """The process that make waits for: the server itself, since the recipe ends in `exec`."""
    (child,) = Path(f"/proc/{make.pid}/task/{make.pid}/children").read_text().split()
    return int(child)


@contextmanager
def running(checkout: Path, port: int, limit: float) -> Iterator[str]:
    """`make run` while it serves, as what it printed; stopped by SIGTERM, after which it must exit with 0."""
    output = checkout / "output"
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("GATEWAY_", "MAKE"))}
    environment |= {"GATEWAY_PORT": str(port), "GATEWAY_DATA_DIR": str(checkout / "data")}
    with output.open("wb") as log:
        make = subprocess.Popen(["make", "run"], cwd=checkout, env=environment, stdout=log, stderr=log)  # noqa: S607
    try:
        print(f"ready after {wait_until_ready(make, port, limit, output):.1f} s")  # noqa: T201
        yield output.read_text()
        os.kill(server_of(make), signal.SIGTERM)
        if make.wait(STOP) != 0:
            sys.exit(f"SIGTERM ended make run with {make.returncode}:\n{output.read_text()}")
    finally:
        make.kill()


def parsed(text: str) -> dict[str, Any]:
    """The JSON object in the text; empty when it is something else."""
    try:
        body = json.loads(text)
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}


def answer(printed: str) -> dict[str, Any]:
    """The data that the printed curl command gets; exits when there is none, or errors."""
    found = re.search(r"^[ $]*(curl (?:.*\\\n)*.*)", printed, re.MULTILINE)
    if found is None:
        sys.exit(f"make run printed no curl command:\n{printed}")
    done = subprocess.run(["bash", "-c", found[1]], check=False, capture_output=True, text=True, timeout=30)  # noqa: S603, S607
    body = parsed(done.stdout)
    if done.returncode or not body.get("data") or body.get("errors"):
        sys.exit(f"the printed command does not answer with data:\n{found[1]}\n{done.stdout}{done.stderr}")
    return dict(body["data"])


def main() -> None:
    """Start, ask, stop; start again, ask the first question again."""
    with tempfile.TemporaryDirectory() as folder:
        checkout, port = Path(folder), free_port()
        copy_committed(checkout)
        with running(checkout, port, FIRST_START) as printed:
            first = answer(printed)
        with running(checkout, port, SECOND_START):
            again = answer(printed)
    if again != first:
        sys.exit(f"the second run does not keep the data:\n{first}\n{again}")
    print("the printed query answers, with the same data after a restart")  # noqa: T201


if __name__ == "__main__":
    main()
