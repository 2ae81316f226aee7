"""The rows of a client: itself, its search words, its fourteen signals, its months."""

from typing import Any
from uuid import UUID

from domain.attention import summarize
from domain.attention_rules import Signal, Thresholds, evaluate
from domain.onboarding import WAITING_ON
from domain.text import words
from domain.vocabulary import AccessStatus, ClientStatus, OnboardingStatus
from store.demo.batch import Batch
from store.demo.standing import Standing
from store.tables import client, client_word, month_figure, signal


def add_client(batch: Batch, standing: Standing, limits: Thresholds) -> UUID:
    """Adds a client with the verdicts of the attention rules; returns its id."""
    own = standing.throw.id(standing.facts.created_at)
    signals = evaluate(standing.facts, standing.now, limits)
    batch.add(client, id=own, **standing.company.columns, **_state(standing), **_wallet(standing), **_verdict(signals))
    for word in words(standing.company.name, standing.company.legal_name, standing.company.registration_number):
        batch.add(client_word, word=word, client_id=own)
    for each in signals:
        batch.add(signal, client_id=own, **_signal(standing, each))
    _add_months(batch, standing, own)
    return own


def _state(standing: Standing) -> dict[str, Any]:
    facts, waiting_on = standing.facts, WAITING_ON[standing.facts.onboarding_status]
    return {
        "status": _status(standing),
        "access_status": facts.access_status,
        "level": standing.level,
        "grants": standing.grants,
        "poa_granted": facts.poa_granted,
        "poa_changed_at": facts.poa_changed_at,
        "onboarding_status": facts.onboarding_status,
        "onboarding_note": standing.story.note,
        "waiting_on": waiting_on,
        "waiting_since": facts.onboarding_since if waiting_on else None,
        "facts_at": facts.facts_at,
        "created_at": facts.created_at,
    }


def _status(standing: Standing) -> ClientStatus:
    is_connected = standing.facts.access_status is AccessStatus.ACTIVE
    if is_connected and standing.facts.onboarding_status is not OnboardingStatus.VERIFIED:
        return ClientStatus.ONBOARDING
    return ClientStatus(standing.facts.access_status)


def _wallet(standing: Standing) -> dict[str, Any]:
    return {
        "balance_minor": standing.facts.balance_minor or 0,
        "low_balance_minor": standing.facts.low_balance_minor,
        "daily_spend_minor": standing.facts.daily_spend_minor,
        "balance_at": standing.facts.balance_at,
        "billing_blocked_since": standing.facts.billing_blocked_since,
        "integration_broken_since": standing.facts.integration_broken_since,
    }


def _verdict(signals: tuple[Signal, ...]) -> dict[str, Any]:
    verdict = summarize((each.level, each.since) for each in signals)
    return {
        "attention_level": int(verdict.level),
        "signal_count": verdict.count,
        "attention_since": verdict.since,
        "attention_order": verdict.order,
    }


def _signal(standing: Standing, each: Signal) -> dict[str, Any]:
    return {
        "kind": each.kind,
        "name_key": standing.company.name_key,
        "level": int(each.level),
        "count": each.count,
        "amount_minor": each.amount_minor,
        "currency": standing.company.country.currency,
        "since": each.since,
        "rule": each.rule,
        "threshold": each.threshold,
        "source": each.source,
        "facts_at": standing.facts.facts_at,
    }


def _add_months(batch: Batch, standing: Standing, own: UUID) -> None:
    for month, missing in standing.ledger.months if standing.ledger else ():
        batch.add(
            month_figure,
            client_id=own,
            month=month.month,
            currency=standing.company.country.currency,
            submitted_count=month.submitted_count,
            submitted_minor=month.submitted_minor,
            exported_count=month.exported_count,
            exported_minor=month.exported_minor,
            ready_count=month.ready_count,
            missing_receipts=missing,
        )
