"""Lines of a file of facts, numbered: plain, packed with gzip, or standard input."""

import gzip
import sys
import zlib
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
# A mark that some programs put before everything else.
_MARK = b"\xef\xbb\xbf"


class Broken(Exception):
    """The rest of a file cannot be read; says from where on, and why."""


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
    """Every line; raises Broken."""
    packed = hasattr(file, "peek") and file.peek(2)[:2] == _PACKED
    source = gzip.GzipFile(fileobj=file) if packed else file
    number, place = 0, 0
    while raw := _next(source, number):
        number += 1
        is_whole, read = len(raw) <= MOST_BYTES or raw.endswith(b"\n"), len(raw)
        while not is_whole and not raw.endswith(b"\n") and (raw := _next(source, number)):
            read += len(raw)
        place = place + read if not packed else file.tell() if file.seekable() else 0
        text = raw.removeprefix(_MARK).strip() if number == 1 else raw.strip()
        if not is_whole:
            yield Line(number, place, None, _TOO_LONG)
        elif text:
            yield _read(number, place, text)


def _next(source: gzip.GzipFile | BinaryIO, number: int) -> bytes:
    try:
        return source.readline(MOST_BYTES + 1)
    except EOFError:
        raise Broken(f"after line {number} the packed file ends too early") from None
    except (zlib.error, gzip.BadGzipFile):
        raise Broken(f"after line {number} the packed bytes are damaged") from None
    except OSError as error:
        raise Broken(f"after line {number}: {error.strerror or error}") from None


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
