"""Reads of connect links, by the secret of the link."""

from typing import Any

from sqlalchemy import LargeBinary, Select, select

from store.reading import Rows
from store.statement import Row, bound
from store.tables import connect_link


async def connect_link_by_secret(source: Rows, token_hash: bytes) -> Row | None:
    """The link with a secret, whatever its state and partner."""
    return next(iter(await source.fetch(_by_secret, (), {"token_hash": token_hash})), None)


def _by_secret() -> Select[Any]:
    return select(connect_link).where(connect_link.c.token_hash == bound("token_hash", LargeBinary()))
