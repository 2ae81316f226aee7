"""How every mutation runs: one unit of work, one effect per idempotency key, refusals as user errors."""

import hashlib
from collections.abc import Awaitable, Callable
from dataclasses import asdict, is_dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import orjson

from domain.errors import Refused, UserErrorCode, refuse
from resolvers.authority import check_unchanged, viewer_now
from resolvers.context import Context, Info
from resolvers.outcome import Outcome
from store.faults import Contended
from store.reading import Row
from store.tables import idempotency
from store.writing import Actor, UnitOfWork

KEPT = timedelta(hours=24)
Act = Callable[[UnitOfWork], Awaitable[Outcome]]


class _DryRun(Exception):
    """Leaves the unit of work without a trace, carrying the outcome that it would have had."""

    def __init__(self, outcome: Outcome) -> None:
        self.outcome = outcome


async def mutate(
    info: Info,
    input: Any,
    act: Act,
    *,
    partner_id: UUID | None = None,
    actor: Actor | None = None,
    principal: str | None = None,
) -> Outcome:
    """Runs `act` in one transaction; raises nothing for what a person can mend.

    An input may carry `idempotency_key` (the same key gives the same outcome once) and `validate_only`
    (everything is checked, nothing is kept). In another firm than the caller's (`partner_id`), and for the platform,
    a link is what counts, and the caller's rights do not.
    """
    context = info.context
    by_link = partner_id is not None and partner_id != context.viewer.partner_id
    # Whoever holds a connection for reading must not wait for one to write with.
    await context.refresh()
    try:
        async with context.unit_of_work(partner_id, actor) as work:
            if not by_link:
                await check_unchanged(work, context)
            outcome = await _once(work, context, info.field_name, input, act, principal)
            afterwards = context.viewer if by_link else await viewer_now(work, context.viewer)
        context.become(afterwards)
        return outcome
    except Refused as refusal:
        return Outcome(errors=refusal.errors)
    except _DryRun as dry_run:
        return dry_run.outcome
    except Contended:
        busy = refuse(UserErrorCode.CONFLICT, "Somebody else changed this at the same moment; look again and retry.")
        return Outcome(errors=busy.errors)
    finally:
        await context.refresh()


async def _once(
    work: UnitOfWork, context: Context, mutation: str, input: Any, act: Act, principal: str | None
) -> Outcome:
    key = getattr(input, "idempotency_key", None)
    if getattr(input, "validate_only", False):
        raise _DryRun(await act(work))
    if key is None:
        return await act(work)
    place: dict[str, Any] = {"principal": principal or context.viewer.principal, "mutation": mutation, "key": key}
    digest = _digest(input)
    claim = place | {"input_hash": digest, "created_at": work.now}
    if not await work.insert_new(idempotency, claim):
        known = await work.get(idempotency, lock=True, **place)
        if known is None or known.created_at > work.now - KEPT:
            return _remembered(known, digest)
        await work.delete(idempotency, **place)
        await work.insert(idempotency, claim)
    outcome = await act(work)
    await work.update(idempotency, {"outcome": outcome.to_json()}, **place)
    return outcome


def _remembered(known: Row | None, digest: bytes) -> Outcome:
    if known is None or known.input_hash != digest:
        message = "This idempotency key was used with another input; take a new key for a new request."
        raise refuse(UserErrorCode.IDEMPOTENCY_KEY_REUSED, message, "input", "idempotencyKey")
    return Outcome.from_json(known.outcome)


def _digest(input: Any) -> bytes:
    plain = asdict(input) if is_dataclass(input) and not isinstance(input, type) else input
    return hashlib.sha256(orjson.dumps(plain, default=str, option=orjson.OPT_SORT_KEYS)).digest()
