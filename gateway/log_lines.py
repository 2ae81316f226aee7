"""Log lines on their way out: whoever writes one never waits for whoever reads them."""

import queue
import threading
from multiprocessing.util import Finalize
from typing import TextIO

MOST = 10_000
# Of a process that ends.
_LAST_SECONDS = 2.0


class Lines:
    """A stream that a thread of its own copies to `target`; lines beyond `most` that wait are dropped and counted."""

    def __init__(self, target: TextIO, most: int = MOST) -> None:
        self._target = target
        self._waiting: queue.Queue[str | None] = queue.Queue(most)
        self._dropped = 0
        self._counting = threading.Lock()
        self._thread = threading.Thread(target=self._copy, name="log lines", daemon=True)
        self._thread.start()
        # Also at the end of a worker process, which does not go by `atexit`.
        self._end = Finalize(None, self.close, exitpriority=1)

    def write(self, text: str) -> int:
        """Takes a text without waiting; drops and counts it where too many wait."""
        try:
            self._waiting.put_nowait(text)
        except queue.Full:
            with self._counting:
                self._dropped += 1
        return len(text)

    def flush(self) -> None:
        """The thread does so after every text."""

    def close(self, seconds: float = _LAST_SECONDS) -> None:
        """Ends the thread once everything is out; not waited for longer, for there may be no reader."""
        self._end.cancel()
        try:
            self._waiting.put(None, timeout=seconds)
        except queue.Full:
            return
        self._thread.join(seconds)

    def _copy(self) -> None:
        while (text := self._waiting.get()) is not None:
            self._out(text)
            if dropped := self._taken():
                self._out(f"{dropped} log lines were dropped: they were not read fast enough.\n")

    def _taken(self) -> int:
        with self._counting:
            dropped, self._dropped = self._dropped, 0
        return dropped

    def _out(self, text: str) -> None:
        try:
            self._target.write(text)
            self._target.flush()
        except (OSError, ValueError):
            # Nobody reads any more, or the stream is closed: there is no place to say so.
            with self._counting:
                self._dropped += 1
