"""Inputs of invites: sending, sending again, taking back, answering."""

from datetime import datetime

import strawberry

from domain.vocabulary import AccessLevel, CompanySize, Grant, Role
from resolvers.inputs.ids import id_of

MOST_ROWS = 250

_KEY = "Any text of 1 to 100 characters: a request repeated with it within 24 hours has one effect and one answer."
_DRY = "Check without changing anything; what you may not see is not looked at."
_VERSION = "Only if the invite still has this version; otherwise CONFLICT."
_TOKEN = "The token in the link of the mail."  # noqa: S105


@strawberry.input(description="A company to invite, and whom to write to there.")
class InviteClientRow:
    name: str = strawberry.field(description="The company's admin, at most 200 characters.")
    email: str = strawberry.field(description="Their e-mail address.")
    company_name: str = strawberry.field(description="The company, at most 200 characters.")
    country: str = strawberry.field(description="Where it is registered: ISO 3166-1 alpha-2, such as `DK`.")
    registration_number: str = strawberry.field(description="Its number in the register.")
    company_size: CompanySize = strawberry.field(description="Number of employees.")
    phone: str | None = strawberry.field(default=None, description="The admin's telephone number.")
    message: str | None = strawberry.field(default=None, description="A personal message, at most 2000 characters.")


@strawberry.input(description="Invites a company.")
class InviteClientInput(InviteClientRow):
    idempotency_key: str | None = strawberry.field(default=None, description=_KEY)
    validate_only: bool = strawberry.field(default=False, description=_DRY)


@strawberry.input(description="Invites many companies; each row stands or falls alone.")
class InviteClientsInput:
    invites: list[InviteClientRow] = strawberry.field(description="1 to 250 rows.")
    idempotency_key: str | None = strawberry.field(default=None, description=_KEY)
    validate_only: bool = strawberry.field(default=False, description=_DRY)


@strawberry.input(description="Sends an invite again: the same invite with a new link; the old link is dead.")
class ResendInviteInput:
    invite_id: strawberry.ID = strawberry.field(description=id_of("invite"))
    email: str | None = strawberry.field(
        default=None, description="A better address, when the invite went to a wrong one; left out, the same again."
    )
    if_version: int | None = strawberry.field(default=None, description=_VERSION)
    idempotency_key: str | None = strawberry.field(default=None, description=_KEY)


@strawberry.input(description="Sets aside for a while that an open invite asks for attention (INVITE_STALE).")
class SnoozeInviteInput:
    invite_id: strawberry.ID = strawberry.field(description=id_of("invite"))
    until: datetime = strawberry.field(description="In the future, 90 days ahead at the most.")
    reason: str = strawberry.field(description="Why, at most 500 characters.")
    idempotency_key: str | None = strawberry.field(default=None, description=_KEY)
    validate_only: bool = strawberry.field(default=False, description=_DRY)


@strawberry.input(description="Ends an invite's snooze before its time.")
class UnsnoozeInviteInput:
    invite_id: strawberry.ID = strawberry.field(description=id_of("invite"))
    idempotency_key: str | None = strawberry.field(default=None, description=_KEY)
    validate_only: bool = strawberry.field(default=False, description=_DRY)


@strawberry.input(description="Takes an invite back.")
class CancelInviteInput:
    invite_id: strawberry.ID = strawberry.field(description=id_of("invite"))
    if_version: int | None = strawberry.field(default=None, description=_VERSION)
    idempotency_key: str | None = strawberry.field(default=None, description=_KEY)


@strawberry.input(description="The company's admin accepts the firm's invite.")
class AcceptClientInviteInput:
    token: str = strawberry.field(description=_TOKEN)
    name: str = strawberry.field(description="The admin's name, at most 200 characters.")
    phone: str = strawberry.field(description="The admin's mobile number.")
    level: AccessLevel = strawberry.field(description="What the firm may do in the account; can be changed later.")
    grant_power_of_attorney: bool = strawberry.field(description="Must be true: without it no firm can be let in.")
    grants: list[Grant] = strawberry.field(default_factory=list, description="What the firm may do beyond the level.")
    idempotency_key: str | None = strawberry.field(default=None, description=_KEY)


@strawberry.input(description="The company's admin declines the firm's invite.")
class DeclineClientInviteInput:
    token: str = strawberry.field(description=_TOKEN)
    reason: str | None = strawberry.field(default=None, description="Why, at most 500 characters.")
    idempotency_key: str | None = strawberry.field(default=None, description=_KEY)


@strawberry.input(description="One colleague to invite, and as what.")
class InviteColleagueRow:
    email: str = strawberry.field(description="Their e-mail address; they sign in with it.")
    name: str | None = strawberry.field(
        default=None, description="At most 200 characters; made from the e-mail address when left out."
    )
    role: Role = strawberry.field(default=Role.BOOKKEEPER, description="The role that is offered.")


@strawberry.input(
    description="Invites up to 250 colleagues; rows are counted from 0: first `colleagues`, then the lines of `text`."
)
class InviteColleaguesInput:
    colleagues: list[InviteColleagueRow] = strawberry.field(
        default_factory=list, description="Colleagues to invite, one by one."
    )
    text: str | None = strawberry.field(
        default=None,
        description="Pasted lines: `Name <email>`, `Name, email`, `Name; email`, name and email with a tab between, "
        "or `email` alone. Blank lines do not count.",
    )
    text_role: Role = strawberry.field(default=Role.BOOKKEEPER, description="The role for everybody in `text`.")
    message: str | None = strawberry.field(default=None, description="A personal message, at most 2000 characters.")
    idempotency_key: str | None = strawberry.field(default=None, description=_KEY)
    validate_only: bool = strawberry.field(default=False, description=_DRY)


@strawberry.input(description="The signed-in person joins the firm as the colleague that was invited.")
class AcceptColleagueInviteInput:
    token: str = strawberry.field(description=_TOKEN)
    idempotency_key: str | None = strawberry.field(default=None, description=_KEY)
