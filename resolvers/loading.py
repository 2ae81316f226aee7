"""What one loader has loaded for one operation: asked for one by one or for a whole level, no key is read twice."""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Hashable, Iterable, Mapping, Sequence
from typing import Generic, TypeVar

from aiodataloader import DataLoader

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Loaded(Generic[Key, Value]):
    """The values of a loader by key; a value that is an exception is raised where it is asked for."""

    def __init__(self, batch: Callable[[Sequence[Key]], Awaitable[Sequence[Value]]]) -> None:
        self._batch = batch
        self._values: dict[Key, Value] = {}
        # Futures of what is being read, with its keys: they end with an error for all of these, or None.
        self._read: dict[asyncio.Future[Exception | None], Collection[Key]] = {}
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
        while missing := self._missing(keys):
            if not self._read:
                await self._load(missing)
            elif fresh := [key for key in missing if self._reading(key) is None]:
                await self._load(fresh)
            else:
                await self._join(missing[0])
        return self._values

    def _missing(self, keys: Iterable[Key]) -> list[Key]:
        unique = keys if isinstance(keys, dict) else dict.fromkeys(keys)
        return [key for key in unique if key not in self._values] if self._values else list(unique)

    def _reading(self, key: Key) -> "asyncio.Future[Exception | None] | None":
        """What ends when a key that is being read is there."""
        return next((end for end, keys in self._read.items() if key in keys), None)

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
        self._read[end] = keys
        failed: Exception | None = None
        try:
            self._values.update(zip(keys, await self._batch(keys), strict=True))
        except Exception as error:
            # What failed is not tried again: one failure is told once, wherever the rest of the operation needs it.
            failed = error
            self._values.update(dict.fromkeys(keys, error))  # type: ignore[arg-type]
            raise
        finally:
            del self._read[end]
            end.set_result(failed)

    async def _join(self, key: Key) -> None:
        """Waits for another's batch; when that was cancelled, the keys are simply still missing."""
        end = self._reading(key)
        if end is not None and (failed := await asyncio.shield(end)):
            raise failed
