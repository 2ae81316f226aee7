"""Steps: facts that change a client's standing, each from a state in which it is possible."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from domain.connection import client_status
from domain.facts.fact import Fact
from domain.onboarding import ONBOARDING, WAITING_ON
from domain.vocabulary import AccessStatus, OnboardingStatus

_EVENTS: Mapping[OnboardingStatus, str] = {
    after: event for event, moves in ONBOARDING.events.items() for after in moves.values()
}


def register(fact: Fact) -> str:
    """The name of what a step is about: of two steps about the same, the later one counts."""
    return f"{fact.kind} {fact.data['grant']}" if "grant" in fact.data else fact.kind


def onboarding_after(before: OnboardingStatus, wanted: OnboardingStatus) -> OnboardingStatus:
    """The status that a step of the onboarding leads to; raises `Refused` (WRONG_STATE) where it is no step."""
    return ONBOARDING.after(_EVENTS[wanted], before)


def onboarding_columns(after: OnboardingStatus, access: AccessStatus, at: datetime) -> dict[str, Any]:
    """What a client's columns become when its onboarding has reached a status."""
    waiting_on = WAITING_ON[after]
    return {
        "onboarding_status": after,
        "waiting_on": waiting_on,
        "waiting_since": at if waiting_on else None,
        "status": client_status(access, after),
    }
