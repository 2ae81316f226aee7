"""Reads of hand-overs, by the secret of their link."""

from typing import Any

from sqlalchemy import Row, select

from store.reading import Rows
from store.tables import handover


async def handover_by_secret(source: Rows, token_hash: bytes) -> Row[Any] | None:
    """The hand-over behind a link, whatever its state and partner."""
    statement = select(handover).where(handover.c.token_hash == token_hash)
    return next(iter(await source.rows(statement)), None)
