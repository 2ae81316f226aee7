"""What one loader has loaded for one operation: asked for one by one or for a whole level, no key is read twice."""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from aiodataloader import DataLoader

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Loaded(Generic[Key, Value]):
    """The values of a loader by key; a value that is an exception is raised where it is asked for."""

    def __init__(self, batch: Callable[[Sequence[Key]], Awaitable[Sequence[Value]]]) -> None:
        self._batch = batch
        self._values: dict[Key, Value] = {}
        # What is being read now.
        self._reading: list[_Reading[Key]] = []
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
            if not self._reading:
                await self._load(missing)
            elif fresh := [key for key in missing if self._reading_of(key) is None]:
                await self._load(fresh)
            else:
                await self._join(missing[0])
        return self._values

    def _missing(self, keys: Iterable[Key]) -> list[Key]:
        unique = keys if isinstance(keys, dict) else dict.fromkeys(keys)
        return [key for key in unique if key not in self._values] if self._values else list(unique)

    def _reading_of(self, key: Key) -> "_Reading[Key] | None":
        return next((one for one in self._reading if key in one.keys), None)

    def _known(self, key: Key) -> Value:
        value = self._values[key]
        if isinstance(value, Exception):
            raise value
        return value

    async def _each(self, keys: list[Key]) -> list[Value]:
        found = await self.many(keys)
        return [found[key] for key in keys]

    async def _load(self, keys: Sequence[Key]) -> None:
        reading = _Reading(keys)
        self._reading.append(reading)
        try:
            self._values.update(zip(keys, await self._batch(keys), strict=True))
        except Exception as error:
            # What failed is not tried again: one failure is told once, wherever the rest of the operation needs it.
            reading.failed = error
            self._values.update(dict.fromkeys(keys, error))  # type: ignore[arg-type]
            raise
        finally:
            self._reading.remove(reading)
            if reading.end is not None:
                reading.end.set_result(None)

    async def _join(self, key: Key) -> None:
        """Waits for another's batch; when that was cancelled, the keys are simply still missing."""
        reading = self._reading_of(key)
        if reading is None:
            return
        if reading.end is None:
            reading.end = asyncio.get_running_loop().create_future()
        await asyncio.shield(reading.end)
        if reading.failed:
            raise reading.failed


@dataclass(slots=True, eq=False)
class _Reading(Generic[Key]):
    """Keys that are being read; `end` is there once somebody waits for it, `failed` when it did for all of them."""

    keys: Collection[Key]
    failed: Exception | None = None
    end: asyncio.Future[None] | None = None
