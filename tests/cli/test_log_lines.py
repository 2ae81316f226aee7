"""Whoever reads the log may stand still or be gone: whoever writes it goes on, and what got lost is told."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from io import StringIO

from gateway.log_lines import Lines

LINE = "x" * 1_000 + "\n"
PROGRAM = "import sys; from gateway.log_lines import Lines; [Lines(sys.stderr).write('line\\n') for _ in range(9)]"


class _Gone(StringIO):
    """A stream whose reader is gone for the first 50 writes."""

    tried = 0

    def write(self, text: str) -> int:
        """Says that nobody reads, as long as that is so."""
        self.tried += 1
        if self.tried <= 50:
            raise BrokenPipeError
        return super().write(text)


def test_a_reader_that_stands_still_stops_nobody_and_is_told_what_it_missed() -> None:
    reading, writing = os.pipe()
    lines = Lines(target := os.fdopen(writing, "w"), most=100)
    for _ in range(1_000):
        lines.write(LINE)
    with os.fdopen(reading) as reader, ThreadPoolExecutor(1) as pool:
        read = pool.submit(reader.readlines)
        lines.close(20)
        target.close()
        told = [line for line in read.result() if line != LINE]
        whole = len(read.result()) - len(told)
    assert told
    assert all("log lines were dropped" in line for line in told)
    assert sum(int(line.split()[0]) for line in told) + whole == 1_000
    assert whole >= 100


def test_a_reader_that_is_gone_stops_nobody() -> None:
    lines = Lines(target := _Gone())
    for _ in range(100):
        assert lines.write(LINE) == len(LINE)
    lines.close(20)
    *rest, last = target.getvalue().splitlines(keepends=True)
    assert target.tried > 50
    assert last == LINE
    assert 0 < rest.count(LINE) < 99
    assert any("log lines were dropped" in line for line in rest)


def test_a_process_that_ends_has_written_all_its_lines() -> None:
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True)
    assert done.stderr == "line\n" * 9
