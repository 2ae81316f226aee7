"""Reads of hand-overs, by the secret of their link."""

from typing import Any

from sqlalchemy import LargeBinary, Select, select

from store.reading import Rows
from store.statement import Row, bound
from store.tables import handover


async def handover_by_secret(source: Rows, token_hash: bytes) -> Row | None:
    """The hand-over behind a link, whatever its state and partner."""
    return next(iter(await source.fetch(_by_secret, (), {"token_hash": token_hash})), None)


def _by_secret() -> Select[Any]:
    return select(handover).where(handover.c.token_hash == bound("token_hash", LargeBinary()))
