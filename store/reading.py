"""An operation's reads: one connection, taken at the first SELECT, one consistent snapshot."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any, Protocol, TypeVar

from sqlalchemy import Executable

from store.engine import Store
from store.faults import Contended, StoreFault, told, told_apart
from store.fused import fused
from store.snapshots import OPENING_SECONDS, Snapshot, fetch_alone, open_snapshot
from store.statement import Builder, Row, Statement
from store.tenancy import Keys
from store.together import Together, Wanted, Work, go_on

__all__ = ["Reader", "Row", "Rows", "read_alone"]

T = TypeVar("T")


class Rows(Protocol):
    """Whatever answers SELECTs: an operation's reader or a unit of work."""

    async def fetch(self, build: Builder, shape: Sequence[Any], given: Mapping[str, Any]) -> Sequence[Row]:
        """All rows of the kept statement of a shape, with the values given for what is bound in it."""

    async def rows(self, statement: Executable) -> Sequence[Row]:
        """All rows of a statement that is not kept."""


async def read_alone(store: Store, build: Builder, given: Mapping[str, Any]) -> Sequence[Row]:
    """All rows of a kept statement that opens them itself, in one round trip; on PostgreSQL only.

    Raises as `Reader.fetch` does.
    """
    if store.lanes is None:
        raise TypeError("only PostgreSQL has rows that are to be opened")
    async with store.readers.turn(), told_apart():
        return await fetch_alone(store.lanes, store.statements.kept(build), given, OPENING_SECONDS)


class Reader:
    """Reads of one operation, one statement after another; `refresh` starts the next snapshot, `close` ends it all."""

    def __init__(self, store: Store, keys: Keys) -> None:
        self._store = store
        self._keys = keys
        self._turn = asyncio.Lock()
        self._snapshot: Snapshot | None = None
        self._running: asyncio.Task[Any] | None = None
        self._closed = False
        self._loop: asyncio.AbstractEventLoop | None = None
        # Whether what is wanted now waits for what others want.
        self._collects = False

    async def fetch(self, build: Builder, shape: Sequence[Any], given: Mapping[str, Any]) -> Sequence[Row]:
        """All rows of a kept statement; loaders that run at the same time take turns.

        Raises StoreFault, and what the driver raises for a statement that is wrong.
        """
        kept = self._store.statements.kept(build, *shape)
        return await (Wanted(kept, given) if self._collects else self._read(kept, given))

    async def together(self, works: Sequence[Work]) -> list[Any]:
        """The results of coroutines that read, side by side; one that fails has its exception as its result.

        On PostgreSQL what they ask at the same time is one statement.
        """
        return await Together(works, self._step).run(self._answers)

    async def rows(self, statement: Executable) -> Sequence[Row]:
        """All rows of a statement that is not kept."""
        return await self._read(self._store.statements.once(statement), {})

    async def refresh(self) -> None:
        """Gives the connection back; what is read from now on sees what was committed until now."""
        async with self._turn:
            await self._give_back()

    async def close(self) -> None:
        """Ends the operation's reads, the running one included, and gives the connection back."""
        self._closed = True
        if self._running is not None:
            self._running.cancel()
        await self.refresh()

    def _step(self, work: Work, answer: Any) -> Any:
        self._collects = True
        try:
            return go_on(work, answer)
        finally:
            self._collects = False

    async def _answers(self, wanted: Sequence[Wanted]) -> list[Sequence[Row] | Exception]:
        plain = [one for one in wanted if one.kept.is_plain] if self._store.is_postgres else []
        found = await self._at_once(plain) if len(plain) > 1 else {}
        return [found[one] if one in found else await self._alone(one) for one in wanted]

    async def _at_once(self, wanted: Sequence[Wanted]) -> Mapping[Wanted, Sequence[Row] | Exception]:
        together, given = fused(*[one.kept for one in wanted]), [one.given for one in wanted]
        try:
            return dict(zip(wanted, await self._read(together, given), strict=True))
        except Contended:
            # Somebody holds what one of them needs; the others do not wait for it.
            return {}
        except StoreFault as fault:
            return dict.fromkeys(wanted, fault)
        except Exception:
            # One of them is wrong: each is asked alone, and fails for itself.
            return {}

    async def _alone(self, one: Wanted) -> Sequence[Row] | Exception:
        try:
            return await self._read(one.kept, one.given)
        except Exception as error:
            return error

    async def _read(self, statement: Statement[T], given: Any) -> T:
        async with self._turn:
            if self._closed:
                # Loaders outlive an operation that failed or was left; nobody waits for them any more.
                raise asyncio.CancelledError
            self._running = self._task()
            try:
                snapshot = self._snapshot or await self._open()
                return await snapshot.fetch(statement, given)
            except asyncio.CancelledError:
                await self._give_up()
                raise
            except Exception as error:
                # A failed statement spoils its transaction; the next one starts anew.
                await self._give_back()
                fault = told(error)
                if fault is error:
                    raise
                raise fault from error
            finally:
                self._running = None

    def _task(self) -> asyncio.Task[Any] | None:
        # Finding out which loop is running costs more than finding its task.
        if self._loop is None:
            self._loop = asyncio.get_running_loop()
        return asyncio.current_task(self._loop)

    async def _open(self) -> Snapshot:
        await self._store.readers.take()
        try:
            self._snapshot = await open_snapshot(self._store, self._keys, OPENING_SECONDS)
        finally:
            if self._snapshot is None:
                self._store.readers.give_back()
        return self._snapshot

    async def _give_up(self) -> None:
        """A connection whose statement was cut off is not used again."""
        snapshot, self._snapshot = self._snapshot, None
        if snapshot is not None:
            try:
                await snapshot.drop()
            finally:
                self._store.readers.give_back()

    async def _give_back(self) -> None:
        snapshot, self._snapshot = self._snapshot, None
        if snapshot is not None:
            try:
                await snapshot.end()
            finally:
                self._store.readers.give_back()
