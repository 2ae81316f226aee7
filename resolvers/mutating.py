"""How every mutation runs: one unit of work, one effect per idempotency key, refusals as user errors."""

from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from domain.access import Viewer
from domain.errors import Refused, UserErrorCode, refuse
from resolvers.authority import check_unchanged, viewer_now
from resolvers.context import Info
from resolvers.outcome import Json, Outcome
from resolvers.repeating import Act, Awaited, key_of, once
from resolvers.saying import say, tell
from store.faults import Contended
from store.writing import Actor, UnitOfWork

__all__ = ["Act", "mutate"]

# How often the first request with a key is waited for, each time as long as for any lock; then CONFLICT says it.
_TRIES = 4


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

    An input may carry `idempotency_key` (the same key gives one effect and one answer) and `validate_only`
    (everything is checked, nothing is kept). In another firm than the caller's (`partner_id`), and for the platform,
    a link is what counts, and the caller's rights do not.
    """
    context = info.context
    # Whoever holds a connection for reading must not wait for one to write with.
    await context.refresh()
    try:
        outcome = await _patiently(_Change(info, input, act, partner_id, actor, principal))
    except Refused as refusal:
        return Outcome(errors=refusal.errors)
    except _DryRun as dry_run:
        return dry_run.outcome
    except Contended:
        busy = refuse(UserErrorCode.CONFLICT, "Somebody else changed this at the same moment; look again and retry.")
        return Outcome(errors=busy.errors)
    finally:
        await context.refresh()
    await tell(context, outcome)
    return outcome


async def _patiently(change: "_Change") -> Outcome:
    for _ in range(_TRIES):
        with suppress(Awaited):
            return await change.make()
    raise Contended


@dataclass(frozen=True, slots=True)
class _Change:
    """What `mutate` is asked for."""

    info: Info
    input: Any
    act: Act
    partner_id: UUID | None
    actor: Actor | None
    principal: str | None

    async def make(self) -> Outcome:
        """One transaction."""
        context = self.info.context
        async with context.unit_of_work(self.partner_id, self.actor) as work:
            if not self._is_by_link:
                await check_unchanged(work, context)
            outcome = await self._once(work)
            afterwards = await self._viewer(work)
        context.become(afterwards)
        return outcome

    @property
    def _is_by_link(self) -> bool:
        return self.partner_id is not None and self.partner_id != self.info.context.viewer.partner_id

    async def _once(self, work: UnitOfWork) -> Outcome:
        if getattr(self.input, "validate_only", False):
            raise _DryRun(await self.act(work))
        principal = self.principal or self.info.context.viewer.principal
        key = key_of(principal, self.info.field_name, self.input)
        return await self.act(work) if key is None else await once(work, key, self.act, partial(self._say, work))

    async def _say(self, work: UnitOfWork, outcome: Outcome) -> Json | None:
        """By a link nothing but plain values is told, which the outcome keeps itself."""
        return None if self._is_by_link else await say(work, self.info.context, await self._viewer(work), outcome)

    async def _viewer(self, work: UnitOfWork) -> Viewer:
        """The viewer with the rights that the change leaves."""
        viewer = self.info.context.viewer
        return viewer if self._is_by_link else await viewer_now(work, viewer)
