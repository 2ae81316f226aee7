"""Reads of the rules by which attention is judged: those of a firm, and those of its clients."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import Select, Text, and_, cast, or_, select

from domain.attention_rules import Thresholds, agreed
from domain.attention_rules.in_force import OwnRule, RuleInForce, rules_in_force
from domain.vocabulary import AttentionLimit, SignalKind, ThresholdSource
from loaders.reading import Reads, Scope
from loaders.scope import ALL, of_tenant, visible_clients
from store.attention import ALL_CLIENTS
from store.statement import Row, any_of
from store.tables import attention_rule, partner


async def rules_by_partner_id(reads: Reads, ids: Sequence[UUID]) -> list[list[RuleInForce]]:
    """What holds for all clients of the viewer's firm."""
    rows = await reads.rows(_rules, keys=(), all_clients=ALL_CLIENTS)
    return [rules_in_force(_of_firm(rows), _own(rows, ALL_CLIENTS)) for _ in ids]


async def limits_by_partner_id(reads: Reads, ids: Sequence[UUID]) -> list[Thresholds]:
    """The limits that hold for all clients of the viewer's firm, and for its invites."""
    rows = await reads.rows(_rules, keys=(), all_clients=ALL_CLIENTS)
    return [_of_firm(rows) for _ in ids]


async def limits_by_client_id(reads: Reads, ids: Sequence[UUID]) -> list[Thresholds]:
    """The limits that hold for each of some visible clients."""
    rows = await reads.rows(_rules, keys=ids, all_clients=ALL_CLIENTS)
    firm = _of_firm(rows)
    return [_having(firm, rows, id, ThresholdSource.CLIENT) for id in ids]


async def rules_by_client_id(reads: Reads, ids: Sequence[UUID]) -> list[list[RuleInForce]]:
    """What holds for each of some visible clients."""
    rows = await reads.rows(_rules, keys=ids, all_clients=ALL_CLIENTS)
    firm = _of_firm(rows)
    return [rules_in_force(_having(firm, rows, id, ThresholdSource.CLIENT), _own(rows, id)) for id in ids]


def _of_firm(rows: Sequence[Row]) -> Thresholds:
    return _having(agreed(rows[0].cut_off_day), rows, ALL_CLIENTS, ThresholdSource.PARTNER)


def _having(limits: Thresholds, rows: Iterable[Row], client_id: UUID, source: ThresholdSource) -> Thresholds:
    for row in rows:
        if row.client_id == client_id:
            limits = limits.having(
                {AttentionLimit(name): value for name, value in orjson.loads(row.limits).items()}, source
            )
    return limits


def _own(rows: Iterable[Row], client_id: UUID) -> dict[SignalKind, OwnRule]:
    mine = (row for row in rows if row.client_id == client_id)
    return {SignalKind(row.kind): OwnRule(row.set_by, row.set_at, row.version) for row in mine}


def _rules(scope: Scope) -> Select[Any]:
    """At least one row: that of the firm alone, where nothing is set."""
    c = attention_rule.c
    wanted = or_(c.client_id == ALL, and_(any_of(c.client_id), visible_clients(scope, c.client_id)))
    return (
        select(
            partner.c.cut_off_day,
            c.client_id,
            c.kind,
            cast(c.limits, Text()).label("limits"),
            c.set_by,
            c.set_at,
            c.version,
        )
        .select_from(partner)
        .outerjoin(attention_rule, and_(of_tenant(attention_rule), wanted))
        .where(of_tenant(partner))
    )
