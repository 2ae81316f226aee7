"""What the rules look at, of many clients, put together from the rows that tell it."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson

from domain.attention_rules import ExportMonth, Facts, Thresholds, agreed
from domain.vocabulary import AccessStatus, AttentionLimit, OnboardingStatus, ThresholdSource
from store.attention import ALL_CLIENTS
from store.reading import Row

_NOBODY: tuple[Row, ...] = ()


class Told:
    """The rows of `loaders.attention_facts.facts_told`, by client and by what they are."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._rows: defaultdict[tuple[UUID | None, str], list[Row]] = defaultdict(list)
        for row in rows:
            self._rows[row.client_id, row.what].append(row)
        self._firm = self._of_firm()

    def all(self, client_id: UUID | None, what: str) -> list[Row] | tuple[Row, ...]:
        """The rows of a client."""
        return self._rows.get((client_id, what), _NOBODY)

    def one(self, client_id: UUID | None, what: str) -> Any:
        """The only row of a client, or None."""
        return next(iter(self.all(client_id, what)), None)

    def moments(self, client_id: UUID, what: str) -> tuple[datetime, ...]:
        """Since when the cases of a client have been waiting, where that is known."""
        return tuple(row.at for row in self.all(client_id, what) if row.at is not None)

    def limits(self, client_id: UUID) -> Thresholds:
        """The thresholds of a client: its own, else the firm's, else the product's."""
        return _having(self._firm, self.all(client_id, "rule"), ThresholdSource.CLIENT)

    def _of_firm(self) -> Thresholds:
        limits = agreed(self.one(None, "firm").number)
        return _having(limits, self.all(ALL_CLIENTS, "rule"), ThresholdSource.PARTNER)


def facts_of(client: Row, told: Told, unassigned_since: datetime | None) -> Facts:
    """Everything known about a client."""
    receipts = told.one(client.id, "receipts")
    return Facts(
        time_zone=client.time_zone,
        created_at=client.created_at,
        facts_at=client.facts_at,
        access_status=AccessStatus(client.access_status),
        poa_granted=client.poa_granted,
        poa_changed_at=client.poa_changed_at,
        onboarding_status=OnboardingStatus(client.onboarding_status),
        onboarding_since=client.waiting_since,
        missing_receipts=receipts.number if receipts else 0,
        oldest_missing_at=receipts.at if receipts else None,
        months=tuple(map(_month, told.all(client.id, "month"))),
        # Nothing is known of a wallet until the platform has told its balance once.
        balance_minor=client.balance_minor if client.balance_at else None,
        low_balance_minor=client.low_balance_minor,
        daily_spend_minor=client.daily_spend_minor,
        balance_at=client.balance_at,
        low_since=client.low_since,
        needs_details=told.moments(client.id, "details"),
        grants_asked=told.moments(client.id, "grant"),
        export_jobs=told.moments(client.id, "job"),
        unassigned_since=unassigned_since,
        billing_blocked_since=client.billing_blocked_since,
        integration_broken_since=client.integration_broken_since,
    )


def _month(row: Row) -> ExportMonth:
    return ExportMonth(row.word, row.number, row.exported, row.ready, row.minor, row.exported_minor)


def _having(limits: Thresholds, rules: Iterable[Row], source: ThresholdSource) -> Thresholds:
    for rule in rules:
        values = {AttentionLimit(name): value for name, value in orjson.loads(rule.limits).items()}
        limits = limits.having(values, source)
    return limits
