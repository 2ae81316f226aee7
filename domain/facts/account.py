"""What facts say of an account as a whole, each thing told by the latest of its facts."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from domain.facts.fact import Fact, FactKind
from domain.vocabulary import SubscriptionStatus

Columns = dict[str, Any]
# By the name of its register, what a fact says of a client's columns.
Told = dict[str, Columns]


def told(fact: Fact) -> Told:
    """What a fact says of the client's own columns, whatever was before; nothing for most kinds."""
    teller = _TELLERS.get(fact.kind)
    return teller(fact) if teller else {}


def newer(registers: Mapping[str, int], fact: Fact) -> Told:
    """The part of it that no later fact has told already."""
    return {name: columns for name, columns in told(fact).items() if registers.get(name, 0) < fact.sequence}


def _balance(fact: Fact) -> Told:
    data = fact.data
    found: Told = {"balance": {"balance_minor": int(data["balanceMinor"]), "balance_at": fact.at}}
    if "lowBalanceMinor" in data:
        limit = data["lowBalanceMinor"]
        found["lowBalance"] = {"low_balance_minor": None if limit is None else int(limit)}
    if "dailySpendMinor" in data:
        found["dailySpend"] = {"daily_spend_minor": int(data["dailySpendMinor"])}
    return found


def _integration(fact: Fact) -> Told:
    since = _moment(fact, "since") if fact.data["isBroken"] else None
    return {"integration": {"integration_broken_since": since}}


def _subscription(fact: Fact) -> Told:
    is_blocked = fact.data["status"] == SubscriptionStatus.BLOCKED
    return {"subscription": {"billing_blocked_since": _moment(fact, "statusSince") if is_blocked else None}}


def _moment(fact: Fact, name: str) -> datetime:
    return datetime.fromisoformat(fact.data[name]) if name in fact.data else fact.at


_TELLERS: Mapping[str, Callable[[Fact], Told]] = {
    FactKind.BALANCE_CHANGED: _balance,
    FactKind.INTEGRATION_CHANGED: _integration,
    FactKind.SUBSCRIPTION_CHANGED: _subscription,
}
