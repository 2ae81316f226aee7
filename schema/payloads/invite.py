"""Payloads of inviting, and what the page behind an invite's link shows."""

from datetime import datetime

import strawberry

import resolvers.inviting.answer
import resolvers.inviting.client
import resolvers.inviting.rows
from domain.vocabulary import InviteKind, InviteStatus, Role
from loaders.colleague import colleague_by_id
from loaders.invite import invite_by_id
from resolvers.outcome import changed, told
from schema.cost import FREE, several
from schema.field import field, plain
from schema.invite import ClientInvite, ColleagueInvite, Invite
from schema.payload import Payload, UserError
from schema.refs import ColleagueRef
from schema.rules import INVITES, PEOPLE
from schema.scalars import URL
from schema.viewer import Membership

_connect_url = resolvers.inviting.client.connect_url


@strawberry.type(description="The invite that was sent.", directives=FREE)
class InviteClientPayload(Payload):
    invite: ClientInvite | None = field(
        "The invite; empty when it was refused, or only checked.",
        changed(invite_by_id, "invite"),
        rule=INVITES,
        nullable=True,
    )
    connect_url: URL | None = plain("To send instead, when the company is on the platform already.", _connect_url)


@strawberry.type(description="What became of one row.")
class InviteClientResult:
    row: int = plain("Its place in the list, from 0.", told("row"))
    invite: ClientInvite | None = field(
        "The invite; empty when the row was refused, or only checked.",
        changed(invite_by_id, "invite"),
        rule=INVITES,
        nullable=True,
    )
    connect_url: URL | None = plain("To send instead, when the company is on the platform already.", _connect_url)
    user_errors: list[UserError] = plain("Empty when it was done.", resolvers.inviting.rows.errors, size=several(20))


@strawberry.type(description="What became of every row.", directives=FREE)
class InviteClientsPayload(Payload):
    results: list[InviteClientResult] = plain("One for each row, in their order.", resolvers.inviting.rows.results)


@strawberry.type(description="What became of one row.")
class InviteColleagueResult:
    row: int = plain("Its place, from 0: first `colleagues`, then the lines of `text`.", told("row"))
    invite: ColleagueInvite | None = field(
        "The invite; empty when the row was refused, or only checked.",
        changed(invite_by_id, "invite"),
        rule=INVITES,
        nullable=True,
    )
    colleague: ColleagueRef | None = field(
        "The membership that waits for the answer.",
        changed(colleague_by_id, "colleague"),
        rule=PEOPLE,
        nullable=True,
    )
    user_errors: list[UserError] = plain("Empty when it was done.", resolvers.inviting.rows.errors, size=several(20))


@strawberry.type(description="What became of every row.", directives=FREE)
class InviteColleaguesPayload(Payload):
    results: list[InviteColleagueResult] = plain("One for each row, in their order.", resolvers.inviting.rows.results)


@strawberry.type(description="The invite as it is now.", directives=FREE)
class ResendInvitePayload(Payload):
    invite: Invite | None = field(
        "The same invite, with a new link.", changed(invite_by_id, "invite"), rule=INVITES, nullable=True
    )
    connect_url: URL | None = plain("To send instead, when the company is on the platform by now.", _connect_url)


@strawberry.type(description="The invite as it is now.", directives=FREE)
class SnoozeInvitePayload(Payload):
    invite: Invite | None = field(
        "The invite, which is quiet until then.", changed(invite_by_id, "invite"), rule=INVITES, nullable=True
    )


@strawberry.type(description="The invite as it is now.", directives=FREE)
class UnsnoozeInvitePayload(Payload):
    invite: Invite | None = field(
        "The invite, which may ask for attention again.", changed(invite_by_id, "invite"), rule=INVITES, nullable=True
    )


@strawberry.type(description="The invite as it is now.", directives=FREE)
class CancelInvitePayload(Payload):
    invite: Invite | None = field(
        "The invite that was taken back.", changed(invite_by_id, "invite"), rule=INVITES, nullable=True
    )


@strawberry.type(description="What the company's admin gets for accepting.", directives=FREE)
class AcceptClientInvitePayload(Payload):
    status: InviteStatus | None = plain("ACCEPTED, when it was done.", told("status"))
    partner_name: str | None = plain("The firm that is let in.", told("partner_name"))
    company_name: str | None = plain("The company that accepted.", told("company_name"))
    account_url: URL | None = plain("Where the company goes on: its account on the platform.", told("account_url"))


@strawberry.type(description="What the company's admin is told after declining.", directives=FREE)
class DeclineClientInvitePayload(Payload):
    status: InviteStatus | None = plain("DECLINED, when it was done.", told("status"))
    partner_name: str | None = plain("The firm that had asked.", told("partner_name"))
    company_name: str | None = plain("The company that declined.", told("company_name"))


@strawberry.type(description="The membership that begins.", directives=FREE)
class AcceptColleagueInvitePayload(Payload):
    membership: Membership | None = plain("In the firm that invited.", resolvers.inviting.answer.membership)


@strawberry.type(description="An open invite, as its addressee may see it before answering.")
class InvitePreview:
    kind: InviteKind = plain("CLIENT or COLLEAGUE: which of the two can be accepted.")
    partner_name: str = plain("The firm that invites.")
    inviter_name: str | None = plain("The colleague who invites.")
    name: str = plain("Whom it is addressed to.")
    company_name: str | None = plain("The company that is invited.")
    role: Role | None = plain("The role that is offered to a colleague.")
    message: str | None = plain("A personal message.")
    expires_at: datetime = plain("Until when it can be answered.")
