"""Invites: one interface, three kinds."""

from datetime import datetime

import strawberry

import resolvers.bookkeeping
import resolvers.invite
import resolvers.invite_signal
from domain.ids import IdKind
from domain.vocabulary import AccessLevel, CompanySize, Grant, InviteKind, InviteStatus, Role, WaitingOn
from loaders.client import client_by_id
from loaders.colleague import colleague_by_id
from resolvers.relation import public_id, related
from schema.attention import InviteSignal, Snooze
from schema.field import field, plain
from schema.node import Node
from schema.refs import ClientRef, ColleagueRef
from schema.rules import CLIENTS, PEOPLE
from schema.scalars import CountryCode, EmailAddress


@strawberry.interface(description="An invite of any kind.")
class Invite(Node):
    id: strawberry.ID = plain("Opaque id; stays the same when the invite is sent again.", public_id(IdKind.INVITE))
    kind: InviteKind = plain("Who is invited, and by whom.")
    status: InviteStatus = plain("Where it stands.")
    is_open: bool = plain("Whether an answer is still possible.", resolvers.invite.is_open)
    is_stale: bool = plain(
        "Unopened for 5 days, or expires within 3, unless the firm set other limits of INVITE_STALE.",
        resolvers.invite.stale,
    )
    signal: InviteSignal | None = plain(
        "What asks for attention about it, with its rule and limits; empty while nothing does, or it is set aside.",
        resolvers.invite_signal.of_invite,
    )
    snooze: Snooze | None = plain("Set while somebody put that aside.", resolvers.bookkeeping.snooze)
    name: str = plain("Whom it is addressed to (or who sent it, when it came from a client).")
    email: EmailAddress = plain("Their e-mail address.")
    message: str | None = plain("A personal message.")
    waiting_on: WaitingOn | None = plain("Whose turn it is.", resolvers.invite.waiting_on)
    waiting_since: datetime | None = plain(
        "Since when it is their turn; null when nobody's.", resolvers.invite.waiting_since
    )
    sent_at: datetime = plain("When it was last sent, or came in.")
    send_count: int = plain("How often it was sent.")
    opened_at: datetime | None = plain("When it was first opened.")
    expires_at: datetime = plain("Until when it can be answered.")
    answered_at: datetime | None = plain("When it was answered.")
    created_at: datetime = plain("When it was first sent, or came in.")
    version: int = plain("Rises with every change.")


@strawberry.type(description="The firm invites a company to become its client.")
class ClientInvite(Invite, Node):
    company_name: str = plain("The company that is invited.")
    country: CountryCode = plain("Where it is registered.")
    registration_number: str = plain("Its number in the register.")
    company_size: CompanySize = plain("Number of employees.")
    phone: str | None = plain("The contact's telephone number.")
    decline_reason: str | None = plain("Why it was declined.")
    invited_by: ColleagueRef | None = field(
        "Who sent it, or took it over from them; empty for an integration.",
        related(colleague_by_id, "invited_by"),
        rule=PEOPLE,
        nullable=True,
    )
    client: ClientRef | None = field(
        "The client it led to.", related(client_by_id, "client_id"), rule=CLIENTS, nullable=True
    )


@strawberry.type(description="A client that is on the platform already invites the firm.")
class InboundInvite(Invite, Node):
    company_name: str = plain("The company that would like the firm to take it on.")
    country: CountryCode = plain("Where it is registered.")
    registration_number: str = plain("Its number in the register.")
    company_size: CompanySize = plain("Number of employees.")
    phone: str | None = plain("The sender's telephone number.")
    offered_level: AccessLevel = plain(
        "What the firm may do in the account once it accepts.", resolvers.invite.offered_level
    )
    offered_grants: list[Grant] = plain("What it may do beyond the level.", resolvers.invite.offered_grants)
    is_verified: bool = plain("Whether the platform has verified the company; if not, onboarding comes first.")
    decline_reason: str | None = plain("Why the firm declined it.")
    client: ClientRef | None = field(
        "The client it led to.", related(client_by_id, "client_id"), rule=CLIENTS, nullable=True
    )


@strawberry.type(description="The firm invites a colleague.")
class ColleagueInvite(Invite, Node):
    role: Role = plain("The role that is offered.")
    colleague: ColleagueRef | None = plain(
        "The membership that waits for the answer; gone once the invite was cancelled.",
        related(colleague_by_id, "colleague_id"),
    )
    invited_by: ColleagueRef | None = plain("Who sent it.", related(colleague_by_id, "invited_by"))
