"""What one loader has loaded for one operation: asked for one by one or for a whole level, no key is read twice."""

import asyncio
from collections.abc import Awaitable, Callable, Hashable, Iterable, Mapping, Sequence
from typing import Generic, TypeVar

from aiodataloader import DataLoader

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Loaded(Generic[Key, Value]):
    """The values of a loader by key; a value that is an exception is raised where it is asked for."""

    def __init__(self, batch: Callable[[Sequence[Key]], Awaitable[Sequence[Value]]]) -> None:
        self._batch = batch
        self._values: dict[Key, Value] = {}
        # Keys that are being read, and the future that ends with them: an error for all of them, or None.
        self._read: dict[Key, asyncio.Future[Exception | None]] = {}
        self._loader: DataLoader[Key, Value] | None = None

    async def one(self, key: Key) -> Value:
        """The value of a key; those asked for at the same time share one batch."""
        if key in self._values:
            return self._known(key)
        if self._loader is None:
            self._loader = DataLoader(self._each)
        # Without the shield a cancelled sibling would cancel the future that others wait for.
        return await asyncio.shield(self._loader.load(key))

    async def many(self, keys: Iterable[Key]) -> Mapping[Key, Value]:
        """The values of keys (and of others): one batch for those not known yet, unless they are being read."""
        while missing := [key for key in dict.fromkeys(keys) if key not in self._values]:
            if fresh := [key for key in missing if key not in self._read]:
                await self._load(fresh)
            else:
                await self._join(self._read[missing[0]])
        return self._values

    def _known(self, key: Key) -> Value:
        value = self._values[key]
        if isinstance(value, Exception):
            raise value
        return value

    async def _each(self, keys: list[Key]) -> list[Value]:
        found = await self.many(keys)
        return [found[key] for key in keys]

    async def _load(self, keys: Sequence[Key]) -> None:
        end: asyncio.Future[Exception | None] = asyncio.get_running_loop().create_future()
        self._read.update(dict.fromkeys(keys, end))
        failed: Exception | None = None
        try:
            self._values.update(zip(keys, await self._batch(keys), strict=True))
        except Exception as error:
            # What failed is not tried again: one failure is told once, wherever the rest of the operation needs it.
            failed = error
            self._values.update(dict.fromkeys(keys, error))  # type: ignore[arg-type]
            raise
        finally:
            for key in keys:
                del self._read[key]
            end.set_result(failed)

    @staticmethod
    async def _join(end: "asyncio.Future[Exception | None]") -> None:
        """Waits for another's batch; when that was cancelled, the keys are simply still missing."""
        if failed := await asyncio.shield(end):
            raise failed
