"""Answers that are remembered for their idempotency keys, as long as the keys are."""

from datetime import datetime

from sqlalchemy import delete, select, tuple_

from store.engine import Store
from store.tables import idempotency
from store.tenancy import Keys
from store.transaction import writing

_AT_ONCE = 1_000
_KEY = tuple(idempotency.primary_key)


async def prune_answers(store: Store, before: datetime) -> int:
    """Removes keys from before a moment with their answers, of all partners; returns how many. Raises StoreFault."""
    removed = 0
    some = select(*_KEY).where(idempotency.c.created_at < before).limit(_AT_ONCE)
    while True:
        async with writing(store, Keys(worker=True)) as transaction:
            gone = await transaction.change(delete(idempotency).where(tuple_(*_KEY).in_(some)))
        removed += gone
        if gone < _AT_ONCE:
            return removed
