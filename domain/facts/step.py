"""Steps: facts that change a client's standing, each from a state in which it is possible."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from domain.access import GRANT_BITS, granted
from domain.connection import ACCESS, client_status
from domain.errors import UserErrorCode, refuse
from domain.facts.fact import Fact, FactKind
from domain.onboarding import ONBOARDING, WAITING_ON
from domain.vocabulary import AccessStatus, Grant, OnboardingStatus

Columns = dict[str, Any]


class Standing(Protocol):
    """The columns of a client that steps start from."""

    access_status: str
    level: str
    grants: int
    poa_granted: bool
    onboarding_status: str
    onboarding_note: str | None


@dataclass(frozen=True, slots=True)
class Step:
    """What a step changes, and how the audit trail tells it."""

    action: str
    columns: Columns
    before: Columns
    after: Columns
    reason: str | None = None


def register(fact: Fact) -> str:
    """The name of what a step is about: of two steps about the same, the later one counts."""
    return f"{fact.kind} {fact.data['grant']}" if fact.kind == FactKind.GRANT_CHANGED else fact.kind


def step(fact: Fact, client: Standing) -> Step | None:
    """The change that follows, or None where all is so already; raises `Refused` (WRONG_STATE)."""
    if fact.kind != FactKind.CLIENT_LEFT and client.access_status == AccessStatus.DISCONNECTED:
        raise refuse(UserErrorCode.WRONG_STATE, "The client is DISCONNECTED: it has left the firm.")
    return _STEPS[fact.kind](fact, client)


def _level(fact: Fact, client: Standing) -> Step | None:
    level = fact.data["level"]
    if level == client.level:
        return None
    return Step("client.level_changed", {"level": level}, {"level": client.level}, {"level": level})


def _grant(fact: Fact, client: Standing) -> Step | None:
    bit = GRANT_BITS[Grant(fact.data["grant"])]
    grants = client.grants | bit if fact.data["granted"] else client.grants & ~bit
    if grants == client.grants:
        return None
    before, after = ({"grants": list(granted(each))} for each in (client.grants, grants))
    return Step("client.grants_changed", {"grants": grants}, before, after)


def _poa(fact: Fact, client: Standing) -> Step | None:
    """Revoking suspends the access, granting restores it."""
    is_granted, access = fact.data["granted"], AccessStatus(client.access_status)
    if is_granted == client.poa_granted:
        return None
    if is_granted and access is AccessStatus.SUSPENDED:
        access = ACCESS.after("restore", access)
    elif not is_granted and access is AccessStatus.ACTIVE:
        access = ACCESS.after("suspend", access)
    columns = {"poa_granted": is_granted, "poa_changed_at": fact.at} | _access(access, client.onboarding_status)
    before = {"poa_granted": client.poa_granted, "access_status": client.access_status}
    action = "client.poa_granted" if is_granted else "client.poa_revoked"
    return Step(action, columns, before, {"poa_granted": is_granted, "access_status": access})


def _access(access: AccessStatus, onboarding: str) -> Columns:
    return {"access_status": access, "status": client_status(access, OnboardingStatus(onboarding))}


_EVENTS: Mapping[OnboardingStatus, str] = {
    after: event for event, moves in ONBOARDING.events.items() for after in moves.values()
}


def _onboarding(fact: Fact, client: Standing) -> Step | None:
    before, wanted = OnboardingStatus(client.onboarding_status), OnboardingStatus(fact.data["status"])
    note = fact.data.get("note")
    if before is wanted and note == client.onboarding_note:
        return None
    after = wanted if before is wanted else ONBOARDING.after(_EVENTS[wanted], before)
    columns: Columns = {"onboarding_status": after, "onboarding_note": note}
    if before is not after:
        columns |= _waiting(after, fact.at) | _access(AccessStatus(client.access_status), after)
    told = {"onboarding_status": after} | ({"note": note} if note else {})
    return Step("client.onboarding_changed", columns, {"onboarding_status": before}, told)


def _waiting(after: OnboardingStatus, at: datetime) -> Columns:
    waiting_on = WAITING_ON[after]
    return {"waiting_on": waiting_on, "waiting_since": at if waiting_on else None}


def _left(fact: Fact, client: Standing) -> Step | None:
    access = ACCESS.after("disconnect", AccessStatus(client.access_status))
    before, after = {"access_status": client.access_status}, {"access_status": access}
    columns = _access(access, client.onboarding_status)
    return Step("client.disconnected", columns, before, after, fact.data.get("reason"))


_STEPS: Mapping[str, Callable[[Fact, Standing], Step | None]] = {
    FactKind.LEVEL_CHANGED: _level,
    FactKind.GRANT_CHANGED: _grant,
    FactKind.POA_CHANGED: _poa,
    FactKind.ONBOARDING_STEP: _onboarding,
    FactKind.CLIENT_LEFT: _left,
}
