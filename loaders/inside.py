"""Reads inside a unit of work, one statement after another, with a note of the clients that their rows are of."""

import asyncio
from collections.abc import Awaitable, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Executable

from store.reading import Row, Rows
from store.statement import Builder


class Inside:
    """The rows of a unit of work, for loaders that run side by side; `clients` have been told of.

    Once `is_open` is false, whoever still wants something is too late: the transaction goes on, or is over.
    """

    def __init__(self, work: Rows) -> None:
        self.clients: set[UUID] = set()
        self.is_open = True
        self._work = work
        self._turn = asyncio.Lock()

    async def fetch(self, build: Builder, shape: Sequence[Any], given: Mapping[str, Any]) -> Sequence[Row]:
        """All rows of a kept statement."""
        return await self._read(self._work.fetch(build, shape, given))

    async def rows(self, statement: Executable) -> Sequence[Row]:
        """All rows of a statement that is not kept."""
        return await self._read(self._work.rows(statement))

    async def _read(self, reading: Awaitable[Sequence[Row]]) -> Sequence[Row]:
        async with self._turn:
            if not self.is_open:
                raise asyncio.CancelledError
            rows = await reading
        self.clients.update(filter(_is_id, map(_client_of, rows)))
        return rows


def _client_of(row: Row) -> Any:
    return row.id if getattr(row, "typename", None) == "Client" else getattr(row, "client_id", None)


def _is_id(found: Any) -> bool:
    """An integration's `client_id` is its name in OAuth."""
    return isinstance(found, UUID)
