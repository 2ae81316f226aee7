"""What follows for a client's attention when people act: the UNASSIGNED signal, and the verdict over all signals."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from domain.attention import summarize
from domain.attention_rules import PRODUCT, Facts, Signal
from domain.attention_rules.evaluate import RULES
from domain.vocabulary import AccessStatus, AssignmentStatus, AttentionLevel, SignalKind
from store.reading import Row
from store.tables import assignment, client, signal
from store.writing import UnitOfWork

_LIVE_LEVELS = [level.value for level in AttentionLevel if level > AttentionLevel.NONE]


async def refresh_attention(work: UnitOfWork, client_ids: Collection[UUID]) -> None:
    """Brings UNASSIGNED and the attention columns of clients up to date, a few statements for all of them.

    Call it last, after any change of assignments or signals; it locks the clients in the order of their ids.
    """
    if not client_ids:
        return
    clients = await work.find(client, lock=True, id=client_ids)
    signals = await work.find(signal, client_id=client_ids, level=_LIVE_LEVELS)
    staffed = await _staffed(work, client_ids)
    told = {row.client_id: row for row in signals if row.kind == SignalKind.UNASSIGNED}
    verdicts = {row.id: _unassigned(work, row, row.id in staffed, told.get(row.id)) for row in clients}
    await _store(work, [id for id, verdict in verdicts.items() if _is_news(verdict, told.get(id))], verdicts)
    await work.update_each(client, list(_columns(signals, verdicts)))


async def _staffed(work: UnitOfWork, client_ids: Collection[UUID]) -> set[UUID]:
    rows = await work.find(assignment, client_id=client_ids, status=AssignmentStatus.ACTIVE)
    return {row.client_id for row in rows if row.ends_at is None or row.ends_at > work.now}


def _unassigned(work: UnitOfWork, row: Row, is_staffed: bool, told: Row | None) -> Signal:
    """The rule's verdict; a client that was unassigned before has been so since then."""
    if is_staffed or row.access_status == AccessStatus.DISCONNECTED:
        return Signal(SignalKind.UNASSIGNED)
    since = told.since if told else work.now
    facts = Facts(time_zone=row.time_zone, created_at=row.created_at, unassigned_since=since)
    return Signal.of(SignalKind.UNASSIGNED, RULES[SignalKind.UNASSIGNED](facts, work.now, PRODUCT))


def _is_news(verdict: Signal, told: Row | None) -> bool:
    return (verdict.level > AttentionLevel.NONE) is (told is None)


async def _store(work: UnitOfWork, changed: Iterable[UUID], verdicts: dict[UUID, Signal]) -> None:
    """There are only two new states, quiet and fired now, so there are at most two statements."""
    groups: defaultdict[Signal, list[UUID]] = defaultdict(list)
    for id in changed:
        groups[verdicts[id]].append(id)
    for verdict, ids in groups.items():
        values = {"level": verdict.level, "since": verdict.since, "rule": verdict.rule, "threshold": verdict.threshold}
        values |= {"count": verdict.count, "amount_minor": verdict.amount_minor, "facts_at": work.now}
        await work.update(signal, values, client_id=ids, kind=SignalKind.UNASSIGNED)


def _columns(signals: Iterable[Row], verdicts: dict[UUID, Signal]) -> Iterable[dict[str, Any]]:
    live: defaultdict[UUID, list[Any]] = defaultdict(list)
    for row in signals:
        if row.kind != SignalKind.UNASSIGNED:
            live[row.client_id].append((AttentionLevel(row.level), row.since))
    for id, verdict in verdicts.items():
        attention = summarize([*live[id], (verdict.level, verdict.since)])
        yield {
            "id": id,
            "attention_level": attention.level,
            "signal_count": attention.count,
            "attention_since": attention.since,
            "attention_order": attention.order,
        }
