"""Secrets that a development installation makes for itself: written once, readable by their owner only."""

import os
import tempfile
from collections.abc import Callable
from pathlib import Path


def read_or_create(path: Path, create: Callable[[], str]) -> str:
    """Give the text of the file, creating it (mode 0600) with `create()` when it does not exist.

    Of several processes that start at once exactly one creates the file, and all get its text.
    Raises `OSError` when the directory cannot be written or the file cannot be read.
    """
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        _publish(path, create())
    return path.read_text("utf-8")


def _publish(path: Path, text: str) -> None:
    # mkstemp makes the draft with mode 0600; a hard link appears whole or not at all and never replaces a winner's file
    descriptor, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        Path(draft).unlink()
