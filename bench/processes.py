"""Servers as processes: pinned to a core, and what the kernel says of their time and memory."""

import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

_TICK = os.sysconf("SC_CLK_TCK")
_PATIENCE_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Cores:
    """Which cores the server, the load and PostgreSQL run on."""

    server: frozenset[int]
    load: frozenset[int]
    database: frozenset[int]

    @classmethod
    def here(cls) -> "Cores":
        """One core for the server, one for the load; PostgreSQL takes the others, or shares that of the load."""
        first, *others = sorted(os.sched_getaffinity(0))
        load = frozenset(others[:1] or [first])
        return cls(frozenset([first]), load, frozenset(others[1:]) or load)


class NotStarted(Exception):
    """A server that did not come up; carries the end of what it wrote."""


@dataclass(frozen=True)
class Started:
    """A running server."""

    name: str
    port: int
    pid: int
    headers: Mapping[str, str] = field(default_factory=dict)

    def cpu_seconds(self) -> float:
        """User and system time of the process and everything below it, so far."""
        return tree_seconds(self.pid)

    def megabytes(self) -> float:
        """Its share of memory (PSS), children included."""
        return sum(_pss_kilobytes(pid) for pid in tree(self.pid)) / 1024


@contextmanager
def running(
    name: str, command: Sequence[str], environ: Mapping[str, str], cores: frozenset[int], log: Path
) -> Iterator[Started]:
    """A server on a free port, told by PORT; raises NotStarted. It is stopped at the end."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    told = {**os.environ, **{key: value.replace("{port}", str(port)) for key, value in environ.items()}}
    with log.open("wb") as output:
        process = subprocess.Popen(
            pinned(cores, command),
            env=told | {"PORT": str(port)},
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    try:
        _await(name, process, port, log)
        yield Started(name, port, process.pid)
    finally:
        _stop(process)


def _await(name: str, process: "subprocess.Popen[bytes]", port: int, log: Path) -> None:
    until = time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < until and process.poll() is None:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.05)
    raise NotStarted(f"{name} does not start:\n{log.read_text(errors='replace')[-2_000:]}")


def _stop(process: "subprocess.Popen[bytes]") -> None:
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(timeout=5)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def pinned(cores: frozenset[int], command: Sequence[str]) -> list[str]:
    """A command that runs on some cores alone."""
    return ["taskset", "--cpu-list", ",".join(map(str, sorted(cores))), *command]


def pin(pid: int, cores: frozenset[int]) -> None:
    """Pins a process and all below it."""
    for each in tree(pid):
        # One of them may just have ended.
        with suppress(ProcessLookupError):
            os.sched_setaffinity(each, cores)


def tree_seconds(pid: int) -> float:
    """User and system time of a process and everything below it, also of what has ended there."""
    return sum(_cpu_seconds(each) for each in tree(pid))


def tree(pid: int) -> list[int]:
    """A process and everything below it."""
    found = [pid]
    for parent in found:
        with suppress(OSError):
            for task in Path(f"/proc/{parent}/task").iterdir():
                found += map(int, (task / "children").read_text().split())
    return found


def _cpu_seconds(pid: int) -> float:
    with suppress(OSError):
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        # utime, stime, and those of children that have ended
        return sum(map(int, fields[11:15])) / _TICK
    return 0.0


def _pss_kilobytes(pid: int) -> int:
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1])
    return 0
