"""Lines of a file of facts, numbered: plain, packed with gzip, or standard input."""

import gzip
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, NamedTuple

from domain.facts.fact import Fact
from domain.facts.reading import Malformed, read
from gateway.http.strict_json import Unreadable, load

MOST_BYTES = 16_384
_TOO_LONG = f"The line is longer than {MOST_BYTES} bytes."
_PACKED = b"\x1f\x8b"


class Line(NamedTuple):
    """A line that is not empty: its fact, or why it has none; `place` is how far the file was read by then."""

    number: int
    place: int
    fact: Fact | None
    problem: str = ""
    id: str | None = None


@contextmanager
def opened(name: str) -> Iterator[tuple[BinaryIO, int | None]]:
    """The bytes of a file and how many there are; of standard input (`-`) nobody knows. Raises OSError."""
    if name == "-":
        yield sys.stdin.buffer, None
        return
    with Path(name).open("rb") as file:
        yield file, Path(name).stat().st_size


def lines_of(file: BinaryIO) -> Iterator[Line]:
    """Every line; raises OSError or EOFError when packed bytes are broken."""
    packed = hasattr(file, "peek") and file.peek(2)[:2] == _PACKED
    source = gzip.GzipFile(fileobj=file) if packed else file
    number, place = 0, 0
    while raw := source.readline(MOST_BYTES + 1):
        number += 1
        is_whole = len(raw) <= MOST_BYTES or raw.endswith(b"\n")
        while not is_whole and not raw.endswith(b"\n") and (raw := source.readline(MOST_BYTES)):
            pass
        place = place + len(raw) if not packed else file.tell() if file.seekable() else 0
        if not is_whole:
            yield Line(number, place, None, _TOO_LONG)
        elif raw.strip():
            yield _read(number, place, raw.strip())


def _read(number: int, place: int, raw: bytes) -> Line:
    try:
        value = load(raw, "The line")
    except Unreadable as unreadable:
        return Line(number, place, None, str(unreadable))
    try:
        return Line(number, place, read(value))
    except Malformed as malformed:
        id = value.get("id") if isinstance(value, dict) else None
        return Line(number, place, None, str(malformed), id if isinstance(id, str) else None)
