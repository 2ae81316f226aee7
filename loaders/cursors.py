"""Opaque signed cursors, bound to list, filter, order and caller."""

import base64
import hashlib
from collections.abc import Sequence
from datetime import date, datetime
from functools import cached_property
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import ColumnElement, Date, Uuid

from domain.errors import ErrorCode, RequestError
from loaders.order import Order
from loaders.reading import Reads
from store.statement import Row
from store.tables.base import Moment


class Cursors:
    """Writes and reads the cursors of one list; one made for another list, filter, order or caller is refused."""

    def __init__(self, reads: Reads, order: Order, *binding: object) -> None:
        self._reads, self._order, self._bound = reads, order, binding
        self._vault = reads.vault

    @cached_property
    def _binding(self) -> bytes:
        """What a cursor belongs to; many lists are shown without one."""
        reads, order = self._reads, self._order
        named = [reads.viewer.principal, reads.tenant.hex, order.name, order.descending, *map(repr, self._bound)]
        return hashlib.sha256(orjson.dumps(named)).digest()

    def write(self, row: Row) -> str:
        """The cursor of a row of a page."""
        return self.write_keys([getattr(row, f"key_{place}") for place in range(len(self._order.keys))])

    def write_keys(self, keys: Sequence[Any]) -> str:
        """The cursor of what has these values of the order's keys."""
        values = orjson.dumps(list(keys), default=str)
        return _encoded(self._vault.sign(self._binding + values) + values)

    def read(self, cursor: str, argument: str) -> list[Any]:
        """The key values inside a cursor; raises RequestError (BAD_CURSOR)."""
        raw = _decoded(cursor)
        signature, values = raw[:16], raw[16:]
        if _encoded(raw) != cursor or not self._vault.is_signed(self._binding + values, signature):
            raise _bad_cursor(argument)
        return [_typed(key, value) for key, value in zip(self._order.keys, orjson.loads(values), strict=True)]


def _encoded(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _decoded(cursor: str) -> bytes:
    """The bytes of a cursor; none for what is not one."""
    try:
        return base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
    except ValueError:
        return b""


def _typed(key: ColumnElement[Any], value: Any) -> Any:
    if isinstance(key.type, Uuid):
        return UUID(value)
    if isinstance(key.type, Date):
        return date.fromisoformat(value)
    return datetime.fromisoformat(value) if isinstance(key.type, Moment) else value


def _bad_cursor(argument: str) -> RequestError:
    message = f"The cursor in `{argument}` is not one of this list, filter and order; start again without it."
    return RequestError(ErrorCode.BAD_CURSOR, message, {"argument": argument})
