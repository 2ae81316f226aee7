"""Processes that help to measure: told what to do by lines on their standard input, they answer by lines of JSON."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench.measuring import Failed
from bench.processes import pinned

Helper = subprocess.Popen[str]


@contextmanager
def helper(cores: frozenset[int], module: str, *arguments: str) -> Iterator[Helper]:
    """A module of ours in a process of its own, on some cores alone; it is killed at the end."""
    command = pinned(cores, [sys.executable, "-m", module, *arguments])
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=Path.cwd())
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def order(process: Helper, line: object) -> None:
    """Tells it what to do next."""
    assert process.stdin is not None
    process.stdin.write(f"{line}\n")
    process.stdin.flush()


def answer(process: Helper) -> dict[str, Any]:
    """What it says to an order; raises Failed."""
    assert process.stdout is not None
    line = process.stdout.readline()
    if not line:
        raise Failed(f"a helper has ended: {process.args!r}")
    said: dict[str, Any] = json.loads(line)
    return said
