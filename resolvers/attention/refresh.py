"""Brings clients' attention up to date: a handful of statements for all of them, and writes of what has changed."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict
from typing import Any
from uuid import UUID

from domain.attention_rules import Signal
from domain.changes import reason_of
from domain.vocabulary import AttentionLevel, ChangeReason, DueKind, SignalKind
from loaders.attention import clients_to_judge, signals_told
from loaders.attention_facts import facts_told
from resolvers.attention.facts import Told
from resolvers.attention.judging import Judgement, judge
from store.reading import Row
from store.tables import client, due, signal
from store.writing import UnitOfWork

EVENT = "attention.changed"
NO_SNOOZE: dict[str, Any] = dict.fromkeys(("snoozed_until", "snoozed_level", "snoozed_by", "snooze_reason"))


async def refresh_attention(work: UnitOfWork, client_ids: Iterable[UUID | None]) -> None:
    """Has clients judged anew when the unit of work is done: after any change of what the rules look at.

    However often a client is named: it is judged once, and announced once where there is news.
    """
    work.conclude_with(judge_clients, (id for id in client_ids if id is not None))


async def judge_clients(
    work: UnitOfWork, client_ids: Collection[UUID], why: ChangeReason | None = None, *, refile: bool = False
) -> None:
    """Judges clients now, stores what is new, and announces it; locks the clients in the order of their ids.

    `why` is told in the event; else it follows from the actor. `refile` also files when to look again where that
    is later than filed, which otherwise waits until then.
    """
    if not client_ids:
        return
    clients = await clients_to_judge(work, client_ids)
    before = _by_client(await signals_told(work, client_ids))
    told = Told(await facts_told(work, client_ids))
    judged = [judge(row, before[row.id], told, work.now) for row in clients]
    await _store_signals(work, judged)
    await work.update_each(client, [row for each in judged if (row := _columns(each))])
    await work.put(due, [_filing(each) for each in judged if refile or _is_sooner(each)])
    reason = why or reason_of(work.actor.kind)
    for each in judged:
        if each.is_news:
            id = each.client.id
            await work.announce(EVENT, "CLIENT", id, client_id=id, payload=_payload(each, reason))


def _by_client(rows: Iterable[Row]) -> defaultdict[UUID, dict[SignalKind, Row]]:
    found: defaultdict[UUID, dict[SignalKind, Row]] = defaultdict(dict)
    for row in rows:
        found[row.client_id][SignalKind(row.kind)] = row
    return found


async def _store_signals(work: UnitOfWork, judged: Sequence[Judgement]) -> None:
    key = ("client_id", "kind")
    shown = [asdict(new) | {"client_id": each.client.id} for each in judged for new in each.changed]
    await work.update_each(signal, shown, by=key)
    woken = [{"client_id": each.client.id, "kind": kind} | NO_SNOOZE for each in judged for kind in each.woken]
    await work.update_each(signal, woken, by=key)
    turned = [
        {"client_id": each.client.id, "kind": kind, "told_aside": kind in each.asleep}
        for each in judged
        for kind in each.turned
    ]
    await work.update_each(signal, turned, by=key)


def _columns(each: Judgement) -> dict[str, Any]:
    """The client's new attention; nothing where it is the same."""
    row, attention = each.client, each.attention
    told = (row.attention_level, row.signal_count, row.attention_since)
    if told == (attention.level, attention.count, attention.since):
        return {}
    return {
        "id": row.id,
        "attention_level": attention.level,
        "signal_count": attention.count,
        "attention_since": attention.since,
        "attention_order": attention.order,
    }


def _is_sooner(each: Judgement) -> bool:
    """Whether what is filed would be too late, or forgets as of when the client was judged."""
    return each.filed is None or each.due < each.filed.at or each.is_news


def _filing(each: Judgement) -> dict[str, Any]:
    seen = each.at if each.is_news or each.filed is None else each.filed.until
    return {"kind": DueKind.CLIENT, "object_id": each.client.id, "at": each.due, "seen_at": seen}


def _payload(each: Judgement, why: ChangeReason) -> dict[str, Any]:
    level = [_word(each.client.attention_level), each.attention.level.name]
    return {"level": level, "signals": [_told(each, new) for new in each.news], "why": why}


def _told(each: Judgement, new: Signal) -> dict[str, Any]:
    row = each.before.get(new.kind)
    told = {"kind": new.kind, "level": [_word(row.level if row else 0), new.level.name]}
    aside = [row is not None and bool(row.told_aside), new.kind in each.asleep]
    return told | ({"snoozed": aside} if any(aside) else {})


def _word(level: int) -> str:
    return AttentionLevel(level).name
