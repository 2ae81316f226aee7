"""What waits for a reader that lags: in order, the newest about each client."""

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any

import orjson

from gateway.streams import Frame

# What Python keeps of a waiting entry beside its bytes.
_OVERHEAD_BYTES = 400


@dataclass(slots=True)
class Waiting:
    """Bytes that are ready, or a frame of a stream; `coalesced` frames about the same client gave way to it."""

    data: bytes
    stream: Any = None
    cursor: str = ""
    coalesced: int = 0

    def payload(self) -> bytes:
        """The frame's payload, which tells in `extensions.coalesced` how many gave way to it."""
        if not self.coalesced:
            return self.data
        result = orjson.loads(self.data)
        result["extensions"] = {**result.get("extensions", {}), "coalesced": self.coalesced}
        return orjson.dumps(result)


class Backlog:
    """Entries in the order in which they go out; `size` is the memory that they take, in bytes."""

    def __init__(self) -> None:
        self._waiting: dict[Hashable, Waiting] = {}
        self._kept = 0
        self.size = 0

    def __bool__(self) -> bool:
        return bool(self._waiting)

    def keep(self, data: bytes) -> None:
        """Adds bytes that must go out as they are."""
        self._add(self._next(), Waiting(data))

    def put(self, stream: Any, frame: Frame) -> None:
        """Adds a frame of a stream; the one that waits about the same client gives way to it."""
        key = self._next() if frame.about is None else (id(stream), frame.about)
        older = self._remove(key)
        coalesced = older.coalesced + 1 if older else 0
        self._add(key, Waiting(frame.payload, stream, frame.cursor, coalesced))

    def pop(self) -> Waiting:
        """Takes the oldest out."""
        first = next(iter(self._waiting))
        found = self._remove(first)
        assert found is not None
        return found

    def clear(self) -> None:
        """Forgets everything."""
        self._waiting.clear()
        self.size = 0

    def _add(self, key: Hashable, entry: Waiting) -> None:
        self._waiting[key] = entry
        self.size += len(entry.data) + _OVERHEAD_BYTES

    def _remove(self, key: Hashable) -> Waiting | None:
        found = self._waiting.pop(key, None)
        if found is not None:
            self.size -= len(found.data) + _OVERHEAD_BYTES
        return found

    def _next(self) -> int:
        self._kept += 1
        return self._kept
