"""Payloads of subscriptions: what changed, the object as you may see it now, and where to go on."""

from datetime import datetime
from typing import Any

import strawberry

import resolvers.changes.access
from domain import changes as words
from domain.ids import IdKind
from domain.vocabulary import AccessLevel, AttentionLevel, SignalKind
from loaders.assignment import assignment_by_id
from loaders.audit import audit_event_by_id
from loaders.client import client_by_id
from loaders.colleague import colleague_by_id
from loaders.invite import invite_by_id
from resolvers.relation import column, public_id, related
from schema.assignment import Assignment
from schema.audit import AuditEvent
from schema.client import Client
from schema.colleague import Colleague
from schema.cost import FREE, several
from schema.field import field, plain
from schema.invite import Invite
from schema.rules import AUDIT, CLIENTS, INVITES, PEOPLE
from schema.viewer import Viewer


@strawberry.interface(description="What every payload of a subscription has.")
class Change:
    event_id: strawberry.ID | None = plain(
        "The same when a payload comes twice; empty in a snapshot.", column("event_id")
    )
    cursor: str = plain("Where to go on: hand it in as `after`.")
    committed_at: datetime = plain("When it was committed, or read for a snapshot.", column("at"))
    cause: words.ChangeCause = plain("Why it is told.")
    entry: AuditEvent | None = field(
        "What the audit trail says of it: who did it, and the reason given. Null in a snapshot, where it follows from "
        "facts, time or another change, and where the entry is not yours to read: who is no admin reads their own.",
        related(audit_event_by_id, "event_id"),
        rule=AUDIT,
        nullable=True,
    )


@strawberry.type(description="A level before and after.", directives=FREE)
class AttentionLevelChange:
    before: AttentionLevel = plain("The level until then.")
    after: AttentionLevel = plain("The level from then on.")


@strawberry.type(description="An access level before and after.", directives=FREE)
class AccessLevelChange:
    before: AccessLevel | None = plain("Before; null where none was set.")
    after: AccessLevel | None = plain("After; null where none is set.")


@strawberry.type(description="A signal that changed, or that was set aside or counts again.", directives=FREE)
class SignalChange:
    kind: SignalKind = plain("What it is about.")
    before: AttentionLevel = plain("Its level until then; NONE when it came up.")
    after: AttentionLevel = plain("After; NONE when it is over.")
    was_snoozed: bool = plain("Whether it was set aside before.")
    is_snoozed: bool = plain("Whether it is set aside since, and counts neither for the level nor for the number.")


def _client_id() -> Any:
    return field(
        "The `id` of the client that it is about; null where it is about none.",
        public_id(IdKind.CLIENT, "client_id"),
        rule=CLIENTS,
        nullable=True,
    )


def _client() -> Any:
    return field(
        "The client as it is now; null when it is not, or no longer, for you to see.",
        related(client_by_id, "client_id"),
        rule=CLIENTS,
        nullable=True,
    )


@strawberry.type(description="A client's attention changed, or the client came into your sight or left it.")
class ClientAttentionChange(Change):
    level: AttentionLevelChange | None = plain(
        "The client's level; empty in a snapshot, with ACCESS, and where it moved with what only admins see."
    )
    signals: list[SignalChange] = plain("The signals that changed.", size=several(len(SignalKind)))
    client_id: strawberry.ID | None = _client_id()
    client: Client | None = _client()


@strawberry.type(description="Something became of an invite or of a client on its way to verification.")
class PendingClientChange(Change):
    change: words.PendingClientEvent = plain("What became of the invite or the client.", column("what"))
    invite_id: strawberry.ID | None = plain("The invite, if it is about one.", public_id(IdKind.INVITE, "invite_id"))
    invite: Invite | None = field(
        "The invite as it is now.", related(invite_by_id, "invite_id"), rule=INVITES, nullable=True
    )
    client_id: strawberry.ID | None = _client_id()
    client: Client | None = _client()


@strawberry.type(description="Somebody started or ceased to work on a client, or the reasons for it changed.")
class AssignmentChange(Change):
    change: words.AssignmentEvent = plain("What became of the assignment.", column("what"))
    assignment_id: strawberry.ID = plain(
        "The `id` of the assignment that it is about.", public_id(IdKind.ASSIGNMENT, "assignment_id")
    )
    assignment: Assignment | None = field(
        "The assignment as it is now; null when its client is no longer for you to see.",
        related(assignment_by_id, "assignment_id"),
        rule=PEOPLE,
        nullable=True,
    )
    colleague_id: strawberry.ID = plain(
        "The `id` of the colleague who works, or worked, on the client.", public_id(IdKind.COLLEAGUE, "colleague_id")
    )
    client_id: strawberry.ID | None = _client_id()


@strawberry.type(description="A colleague came, left, or is something else now.")
class ColleagueChange(Change):
    change: words.ColleagueEvent = plain("What became of the colleague.", column("what"))
    colleague_id: strawberry.ID = plain(
        "The `id` of the colleague that it is about.", public_id(IdKind.COLLEAGUE, "colleague_id")
    )
    colleague: Colleague | None = field(
        "The colleague as they are now.", related(colleague_by_id, "colleague_id"), rule=PEOPLE, nullable=True
    )


@strawberry.type(description="Your rights changed.")
class ViewerAccessChange(Change):
    change: words.RightsEvent = plain("What became of the rights.", column("what"))
    level: AccessLevelChange | None = plain("The client's access level, where it changed.", column("access_level"))
    viewer: Viewer = plain("What you may do now.", resolvers.changes.access.viewer_now)
    client_id: strawberry.ID | None = _client_id()
    client: Client | None = _client()
