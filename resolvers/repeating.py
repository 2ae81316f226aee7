"""One effect and one answer for each idempotency key."""

import hashlib
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass, is_dataclass, replace
from datetime import timedelta
from typing import Any

import orjson

from domain.errors import UserErrorCode, refuse
from resolvers.outcome import Json, Outcome
from store.faults import Contended, told_apart
from store.reading import Row
from store.tables import idempotency
from store.writing import UnitOfWork

KEPT = timedelta(hours=24)
Act = Callable[[UnitOfWork], Awaitable[Outcome]]
# What was said of an outcome, if that is to be told again; called when everything is done but not yet committed.
Say = Callable[[Outcome], Awaitable[Json | None]]


class Awaited(Exception):
    """The first request with a key takes longer than a lock is waited for; nothing was done, try again."""


@dataclass(frozen=True, slots=True)
class Key:
    """Whose key it is, of which mutation, and what was asked for under it."""

    principal: str
    mutation: str
    key: str
    digest: bytes

    @property
    def place(self) -> dict[str, Any]:
        """Where it is kept."""
        return {"principal": self.principal, "mutation": self.mutation, "key": self.key}


def key_of(principal: str, mutation: str, input: Any) -> Key | None:
    """The key of an input, if it has one."""
    key = getattr(input, "idempotency_key", None)
    return None if key is None else Key(principal, mutation, key, _digest(input))


async def once(work: UnitOfWork, key: Key, act: Act, say: Say) -> Outcome:
    """What `act` gives, or what it gave under the same key, with what was said of it; raises `Awaited`."""
    known = await _claim(work, key)
    if known is not None:
        return _remembered(known, key)
    outcome = await act(work)
    await work.conclude()
    outcome = replace(outcome, said=await say(outcome))
    await work.update(idempotency, {"outcome": outcome.to_json()}, **key.place)
    return outcome


async def _claim(work: UnitOfWork, key: Key) -> Row | None:
    """Takes a key, unless it is taken: then what is known of it, once whoever took it is done."""
    claim = key.place | {"input_hash": key.digest, "created_at": work.now}
    try:
        async with told_apart():
            if await work.insert_new(idempotency, claim):
                return None
            known = await work.get(idempotency, lock=True, **key.place)
    except Contended as held:
        raise Awaited from held
    if known is None:
        raise Awaited
    if known.created_at > work.now - KEPT:
        return known
    await work.delete(idempotency, **key.place)
    await work.insert(idempotency, claim)
    return None


def _remembered(known: Row, key: Key) -> Outcome:
    if known.input_hash != key.digest:
        message = "This idempotency key was used with another input; take a new key for a new request."
        raise refuse(UserErrorCode.IDEMPOTENCY_KEY_REUSED, message, "input", "idempotencyKey")
    return Outcome.from_json(known.outcome)


def _digest(input: Any) -> bytes:
    plain = asdict(input) if is_dataclass(input) and not isinstance(input, type) else input
    return hashlib.sha256(orjson.dumps(plain, default=str, option=orjson.OPT_SORT_KEYS)).digest()
