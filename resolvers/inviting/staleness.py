"""Since when open invites ask for attention: looked at when one changes, when limits do, and when time has come."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from domain.attention_rules import PRODUCT, Thresholds
from domain.attention_rules.invites import invite_stale
from domain.invite import OPEN
from domain.vocabulary import AttentionLimit, DueKind, SignalKind, ThresholdSource
from resolvers.inviting.letters import action_of
from store.attention import ALL_CLIENTS, file_due
from store.reading import Row
from store.tables import attention_rule, invite
from store.writing import UnitOfWork

NO_SNOOZE: dict[str, Any] = dict.fromkeys(("snoozed_until", "snoozed_by", "snooze_reason"))


def refresh_invites(work: UnitOfWork, ids: Iterable[UUID]) -> None:
    """Has invites looked at when the unit of work is done: after they were sent, came in, or were opened."""
    work.conclude_with(judge_invites, ids)


async def judge_invites(work: UnitOfWork, ids: Collection[UUID]) -> None:
    """Marks the open ones that are stale by the firm's limits, tells it once, and files when to look again."""
    rows = await work.find(invite, lock=True, id=ids) if ids else []
    waiting = [row for row in rows if row.status in OPEN and row.expires_at > work.now]
    if not waiting:
        return
    limits, moments = await _limits(work), dict[UUID, datetime]()
    for row in waiting:
        since = _since(row, limits)
        await _mark(work, row, since)
        moments[row.id] = min(since, row.expires_at) if since > work.now else row.expires_at
    await file_due(work, DueKind.INVITE, moments)


async def _mark(work: UnitOfWork, row: Row, since: datetime) -> None:
    """Nothing where the moment is the one told already: a clock that is behind takes nothing back."""
    if row.stale_since == since:
        return
    if since <= work.now:
        await work.update(invite, {"stale_since": since}, id=row.id)
        if row.stale_since is None:
            await work.record(f"{action_of(row)}.stale", "INVITE", row.id, after={"stale_since": since})
    elif row.stale_since is not None:
        # Opened after all, set aside, or the firm allows for more time.
        await work.update(invite, {"stale_since": None}, id=row.id)


def _since(row: Row, limits: Thresholds) -> datetime:
    """From when it asks for attention; one that is set aside, not before that is over."""
    since = invite_stale(row.opened_at, row.sent_at, row.expires_at, limits).since
    return max(since, row.snoozed_until) if row.snoozed_until else since


async def _limits(work: UnitOfWork) -> Thresholds:
    """The firm's, else the product's: there is no client yet that could have its own."""
    rule = await work.get(attention_rule, client_id=ALL_CLIENTS, kind=SignalKind.INVITE_STALE)
    values = rule.limits if rule else {}
    return PRODUCT.having({AttentionLimit(name): value for name, value in values.items()}, ThresholdSource.PARTNER)
