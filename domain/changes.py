"""What running streams tell of changes: the words, and which kinds of events stand behind them."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from domain.vocabulary import ADMINS, ChangeReason, Role, Word


class ChangeCause(Word):
    """Why something is told."""

    FACTS = "FACTS"
    TIME = "TIME"
    PEOPLE = "PEOPLE"
    ACCESS = "ACCESS"
    SNAPSHOT = "SNAPSHOT"


class PendingClientEvent(Word):
    """What became of a client that is not there yet."""

    INVITE_SENT = "INVITE_SENT"
    INVITE_RESENT = "INVITE_RESENT"
    INVITE_RECEIVED = "INVITE_RECEIVED"
    INVITE_OPENED = "INVITE_OPENED"
    INVITE_ACCEPTED = "INVITE_ACCEPTED"
    INVITE_DECLINED = "INVITE_DECLINED"
    INVITE_CANCELLED = "INVITE_CANCELLED"
    INVITE_WITHDRAWN = "INVITE_WITHDRAWN"
    INVITE_STALE = "INVITE_STALE"
    INVITE_EXPIRED = "INVITE_EXPIRED"
    INVITE_BOUNCED = "INVITE_BOUNCED"
    INVITE_HANDED_OVER = "INVITE_HANDED_OVER"
    CLIENT_CREATED = "CLIENT_CREATED"
    ONBOARDING_MOVED = "ONBOARDING_MOVED"


class AssignmentEvent(Word):
    """What became of an assignment."""

    STARTED = "STARTED"
    REASON_ADDED = "REASON_ADDED"
    REASON_ENDED = "REASON_ENDED"
    ENDED = "ENDED"


class ColleagueEvent(Word):
    """What became of a colleague."""

    INVITED = "INVITED"
    INVITE_STALE = "INVITE_STALE"
    INVITE_ENDED = "INVITE_ENDED"
    ACTIVATED = "ACTIVATED"
    ROLE_CHANGED = "ROLE_CHANGED"
    DEACTIVATED = "DEACTIVATED"
    REACTIVATED = "REACTIVATED"
    UPDATED = "UPDATED"


class RightsEvent(Word):
    """What became of the rights of whoever listens."""

    ROLE_CHANGED = "ROLE_CHANGED"
    SCOPES_CHANGED = "SCOPES_CHANGED"
    ASSIGNED = "ASSIGNED"
    UNASSIGNED = "UNASSIGNED"
    LEVEL_CHANGED = "LEVEL_CHANGED"
    GRANTS_CHANGED = "GRANTS_CHANGED"
    POWER_OF_ATTORNEY_GRANTED = "POWER_OF_ATTORNEY_GRANTED"
    POWER_OF_ATTORNEY_REVOKED = "POWER_OF_ATTORNEY_REVOKED"
    DISCONNECTED = "DISCONNECTED"


ATTENTION_CHANGED, ASSIGNMENT_STARTED, ASSIGNMENT_ENDED = "attention.changed", "assignment.started", "assignment.ended"

ASSIGNMENT_EVENTS: Mapping[str, AssignmentEvent] = {
    ASSIGNMENT_STARTED: AssignmentEvent.STARTED,
    "assignment.source_added": AssignmentEvent.REASON_ADDED,
    "assignment.source_ended": AssignmentEvent.REASON_ENDED,
    ASSIGNMENT_ENDED: AssignmentEvent.ENDED,
}

COLLEAGUE_EVENTS: Mapping[str, ColleagueEvent] = {
    "colleague_invite.sent": ColleagueEvent.INVITED,
    "colleague_invite.resent": ColleagueEvent.INVITED,
    "colleague_invite.stale": ColleagueEvent.INVITE_STALE,
    "colleague_invite.declined": ColleagueEvent.INVITE_ENDED,
    "colleague_invite.cancelled": ColleagueEvent.INVITE_ENDED,
    "colleague_invite.expired": ColleagueEvent.INVITE_ENDED,
    "colleague_invite.bounced": ColleagueEvent.INVITE_ENDED,
    "colleague.activated": ColleagueEvent.ACTIVATED,
    "colleague.role_changed": ColleagueEvent.ROLE_CHANGED,
    "colleague.deactivated": ColleagueEvent.DEACTIVATED,
    "colleague.reactivated": ColleagueEvent.REACTIVATED,
    "colleague.updated": ColleagueEvent.UPDATED,
    "colleague.erased": ColleagueEvent.UPDATED,
}

_ANSWERS = {
    "accepted": PendingClientEvent.INVITE_ACCEPTED,
    "declined": PendingClientEvent.INVITE_DECLINED,
    "cancelled": PendingClientEvent.INVITE_CANCELLED,
    "withdrawn": PendingClientEvent.INVITE_WITHDRAWN,
    "stale": PendingClientEvent.INVITE_STALE,
    "expired": PendingClientEvent.INVITE_EXPIRED,
    "bounced": PendingClientEvent.INVITE_BOUNCED,
    "handed_over": PendingClientEvent.INVITE_HANDED_OVER,
    "opened": PendingClientEvent.INVITE_OPENED,
    "sent": PendingClientEvent.INVITE_SENT,
    "resent": PendingClientEvent.INVITE_RESENT,
    "received": PendingClientEvent.INVITE_RECEIVED,
}
PENDING_EVENTS: Mapping[str, PendingClientEvent] = {
    "client.created": PendingClientEvent.CLIENT_CREATED,
    "client.onboarding_changed": PendingClientEvent.ONBOARDING_MOVED,
    **{f"{kind}_invite.{answer}": change for kind in ("client", "inbound") for answer, change in _ANSWERS.items()},
}

# Rights of everybody who sees the client.
CLIENT_RIGHTS_EVENTS: Mapping[str, RightsEvent] = {
    "client.level_changed": RightsEvent.LEVEL_CHANGED,
    "client.grants_changed": RightsEvent.GRANTS_CHANGED,
    "client.poa_granted": RightsEvent.POWER_OF_ATTORNEY_GRANTED,
    "client.poa_revoked": RightsEvent.POWER_OF_ATTORNEY_REVOKED,
    "client.disconnected": RightsEvent.DISCONNECTED,
}
# Rights of the one colleague, or integration, that the event is about.
OWN_RIGHTS_EVENTS: Mapping[str, RightsEvent] = {
    "colleague.role_changed": RightsEvent.ROLE_CHANGED,
    "integration.updated": RightsEvent.SCOPES_CHANGED,
}
# What the payload of every event says: why it happened; and of a level that moved, from where to where.
WHY, MOVED = "why", "moved"
_REASONS = {"PLATFORM": ChangeReason.FACTS, "CLOCK": ChangeReason.TIME}
# And of an event about somebody's own rights, of clients in sight: `GAINS` which came, `HAD` which were there before;
# `LOSES` that some left, and none came.
GAINS, HAD, EVERY, LOSES = "gains", "had", "EVERY", "loses"


def reason_of(actor_kind: str) -> ChangeReason:
    """Why something happens that is done by an actor of a kind (see `store.writing.Actor`)."""
    return _REASONS.get(actor_kind, ChangeReason.PEOPLE)


def sight_of_role(before: Role, after: Role) -> dict[str, Any]:
    """What a new role lets a colleague see: everything, or what they work on."""
    if (after in ADMINS) is (before in ADMINS):
        return {}
    return {GAINS: EVERY} if after in ADMINS else {LOSES: True}


def sight_of_choice(before: Iterable[UUID] | None, after: Iterable[UUID] | None) -> dict[str, Any]:
    """What an integration comes to see for which other clients are chosen than before; None: all are."""
    if before is None:
        return {} if after is None else {LOSES: True}
    had = set(before)
    gained = EVERY if after is None else sorted(str(id) for id in set(after) - had)
    if gained:
        return {GAINS: gained, HAD: sorted(map(str, had))}
    return {LOSES: True} if had.difference(after or ()) else {}


ASSIGNMENT_RIGHTS_EVENTS: Mapping[str, RightsEvent] = {
    ASSIGNMENT_STARTED: RightsEvent.ASSIGNED,
    ASSIGNMENT_ENDED: RightsEvent.UNASSIGNED,
}
